package dev.holddown.playbooks.markdown;

import dev.holddown.playbooks.OpenSlots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an import tells: what was taken, what is open, each line, and what would prove an item. */
public final class ImportReport {
  private static final int SHOWN_MAX = 12;

  private ImportReport() {}

  /** What was taken and what is open, in lines. */
  public static List<String> taken(Paper paper) {
    List<String> lines = new ArrayList<>();
    long ticked = paper.items().stream().filter(i -> i.is(PaperItem.Mark.TICKED)).count();
    long implicit = paper.items().stream().filter(i -> i.is(PaperItem.Mark.IMPLICIT)).count();
    lines.add(
        paper.page().title()
            + ": "
            + count(paper.items().size(), "item")
            + (ticked > 0 ? ", " + ticked + " ticked on paper: imported, unverified" : ""));
    if (implicit > 0) {
      lines.add(implicit + " of them have no box and were taken from their words:");
      paper.items().stream()
          .filter(item -> item.is(PaperItem.Mark.IMPLICIT))
          .limit(SHOWN_MAX)
          .forEach(item ->
              lines.add(
                  "  line "
                      + item.place().lines().first()
                      + "  "
                      + item.words().title()
                      + "  ("
                      + item.place().why()
                      + ")"));
      if (implicit > SHOWN_MAX) {
        lines.add("  and " + (implicit - SHOWN_MAX) + " more; see --explain");
      }
    }
    Duty duty = paper.page().beside().duty();
    if (!duty.isEmpty()) {
      lines.add(
          words(duty) + " were read; `holddown import --people people.yaml` writes them down");
    }
    List<Paper.Gap> gaps = gaps(paper);
    if (!gaps.isEmpty()) {
      lines.add(count(gaps.size(), "gap") + ":");
      gaps.stream()
          .limit(SHOWN_MAX)
          .forEach(
              gap -> lines.add("  line " + gap.line() + "  " + gap.what() + "; " + gap.cure()));
      if (gaps.size() > SHOWN_MAX) {
        lines.add("  and " + (gaps.size() - SHOWN_MAX) + " more; see --json");
      }
    }
    return lines;
  }

  /** How many of each there are. */
  static String words(Duty duty) {
    List<String> parts = new ArrayList<>();
    if (!duty.severities().isEmpty()) {
      int many = duty.severities().size();
      parts.add(many + (many == 1 ? " severity" : " severities"));
    }
    if (!duty.escalations().isEmpty()) {
      parts.add(count(duty.escalations().size(), "step") + " of an escalation");
    }
    if (!duty.contacts().isEmpty()) {
      parts.add(count(duty.contacts().size(), "contact"));
    }
    return String.join(", ", parts);
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** What a person must still decide. */
  public static List<Paper.Gap> gaps(Paper paper) {
    List<Paper.Gap> gaps = new ArrayList<>(paper.gaps());
    for (PaperItem item : paper.items()) {
      int line = item.place().lines().first();
      List<Limit> open = Behaviour.of(item).isPresent() ? List.of() : item.details().limits();
      for (Limit limit : open) {
        gaps.add(
            new Paper.Gap(
                line,
                "the limit \"" + LimitText.words(limit) + "\" has no source of data",
                "a person signs it until it has an action and " + LimitText.condition(limit)));
      }
      for (PaperItem.Link link : item.details().links()) {
        if (OpenSlots.open(link.target())) {
          gaps.add(
              new Paper.Gap(
                  line,
                  "the link \"" + link.text() + "\" leads nowhere yet: " + link.target(),
                  "write the address that it leads to"));
        }
      }
      for (CommandLint.Finding finding : CommandLint.look(item.details().commands())) {
        gaps.add(
            new Paper.Gap(
                line,
                "`" + finding.command() + "`: " + finding.what(),
                finding.better().isEmpty()
                    ? "it was kept as it is"
                    : "rather: " + finding.better()));
      }
      if (item.kind() == PaperItem.Kind.SIGNOFF
          && item.field("signs").isEmpty()
          && item.field("owner").isEmpty()) {
        gaps.add(
            new Paper.Gap(
                line,
                "nobody is named who signs \"" + item.words().title() + "\"",
                "it was written as role approver"));
      }
    }
    for (Paper.Template template : paper.page().templates()) {
      if (!template.blanks().isEmpty()) {
        gaps.add(
            new Paper.Gap(
                template.lines().first(),
                "the message template \""
                    + template.name()
                    + "\" has blanks: "
                    + String.join(" ", template.blanks()),
                "they were written as inputs with a default"));
      }
    }
    gaps.sort(java.util.Comparator.comparingInt(Paper.Gap::line));
    return gaps;
  }

  /** A table of all lines: number, what it became, why. */
  public static List<String> explained(Paper paper) {
    List<String> rows = new ArrayList<>();
    Map<Integer, PaperItem> items = new LinkedHashMap<>();
    paper.items().forEach(item -> items.putIfAbsent(item.place().lines().first(), item));
    for (Paper.Line line : paper.lines()) {
      PaperItem item = items.get(line.number());
      String what = line.fate().name().toLowerCase(Locale.ROOT);
      String words =
          item == null
              ? ""
              : "  "
                  + item.kind().name().toLowerCase(Locale.ROOT)
                  + " under "
                  + paper.polarity(item).name().toLowerCase(Locale.ROOT)
                  + ": "
                  + item.words().title();
      rows.add(
          String.format(Locale.ROOT, "%6d  %-7s  %s%s", line.number(), what, line.why(), words));
    }
    return rows;
  }

  /** The actions that would prove items. */
  public static List<String> suggested(Paper paper) {
    List<String> lines = new ArrayList<>();
    for (PaperItem item : paper.items()) {
      List<String> yaml = Suggestions.of(item);
      if (!yaml.isEmpty()) {
        lines.add("line " + item.place().lines().first() + "  " + item.words().title());
        yaml.forEach(line -> lines.add("    " + line));
      }
    }
    if (lines.isEmpty()) {
      lines.add("no item was recognised; each stays a person's");
    }
    return lines;
  }

  /** Everything, as JSON values. */
  public static Map<String, Object> json(Paper paper) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", paper.page().file());
    json.put("sha256", paper.page().sha256());
    json.put("title", paper.page().title());
    json.put("frontMatter", paper.page().front());
    int tooMany = paper.page().beside().itemsTooMany();
    if (tooMany > 0) {
      json.put("itemsTooMany", tooMany);
    }
    json.put("items", paper.items().stream().map(item -> item(paper, item)).toList());
    json.put("templates", paper.page().templates().stream().map(ImportReport::template).toList());
    Duty duty = paper.page().beside().duty();
    json.put("severities", duty.severities().stream().map(ImportReport::severity).toList());
    json.put(
        "escalations",
        duty.escalations().stream()
            .map(e -> Map.of("line", e.line(), "after", e.after(), "page", e.page()))
            .toList());
    json.put(
        "contacts",
        duty.contacts().stream()
            .map(c -> Map.of("line", c.line(), "who", c.who(), "how", c.how()))
            .toList());
    json.put(
        "gaps",
        gaps(paper).stream()
            .map(g -> Map.of("line", g.line(), "what", g.what(), "cure", g.cure()))
            .toList());
    return json;
  }

