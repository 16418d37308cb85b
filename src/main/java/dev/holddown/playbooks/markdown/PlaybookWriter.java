package dev.holddown.playbooks.markdown;

import dev.holddown.playbooks.Ids;
import dev.holddown.playbooks.Invisible;
import dev.holddown.playbooks.OpenSlots;
import dev.holddown.playbooks.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the playbook that comes of a page. An item is a person's until somebody binds it to an
 * action, here or in a fence of the language {@code holddown} on the page.
 */
public final class PlaybookWriter {
  /**
   * What the page does not say.
   *
   * @param service what is released; empty to take the title
   * @param environment where to
   */
  public record Subject(String service, String environment) {}

  private static final Pattern ROLE_WORDS = Pattern.compile("[\\p{L}@][\\p{L}\\d /&_.-]{1,39}");
  private static final Pattern TIME_BOX =
      Pattern.compile(
          "(?i)(?:[-–] ?)?(\\d{1,4}) ?(m|min|mins|minutes|h|hours?)\\b(?!.*\\d ?(?:m|h))");

  private final Paper paper;
  private final Kept kept;
  private final Plan plan;
  private final Yaml yaml = new Yaml();
  private final Set<String> ids = new HashSet<>(Set.of("start", "end", "t0", "item"));
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Blanks blanks;

  /** A playbook, and where on the page each of its words stands. */
  public record Made(String yaml, Origin origin) {}

  private PlaybookWriter(Paper paper, Kept kept) {
    this.paper = paper;
    this.kept = kept;
    this.plan = Plan.of(paper);
    this.blanks = new Blanks(paper);
    ids.addAll(kept.ids());
  }

  /** The playbook as YAML; the page must have an item. */
  public static String write(Paper paper, Subject subject) {
    return write(paper, subject, Kept.NOTHING);
  }

  /** The same, with the places of the page. */
  public static Made make(Paper paper, Subject subject) {
    PlaybookWriter writer = new PlaybookWriter(paper, Kept.NOTHING);
    writer.all(subject);
    return new Made(writer.yaml.toString(), writer.yaml.origin(paper.page().file()));
  }

  /** The same, where what a person added to an earlier one is kept. */
  static String write(Paper paper, Subject subject, Kept kept) {
    PlaybookWriter writer = new PlaybookWriter(paper, kept);
    writer.all(subject);
    return writer.yaml.toString();
  }

  private void all(Subject subject) {
    String name = Rx.first(paper.page().file(), "^.*[/\\\\]", "");
    yaml.comment(0, "Read from " + name + " by `holddown import`.");
    boolean acts = paper.items().stream().anyMatch(item -> Behaviour.of(item).isPresent());
    yaml.comment(
        0,
        "Each item is signed by a person until you give it an action and a condition."
            + (acts ? " Those with a holddown fence do what it says." : ""));
    yaml.line(0, "kind: playbook");
    String service =
        subject.service().isEmpty() ? Ids.from(paper.page().title()) : subject.service();
    if (!kept.head("id")) {
      yaml.line(0, "id: " + Ids.from(paper.page().title()));
    }
    if (!kept.head("title")) {
      yaml.text(0, "title", title(paper.page().title(), "Checklist"));
    }
    yaml.line(
        0,
        "source: {file: "
            + Yaml.quoted(text(name, "checklist"))
            + ", sha256: "
            + paper.page().sha256()
            + "}");
    if (!kept.head("subject")) {
      yaml.line(
          0, "subject: {service: " + service + ", environment: " + subject.environment() + "}");
    }
    yaml.block(kept.head());
    Yaml templates = kept.head("templates") ? new Yaml() : blanks.templates();
    if (!kept.head("inputs")) {
      yaml.block(blanks.inputs().toString());
    }
    yaml.block(templates.toString());
    yaml.line(0, "stages:");
    for (Plan.Node stage : plan.stages) {
      String heading = title(plan.heading(stage), "Checklist");
      yaml.from(paper.sections().get(stage.section).line(), 1);
      around("stage", heading, 2);
      items(stage, 4, true);
    }
    watches();
    back();
    yaml.block(kept.aside());
  }

  /** A text that is not blank, and into which no value can be put. */
  static String text(String text, String otherwise) {
    String seen = Invisible.without(text).strip();
    return seen.isEmpty() ? otherwise : seen;
  }

  private static String title(String title, String otherwise) {
    String plain = Rx.all(title, "\\$\\{([^{}]{0,80})\\}", "\\$$1").replace("${", "$ {");
    return text(plain, otherwise);
  }

  private String id(String title) {
    String base = Ids.from(title);
    String id = base;
    int n = numbers.getOrDefault(base, 2); // those below are taken, and stay so
    for (; !ids.add(id); n++) {
      id = base + "_" + n;
    }
    numbers.put(base, n);
    return id;
  }

