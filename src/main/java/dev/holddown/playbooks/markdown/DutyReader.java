package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes severities, escalations and contacts from tables and lists; what it cannot is a gap. */
final class DutyReader {
  private static final Pattern SEVERITY_COLUMN =
      Pattern.compile(
          "(?:.*\\b)?(?:severity|sev|priority|(?:incident|impact|alert) level|level|class)\\b.*");
  private static final Pattern SEVERITY =
      Pattern.compile(
          "(?i)^\\W*((?:p|sev|sev(?:erity)?[ -]|priority )[0-5]|s[0-5]|blocker|critical|urgent|"
              + "emergency|major|high|medium|moderate|normal|minor|low)\\b(.*)$");
  private static final Pattern ACK_COLUMN =
      Pattern.compile(
          "(?:.*\\b)?(?:respon[sd]\\w*|ack\\w*|reaction|time to|sla)\\b.*(?<!team|lead|owner)");
  private static final Pattern PATH_COLUMN =
      Pattern.compile(
          "(?:.*\\b)?(?:escalat\\w*|notif\\w*|page[ds]?|path|who|owners?|responders?|contacts?|"
              + "team|involve\\w*|call)\\b.*");
  private static final Pattern WHO_COLUMN =
      Pattern.compile(
          "(?:.*\\b)?(?:escalate to|contacts?|who|role|team|person|responsible|notify|page|"
              + "owner|name)\\b.*");
  private static final Pattern TIME_COLUMN =
      Pattern.compile(
          "(?:.*\\b)?(?:after|time\\w*|when|within|delay|wait|elapsed|no response|respon\\w*|"
              + "trigger|if)\\b.*");
  private static final Pattern REACH_COLUMN =
      Pattern.compile(
          "(?:.*\\b)?(?:phone|e-?mail|mail|slack|pager\\w*|contact\\w*|channel|mobile|tel\\w*|"
              + "reach\\w*|number)\\b.*");
  private static final Pattern SPAN =
      Pattern.compile(
          "(?i)(?:(\\d{1,4})\\s*[-–]\\s*)?(\\d{1,4})\\s*(seconds?|secs?|s|minutes?|mins?|m|hours?|"
              + "hrs?|h|days?|d|weeks?|w)\\b");
  private static final Pattern NOW =
      Pattern.compile("(?i)\\b(?:immediate\\w*|at once|instant\\w*|now|first)\\b");
  private static final Pattern ASKED =
      Pattern.compile(
          "(?i)\\b(?:escalate to|page|call|notify|contact|inform|alert)\\s+(?:the )?"
              + "([\\p{L}][\\p{L}\\d/&' -]{1,40})");
  private static final String CURE = "write it into a document of kind people";

  private final Taking taking;
  private final int section;

  DutyReader(Taking taking, int section) {
    this.taking = taking;
    this.section = section;
  }

  /** Takes the rows of a table that names severities, steps of an escalation or contacts. */
  boolean table(Tables table) {
    if (table.rows() == 0 || table.head.size() < 2) {
      return false;
    }
    if (SEVERITY_COLUMN.matcher(table.name(0)).matches() && severities(table)) {
      return true;
    }
    boolean escalates = escalates() || table.column(Rx.of(".*escalat.*"), 0) >= 0;
    int who = table.column(WHO_COLUMN, 0);
    int time = table.column(TIME_COLUMN, 0);
    if (escalates && who >= 0 && time >= 0 && time != who) {
      for (int i = 0; i < table.rows(); i++) {
        escalation(table.line(i), table.cell(i, time), words(table.cell(i, who)));
        taking.ledger.field(table.line(i), "a step of an escalation");
      }
      return true;
    }
    boolean contacts =
        taking.polarity(section) == Polarity.CONTACT || table.column(REACH_COLUMN, 1) > 0;
    if (contacts && table.column(WHO_COLUMN, 0) == 0) {
      for (int i = 0; i < table.rows(); i++) {
        List<String> cells = table.row(i).stream().map(DutyReader::words).toList();
        contact(
            table.line(i), cells.getFirst(), String.join(" | ", cells.subList(1, cells.size())));
      }
      return true;
    }
    return false;
  }

  private boolean escalates() {
    return taking.sections.get(section).heading().toLowerCase(Locale.ROOT).contains("escalat");
  }

