package dev.holddown.playbooks.markdown;

import dev.holddown.playbooks.Ids;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes who is told how fast, and the roles that a page names, as a document of kind people. */
public final class PeopleWriter {
  private static final int LEVEL_MAX = 9;

  /** Words for severities, the worst first. */
  private static final List<String> RANK =
      List.of(
          "BLOCKER",
          "EMERGENCY",
          "CRITICAL",
          "URGENT",
          "MAJOR",
          "HIGH",
          "MEDIUM",
          "MODERATE",
          "NORMAL",
          "MINOR",
          "LOW");

  private PeopleWriter() {}

  /** The document; roles have no members, since a page gives no user names. */
  public static String write(Paper paper) {
    Duty duty = paper.page().beside().duty();
    Yaml yaml = new Yaml();
    yaml.comment(0, "Read from " + Rx.first(paper.page().file(), "^.*[/\\\\]", "") + ".");
    yaml.comment(0, "A role without a member cannot sign: write the user names into members.");
    yaml.line(0, "kind: people");
    yaml.line(0, "id: " + cut(Ids.from(paper.page().title())) + "_people");
    yaml.line(0, "roles:");
    roles(paper).forEach(role -> yaml.line(2, role + ": {members: []}"));
    severities(yaml, duty.severities());
    if (!duty.escalations().isEmpty()) {
      yaml.line(0, "escalations:");
      duty.escalations()
          .forEach(one ->
              yaml.line(
                  2,
                  "- {when: \"!resolved\", after: "
                      + one.after()
                      + ", page: "
                      + Ids.from(one.page())
                      + "}"));
    }
    Map<String, String> contacts = new LinkedHashMap<>();
    duty.contacts().forEach(one -> contacts.putIfAbsent(Ids.from(one.who()), shown(one.how())));
    if (!contacts.isEmpty()) {
      yaml.line(0, "contacts:");
      contacts.forEach((who, how) -> yaml.text(2, who, how.isBlank() ? "not on the page" : how));
    }
    return yaml.toString();
  }

  private static String cut(String id) {
    return id.length() > 50 ? id.substring(0, 50) : id;
  }

  private static String shown(String how) {
    return how.replace("${", "$${");
  }

  private static Set<String> roles(Paper paper) {
    Duty duty = paper.page().beside().duty();
    Set<String> roles = new LinkedHashSet<>();
    paper.items().forEach(item -> roles.add(PlaybookWriter.role(item)));
    duty.severities().forEach(s -> s.path().forEach(who -> roles.add(Ids.from(who))));
    duty.escalations().forEach(e -> roles.add(Ids.from(e.page())));
    if (roles.isEmpty()) {
      roles.add("operator");
    }
    return roles;
  }

  private static void severities(Yaml yaml, List<Duty.Severity> severities) {
    if (severities.isEmpty()) {
      return;
    }
    List<Duty.Severity> worst =
        severities.stream().sorted(Comparator.comparing(PeopleWriter::rank)).toList();
    yaml.line(0, "severities:");
    for (int i = 0; i < worst.size(); i++) {
      Duty.Severity one = worst.get(i);
      StringBuilder said = new StringBuilder();
      if (!one.alias().isBlank()) {
        said.append("alias: [").append(Yaml.quoted(shown(one.alias()))).append("], ");
      }
      said.append("level: ").append(Math.min(LEVEL_MAX, i + 1));
      if (!one.ack().isEmpty()) {
        said.append(", ack: ").append(one.ack());
      }
      if (!one.path().isEmpty()) {
        List<String> path = one.path().stream().map(Ids::from).distinct().toList();
        said.append(", path: [").append(String.join(", ", path)).append(']');
      }
      yaml.line(2, one.name() + ": {" + said + "}");
    }
  }

  /** Numbers as they count; words as they weigh. */
  private static int rank(Duty.Severity one) {
    String digits = one.name().replaceAll("\\D", "");
    return digits.isEmpty() ? RANK.indexOf(one.name()) : Integer.parseInt(digits);
  }
}
