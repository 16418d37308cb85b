package dev.holddown.domain.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words by which a team calls the severity of an incident, the worst first. What is shown is
 * the team's word, what is compared is the level that all teams share.
 */
public record Severities(List<Grade> grades) {
  /** One word, with others for the same. */
  public record Grade(Severity severity, List<String> aliases) {}

  /** What holds where no people document says it: P0 to P3, which are SEV1 to SEV4. */
  public static Severities usual() {
    List<Grade> grades = new ArrayList<>();
    for (int level = 1; level <= Severity.LEVEL_MAX; level++) {
      grades.add(new Grade(new Severity("P" + (level - 1), level), List.of("SEV" + level)));
    }
    return new Severities(List.copyOf(grades));
  }

  /** What somebody means by a word, in whatever case; empty when nobody knows it. */
  public Optional<Severity> find(String word) {
    return grades.stream()
        .filter(grade ->
            grade.severity().name().equalsIgnoreCase(word)
                || grade.aliases().stream().anyMatch(word::equalsIgnoreCase))
        .findFirst()
        .map(Grade::severity);
  }

  /** The words, the worst first. */
  public List<String> names() {
    return grades.stream().map(grade -> grade.severity().name()).toList();
  }
}
