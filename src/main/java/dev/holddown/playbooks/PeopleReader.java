package dev.holddown.playbooks;

import dev.holddown.domain.incident.Severities;
import dev.holddown.domain.incident.Severity;
import dev.holddown.domain.people.People;
import dev.holddown.domain.playbook.Said;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a people document means, from what it says. */
final class PeopleReader {
  private static final String GROUP = "oidc:";

  private PeopleReader() {}

  static People read(Said.Block said) {
    Map<String, People.Role> roles = new LinkedHashMap<>();
    block(said, "roles")
        .keys()
        .forEach((name, role) -> {
          if (role instanceof Said.Block block) {
            roles.put(name, role(block));
          }
        });
    return new People(Map.copyOf(roles));
  }

  /** Whoever says when a role can be reached says how, too, once contacts are written at all. */
  static void reached(Said.Block said, Problems problems) {
    Map<String, Said> contacts = block(said, "contacts").keys();
    if (contacts.isEmpty()) {
      return;
    }
    block(said, "roles")
        .keys()
        .forEach((name, value) -> {
          if (value instanceof Said.Block role
              && !contacts.containsKey(name)
              && texts(role, "members").noneMatch(contacts::containsKey)
              && texts(role, "available").findAny().isPresent()) {
            problems.add(
                role.place(),
                "`" + name + "` says when it can be reached, and not how",
                "add " + name + ": to contacts:, with a number or an address");
          }
        });
  }

  /** The words by which incidents are graded, the worst first; empty when none are said. */
  static Optional<Severities> severities(Said.Block said) {
    List<Severities.Grade> grades = new ArrayList<>();
    block(said, "severities")
        .keys()
        .forEach((name, value) -> {
          if (value instanceof Said.Block grade) {
            int level = texts(grade, "level").findFirst().map(PeopleReader::level).orElse(0);
            grades.add(
                new Severities.Grade(
                    new Severity(name, level == 0 ? place(grades) : level),
                    texts(grade, "alias").toList()));
          }
        });
    grades.sort(Comparator.comparingInt(grade -> grade.severity().level()));
    return grades.isEmpty() ? Optional.empty() : Optional.of(new Severities(List.copyOf(grades)));
  }

  private static int level(String text) {
    int level = text.matches("[0-9]+(\\.0)?") ? (int) Double.parseDouble(text) : 0;
    return Math.min(level, Severity.LEVEL_MAX);
  }

  /** Whoever gives no level writes the worst first. */
  private static int place(List<Severities.Grade> grades) {
    return Math.min(grades.size() + 1, Severity.LEVEL_MAX);
  }

  private static People.Role role(Said.Block said) {
    Said.Block covers = block(said, "covers");
    String may = texts(said, "may").findFirst().orElse("work");
    return new People.Role(
        texts(said, "members").toList(),
        texts(said, "delegates").toList(),
        texts(said, "from").findFirst().flatMap(PeopleReader::group),
        People.May.valueOf(may.toUpperCase(Locale.ROOT)),
        new People.Covers(
            texts(covers, "services").toList(), texts(covers, "environments").toList()));
  }

  private static Optional<String> group(String from) {
    return Optional.of(from.startsWith(GROUP) ? from.substring(GROUP.length()) : from);
  }

  private static Said.Block block(Said.Block said, String key) {
    return said.keys().get(key) instanceof Said.Block block
        ? block
        : new Said.Block(Map.of(), said.place());
  }

  /** The texts of a list, or the one that stands there. */
  private static Stream<String> texts(Said.Block said, String key) {
    Said value = said.keys().get(key);
    List<Said> rows =
        value instanceof Said.Rows all ? all.rows() : value == null ? List.of() : List.of(value);
    return rows.stream()
        .filter(Said.Plain.class::isInstance)
        .map(row -> String.valueOf(((Said.Plain) row).value()));
  }
}