  /** The keys of a stage, group or phase, without its items. */
  private void around(String kind, String heading, int indent) {
    String old = kept.around(kind, heading, indent);
    if (!old.isEmpty()) {
      yaml.block(old);
      return;
    }
    yaml.text(indent, "- " + kind, heading);
    yaml.line(indent + 2, "id: " + id(heading));
    if (kind.equals("phase")) {
      yaml.line(indent + 2, "time-box: " + timeBox(heading));
    }
  }

  private void items(Plan.Node node, int indent, boolean ordered) {
    boolean steps =
        ordered
            && node.items.stream().anyMatch(item -> item.kind() == PaperItem.Kind.STEP)
            && node.items.size() > 1;
    if (steps && !kept.head("stages")) {
      yaml.line(indent, "order: listed");
    }
    yaml.line(indent, "items:");
    for (Object one : node.order) {
      if (one instanceof PaperItem item) {
        item(item, indent + 2);
      } else if (one instanceof Plan.Node group) {
        String heading = title(plan.heading(group), "Checklist");
        yaml.from(paper.sections().get(group.section).line(), 1);
        around("group", heading, indent + 2);
        items(group, indent + 4, true);
      }
    }
  }

  private void item(PaperItem item, int indent) {
    String old = kept.item(paper, item, indent);
    if (!old.isEmpty()) {
      yaml.block(old);
      return;
    }
    yaml.block(kept.above(item, indent));
    from(item);
    String title = title(item.words().title(), "Line " + item.place().lines().first());
    boolean signoff = item.kind() == PaperItem.Kind.SIGNOFF;
    Optional<Behaviour> behaviour = Behaviour.of(item);
    if (behaviour.isEmpty()) {
      for (Limit limit : item.details().limits()) {
        yaml.comment(
            indent,
            "to prove " + LimitText.words(limit) + " → expect: " + LimitText.condition(limit));
      }
    }
    head(item, signoff ? "signoff" : "check", title, indent);
    int in = indent + 2;
    String note = note(item);
    if (!note.isBlank() && !says(behaviour, "note")) {
      yaml.text(in, "note", note);
    }
    if (item.is(PaperItem.Mark.TICKED)) {
      yaml.line(in, "imported: ticked");
    }
    if (!says(behaviour, "tags")) {
      tags(item, in);
    }
    if (!says(behaviour, "links")) {
      links(item, in);
    }
    String role = role(item);
    if (behaviour.filter(Behaviour::acts).isEmpty()) {
      yaml.line(in, "sign: {role: " + role + "}");
    }
    if (!item.field("when").isEmpty() && behaviour.isEmpty()) {
      yaml.line(in, "not-applicable: {by: " + role + "}");
    }
    behaviour.ifPresent(said -> behaviour(said, in));
    yaml.block(kept.behind(item, indent));
  }

  private void from(PaperItem item) {
    yaml.from(item.place().lines().first(), item.place().column());
  }

  private static boolean says(Optional<Behaviour> behaviour, String key) {
    return behaviour.filter(said -> said.says(key)).isPresent();
  }

  /** Title, id and quote; what a fence says of them goes first. */
  private void head(PaperItem item, String kind, String title, int indent) {
    Optional<Behaviour> behaviour = Behaviour.of(item);
    boolean named = behaviour.filter(Behaviour::kind).isPresent();
    String quote = text(item.words().quote(), title);
    if (named) {
      yaml.text(indent, "- quote", quote);
    } else {
      yaml.text(indent, "- " + kind, title);
    }
    if (!says(behaviour, "id")) {
      yaml.line(indent + 2, "id: " + kept.id(paper, item).orElseGet(() -> id(title)));
    }
    if (!named) {
      yaml.text(indent + 2, "quote", quote);
    }
  }

  /** The lines of a fence, which is a mapping of its own, as keys of the item. */
  private void behaviour(Behaviour said, int indent) {
    for (int i = 0; i < said.lines().size(); i++) {
      yaml.same(indent, said.lines().get(i), said.firstLine() + i, said.indented());
    }
  }

  private void tags(PaperItem item, int indent) {
    List<String> tags = new ArrayList<>();
    if (item.kind() != PaperItem.Kind.CHECK && item.kind() != PaperItem.Kind.SIGNOFF) {
      tags.add(item.kind().name().toLowerCase(Locale.ROOT));
    }
    if (item.is(PaperItem.Mark.DESTRUCTIVE)) {
      tags.add("destructive");
    }
    if (!tags.isEmpty()) {
      yaml.line(indent, "tags: [" + String.join(", ", tags) + "]");
    }
  }