  private boolean severities(Tables table) {
    List<Duty.Severity> found = new ArrayList<>();
    int ack = table.column(ACK_COLUMN, 1);
    int path = table.column(PATH_COLUMN, 1);
    for (int i = 0; i < table.rows(); i++) {
      Matcher named = SEVERITY.matcher(words(table.cell(i, 0)));
      if (!named.matches()) {
        continue;
      }
      String said = ack > 0 ? table.cell(i, ack) : "";
      Optional<String> span = span(said);
      if (span.isEmpty() && !words(said).isBlank()) {
        taking.gaps.add(
            new Paper.Gap(
                table.line(i),
                "\"" + words(said) + "\" is no time that can be measured",
                "write ack: with a duration, such as ack: 8h"));
      }
      found.add(
          new Duty.Severity(
              table.line(i),
              named.group(1).replaceAll("\\W", "").toUpperCase(Locale.ROOT),
              Rx.first(named.group(2), "^[\\s\\-–—:()/]+", "").replaceAll("[()]+", "").strip(),
              span.orElse(""),
              path > 0 && path != ack ? path(table.cell(i, path)) : List.of()));
    }
    if (found.isEmpty() || found.size() * 2 < table.rows()) {
      return false;
    }
    for (int i = 0; i < table.rows(); i++) {
      taking.ledger.field(table.line(i), "a severity");
    }
    // The tables of a page tell of the same severities: the first says what it is, others add.
    found.forEach(this::severity);
    return true;
  }

  private void severity(Duty.Severity more) {
    for (int i = 0; i < taking.severities.size(); i++) {
      Duty.Severity one = taking.severities.get(i);
      if (one.name().equals(more.name())) {
        taking.severities.set(
            i,
            new Duty.Severity(
                one.line(),
                one.name(),
                one.alias().isEmpty() ? more.alias() : one.alias(),
                one.ack().isEmpty() ? more.ack() : one.ack(),
                one.path().isEmpty() ? more.path() : one.path()));
        return;
      }
    }
    taking.severities.add(more);
  }

  private static List<String> path(String cell) {
    List<String> path = new ArrayList<>();
    for (String part : words(cell).split("\\s*(?:→|->|=>|⇒|➔|>|,|;|\\bthen\\b|\\+)\\s*", 10)) {
      if (role(part)) {
        path.add(part.strip());
      }
    }
    return List.copyOf(path);
  }

  private static boolean role(String words) {
    return Rx.matches(words.strip(), "[\\p{L}@][\\p{L}\\d /&'_.-]{1,40}")
        && words.strip().split(" ").length <= 4;
  }

  /** The entries of a list below a heading of contacts or escalations; false when none is one. */
  boolean list(List<Block> entries) {
    if (taking.polarity(section) != Polarity.CONTACT) {
      return false;
    }
    int before = taking.escalations.size() + taking.contacts.size();
    boolean escalates = escalates();
    for (Block entry : entries) {
      String words = words(entry.text);
      Optional<String> span = span(words);
      if (escalates && span.isPresent()) {
        step(entry.first, words);
      } else {
        String[] parts = words.split("\\s*:\\s+|\\s+[–—-]\\s+", 2);
        if (parts.length == 2 && role(parts[0])) {
          contact(entry.first, parts[0], parts[1]);
        }
      }
    }
    return taking.escalations.size() + taking.contacts.size() > before;
  }

  private void step(int line, String words) {
    Matcher asked = ASKED.matcher(words);
    String who =
        asked.find()
            ? asked.group(1)
            : Rx.first(Rx.first(words, "(?i)^(?:level|tier|l|step)\\s*\\d\\W*", ""), "^\\W+", "");
    who = SPAN.matcher(who).replaceAll(" ");
    who =
        Rx.first(
            who, "(?i)\\s*(?:[(:→,;]|->|\\b(?:after|within|if|when|in|for|at|by|on)\\b).*$", "");
    escalation(line, words, Rx.first(who, "\\W+$", "").strip());
    taking.ledger.field(line, "a step of an escalation");
  }

  private void escalation(int line, String time, String who) {
    Optional<String> after = span(time);
    if (after.isPresent() && role(who)) {
      taking.escalations.add(new Duty.Escalation(line, after.get(), who));
    } else if (!who.isBlank() || !words(time).isBlank()) {
      taking.gaps.add(
          new Paper.Gap(
              line,
              "this step of an escalation says no time after which whom is woken: \""
                  + words(time)
                  + "\", \""
                  + who
                  + "\"",
              CURE));
    }
  }

  private void contact(int line, String who, String how) {
    taking.ledger.field(line, "a contact");
    String bare = Rx.all(how, "\\[[^\\]]*\\]|_{3,}|[|\\s]+", " ").strip();
    if (bare.isEmpty()) {
      taking.gaps.add(
          new Paper.Gap(line, "the page does not say how \"" + who + "\" is reached", CURE));
    }
    if (!who.isBlank()) {
      taking.contacts.add(new Duty.Contact(line, who, how));
    }
  }

  /** The first duration in the words, the longer one of a range; "immediately" is none at all. */
  static Optional<String> span(String text) {
    Matcher span = SPAN.matcher(words(text));
    if (span.find()) {
      char unit = Character.toLowerCase(span.group(3).charAt(0));
      int number = Integer.parseInt(span.group(2));
      return Optional.of(unit == 'w' ? number * 7 + "d" : number + "" + unit);
    }
    return NOW.matcher(text).find() ? Optional.of("0s") : Optional.empty();
  }

  private static String words(String cell) {
    return Inline.plain(cell);
  }
}