  private static Map<String, Object> severity(Duty.Severity one) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("line", one.line());
    json.put("name", one.name());
    put(json, "alias", one.alias());
    put(json, "ack", one.ack());
    json.put("path", one.path());
    return json;
  }

  private static Map<String, Object> template(Paper.Template template) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", template.name());
    json.put("lines", List.of(template.lines().first(), template.lines().last()));
    json.put("text", template.text());
    json.put("blanks", template.blanks());
    return json;
  }

  private static Map<String, Object> item(Paper paper, PaperItem item) {
    Paper.Section section = paper.sections().get(item.place().section());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", item.kind().name().toLowerCase(Locale.ROOT));
    json.put("text", item.words().title());
    json.put("quote", item.words().quote());
    json.put("lines", List.of(item.place().lines().first(), item.place().lines().last()));
    json.put("depth", item.place().depth());
    json.put("section", Map.of("line", section.line(), "heading", section.heading()));
    json.put("polarity", section.polarity().name().toLowerCase(Locale.ROOT));
    json.put("box", !item.is(PaperItem.Mark.IMPLICIT));
    json.put("ticked", item.is(PaperItem.Mark.TICKED));
    json.put("destructive", item.is(PaperItem.Mark.DESTRUCTIVE));
    json.put("why", item.place().why());
    json.put("condition", item.details().limits().stream().map(ImportReport::limit).toList());
    json.put("command", item.details().commands());
    json.put("owner", item.field("owner").isEmpty() ? item.field("signs") : item.field("owner"));
    json.put("fields", item.details().fields());
    json.put("options", item.details().options());
    json.put(
        "links",
        item.details().links().stream()
            .map(l -> Map.of("text", l.text(), "target", l.target()))
            .toList());
    return json;
  }

  private static Map<String, Object> limit(Limit limit) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("metric", limit.metric());
    json.put("comparator", limit.bound().comparator());
    List<Double> values = limit.bound().values();
    json.put("value", values.size() == 1 ? values.getFirst() : values);
    json.put("unit", limit.bound().unit());
    put(json, "window", limit.over().window());
    put(json, "baseline", limit.over().baseline());
    put(json, "relation", limit.over().relation());
    put(json, "level", limit.level());
    put(json, "action", limit.action());
    json.put("expect", LimitText.condition(limit));
    return json;
  }

  private static void put(Map<String, Object> json, String key, String value) {
    if (!value.isEmpty()) {
      json.put(key, value);
    }
  }
}