  private void links(PaperItem item, int indent) {
    Map<String, String> links = new LinkedHashMap<>();
    for (PaperItem.Link link : item.details().links()) {
      String words = text(link.text(), "link");
      String name = words.length() > 80 ? words.substring(0, 79) + "…" : words;
      String target = text(link.target(), "#");
      if (OpenSlots.open(target)) {
        continue; // told as a gap: a link left open would keep the playbook from being run
      }
      // A single small word would be the name of one of the playbook's links.
      links.putIfAbsent(name, Rx.matches(target, "[a-z][a-z0-9_]*") ? "./" + target : target);
    }
    if (!links.isEmpty()) {
      yaml.line(indent, "links:");
      links.forEach(
          (name, target) -> yaml.line(indent + 2, Yaml.quoted(name) + ": " + Yaml.quoted(target)));
    }
  }

  /** What a person needs beside the words: commands, limits, what is expected, and the rest. */
  private String note(PaperItem item) {
    StringBuilder note = new StringBuilder();
    List<String> commands = item.details().commands();
    for (String command : commands) {
      note.append("run by hand: ").append(command).append('\n');
      blanks
          .of(command)
          .forEach((name, blank) ->
              note.append("fill in: ")
                  .append(blank)
                  .append(" is the input ")
                  .append(name)
                  .append('\n'));
    }
    for (CommandLint.Finding finding : CommandLint.look(commands)) {
      note.append("careful: ").append(finding.what());
      note.append(finding.better().isEmpty() ? "" : "; rather: " + finding.better()).append('\n');
    }
    item.details()
        .limits()
        .forEach(limit -> note.append("limit: ").append(LimitText.words(limit)).append('\n'));
    if (!item.details().options().isEmpty()) {
      note.append("choose one: ").append(String.join(" | ", item.details().options())).append('\n');
    }
    for (String field : List.of("about", "expected", "when", "due", "hold", "duration", "owner")) {
      String value = item.field(field);
      if (!value.isEmpty()) {
        note.append(field).append(": ").append(value).append('\n');
      }
    }
    return note.toString().strip();
  }

  static String role(PaperItem item) {
    String named =
        item.kind() == PaperItem.Kind.SIGNOFF ? item.field("signs") : item.field("owner");
    if (named.isEmpty()) {
      named = item.field("owner");
    }
    String otherwise = item.kind() == PaperItem.Kind.SIGNOFF ? "approver" : "operator";
    boolean usable = ROLE_WORDS.matcher(named).matches() && named.split(" ").length <= 4;
    String id = usable ? Ids.from(named) : otherwise;
    return id.equals("item") ? otherwise : id;
  }

  private void watches() {
    if (plan.triggers.isEmpty() && kept.watches().isEmpty()) {
      return;
    }
    yaml.comment(0, "A person pulls these until each has an action, breach: and for:.");
    yaml.line(0, "watches:");
    for (PaperItem item : plan.triggers) {
      String old = kept.item(paper, item, 2);
      if (!old.isEmpty()) {
        yaml.block(old);
        continue;
      }
      watch(item);
    }
    yaml.block(kept.watches());
  }

  private void watch(PaperItem item) {
    yaml.block(kept.above(item, 2));
    from(item);
    String title = title(item.words().title(), "Line " + item.place().lines().first());
    Optional<Behaviour> behaviour = Behaviour.of(item);
    if (behaviour.isEmpty()) {
      for (Limit limit : item.details().limits()) {
        yaml.comment(
            2, "to watch " + LimitText.words(limit) + " → breach: " + LimitText.condition(limit));
      }
    }
    head(item, "watch", title, 2);
    if (behaviour.filter(Behaviour::acts).isEmpty()) {
      yaml.line(4, "declare: {role: operator}");
    }
    if (!says(behaviour, "then") && !says(behaviour, "levels")) {
      yaml.line(4, "then: " + (plan.back.isEmpty() ? "{page: operator}" : "propose"));
    }
    behaviour.ifPresent(said -> behaviour(said, 4));
  }

  private void back() {
    if (plan.back.isEmpty()) {
      return;
    }
    yaml.comment(0, "Taken for the way back because of its headings; move it if it is not.");
    yaml.line(0, "rollback:");
    if (kept.back().isEmpty()) {
      yaml.line(2, "approval: {sign: {role: operator}}");
    }
    yaml.block(kept.back());
    yaml.line(2, "phases:");
    for (Plan.Node phase : plan.back) {
      boolean trigger = paper.sections().get(phase.section).polarity() == Polarity.TRIGGER;
      String heading = trigger ? "Rollback steps" : title(plan.heading(phase), "Rollback");
      yaml.from(paper.sections().get(phase.section).line(), 1);
      around("phase", heading, 4);
      items(phase, 6, false);
    }
  }

  private static String timeBox(String heading) {
    Matcher box = TIME_BOX.matcher(heading);
    if (!box.find() || Integer.parseInt(box.group(1)) == 0) {
      return "1h";
    }
    return Integer.parseInt(box.group(1)) + box.group(2).substring(0, 1).toLowerCase(Locale.ROOT);
  }
}
