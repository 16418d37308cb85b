package dev.holddown.playbooks.markdown;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words around a number that must hold.
 *
 * @param from where the words before it begin
 * @param start of the comparator
 * @param end behind the number and its unit
 * @param next where the next limit of the line begins
 */
record Tails(String text, int from, int start, int end, int next) {
  private static final int NEAR_CHARACTERS = 26;
  private static final String TIME =
      "(\\d{1,6}(?:\\.\\d+)?) ?-?(?:consecutive |continuous |straight"
          + " )?(ms|s|secs?|seconds?|m|mins?|minutes?|мин|h|hrs?|hours?|d|days?|мс)(?![\\p{L}\\d])";
  private static final Pattern WINDOW =
      Pattern.compile(
          "(?i)^[^;]{0,60}?(?:(?<!\\p{L})за"
              + " |\\b(?:sustained|lasting|for|over|during|in|across|within|"
              + "last|past|first|rolling)\\b(?: (?:for|more than|at"
              + " least|the|a|an|last|past|first|previous|any|over|under)){0,4} ?(?:>=?|~)?"
              + " ?|\\((?:last |past |over |for |in )?)"
              + TIME);
  private static final Pattern DIRECT = Pattern.compile("(?i)^ ?(?:sustained )?" + TIME);
  private static final Pattern BEFORE =
      Pattern.compile(
          "(?i)" + TIME + " (?:of )?(?:silence|quiet|window|period|without|with)\\b[^.;]{0,20}$");
  private static final Pattern BASELINE =
      Pattern.compile(
          "(?i)^"
              + " ?(?:\\(?)(increase|decrease|drop|growth|rise|degradation|reduction|deviation|"
              + "higher|lower|above|below|points?)?,?"
              + " ?(?:in [a-z ]{1,30} )?(?:of|from|vs\\.?|versus|over|above|below|than|compared"
              + " (?:to|with)|relative to)? ?(?:the |our |its )?((?:[\\w-]+"
              + " ){0,3}?(?:baselines?|normal|average|budget|previous"
              + " (?:version|release|deployment|week|day)|pre-[\\w-]+(?: [\\w-]+)?|last"
              + " week|yesterday|usual|control|stable))\\b");
  private static final Pattern CHANGE =
      Pattern.compile("(?i)\\b(increase|growth|rise|drop|decrease|deviat\\w+)s?\\b");
  private static final Pattern LEVEL =
      Pattern.compile(
          "(?i)^[^;/]{0,24}\\((warn(?:ing)?|page|critical|crit|amber|red|yellow|p[0-4]|sev"
              + " ?\\d)\\)");
  private static final Pattern ACTION =
      Pattern.compile("(?:→|->|=>)\\s*([^;.]{3,90})|\\b(triggers? [^;.]{3,60})");
  private static final Pattern COUNTABLE =
      Pattern.compile(
          "(?i)\\b(?:errors?|5xx|4xx|alarms?|alerts?|failures?|timeouts?|crash\\w*|"
              + "outages?)\\b[^,;]{0,30}$");

  private String before() {
    return text.substring(Math.min(from, start), start);
  }

  private String after() {
    return text.substring(end, Math.max(end, Math.min(next, text.length())));
  }

  /** The comparator and number as written. */
  String words() {
    return text.substring(start, end);
  }

  boolean symbol() {
    return words().startsWith("<") || words().startsWith(">") || words().startsWith("=");
  }

  /** Whether the comparator is a word. */
  boolean word() {
    return !words().isEmpty()
        && Character.isLetter(words().charAt(0))
        && !Rx.matches(
            words(),
            "(?i)(?:no|zero|http|status|exit|returns?|respond|endpoint|one|two|three|four|"
                + "five|six|seven|eight|nine|ten)\\b.*");
  }

  /** Whether a number compared by a word counts something that can be measured. */
  boolean numbered() {
    String subject = (clause() + " " + after()).toLowerCase(java.util.Locale.ROOT);
    return Rx.matches(
        subject,
        ".*\\b(?:errors?|requests?|users?|connections?|tickets?|replicas?|nodes?|pods?|"
            + "instances?|tests?|alarms?|alerts?|messages?|score|count|number|sessions?|"
            + "quota|queue|lag|depth|retries|restarts|failures?|cvss|rate|usage|"
            + "utili[sz]ation|coverage|samples?|approvals?|calls?|minors?|rows?|apdex|ratio|"
            + "complaints?|"
            + "reports?|customers?|bugs?|incidents?|crashes|events?|votes?)\\b.*");
  }

  /** Whether the number says how long something lasts. */
  boolean lasting() {
    return Rx.matches(
        before(), "(?i).*\\b(?:for|lasting|sustained|lasts?)(?: at least| more than)? ?$");
  }

  /** Whether the number says over how long the one before is measured: {@code > 2 % over 5m}. */
  boolean spans() {
    return Rx.matches(words(), "(?i)over .*")
        || (Rx.matches(words(), "(?i)within .*") && before().strip().length() < 3);
  }

  /** Whether what stands before is a thing that happens, without a limit of its own. */
  boolean counts() {
    return from == 0
        && COUNTABLE
            .matcher(
                Rx.first(
                        before(),
                        "(?i)\\b(?:for|lasting|sustained)(?: at least| more than)? ?$",
                        "")
                    .strip())
            .find();
  }

  /** The sentence before the number. */
  String clause() {
    String before = before();
    int cut = Math.max(before.lastIndexOf(". "), before.lastIndexOf("; "));
    return before.substring(cut + 1).strip();
  }

  /** What is measured, in the words of the page. */
  String metric() {
    String clause = Rx.first(clause(), "[\\s:(~,]+$", "");
    int cut =
        Math.max(
            clause.lastIndexOf(", "), Math.max(clause.lastIndexOf('('), clause.lastIndexOf("; ")));
    String metric = clause.substring(cut + 1).strip();
    if (metric.isEmpty()) {
      metric = clause;
    }
    if (metric.length() < 3) {
      String after = after().strip();
      metric = symbol() || !after.isEmpty() ? after : text;
    }
    metric =
        Rx.matches(words(), "(?i)(?:no|zero|0) .*")
            ? Rx.first(words(), "(?i)^(?:no|zero|0) ", "")
            : metric;
    metric =
        Rx.first(
            metric,
            "(?i)^(?:(?:warning\\)|critical\\)|verify|confirm|check|ensure|that|if|when|the|"
                + "its?|and|or|expected|make"
                + " sure)\\b:? ?)+",
            "");
    metric =
        Rx.first(
            metric,
            "(?i) (?:is|are|stays?|remains?|be|must be|should"
                + " be|should|does|do|it|in|for|between|goes|gets"
                + (Rx.matches(words(), "(?i)(?:>|more than).*") ? "" : "|drops?|falls?|rises?")
                + ")$",
            "");
    metric = Rx.all(metric, "^[\\s:()/,;-]+|[\\s:(/,;-]+$", "");
    return metric.length() > 80 ? metric.substring(0, 80) : metric;
  }

  /** How long it must hold, and against what. */
  Limit.Over over(Quantity q) {
    String after = after();
    String baseline = "";
    String relation = "";
    Matcher related = BASELINE.matcher(after);
    if (related.find() && !q.time()) {
      baseline = related.group(2).strip();
      String said =
          related.group(1) == null ? "" : related.group(1).toLowerCase(java.util.Locale.ROOT);
      relation = relation(q, said);
    } else if (q.unit().equals("x") || q.unit().equals("σ")) {
      relation = "factor";
    }
    boolean none = Rx.matches(words(), "(?i)(?:no|zero|0) .*");
    String near =
        none && after.length() > NEAR_CHARACTERS ? after.substring(0, NEAR_CHARACTERS) : after;
    return new Limit.Over(window(near), baseline, relation);
  }

  private String relation(Quantity q, String said) {
    if (q.unit().equals("x")) {
      return "factor";
    }
    boolean of = q.unit().equals("%") && Rx.matches(after(), "(?i) ?of\\b.*");
    boolean below = Rx.matches(words(), "(?i)(?:<|below|under|less than).*");
    if (of && below && Rx.matches(clause(), "(?i).*\\b(?:drops?|falls?|goes|is)")) {
      return "factor";
    }
    Matcher change = CHANGE.matcher(clause());
    String verb =
        said.isEmpty() && change.find() ? change.group(1).toLowerCase(java.util.Locale.ROOT) : said;
    if (Rx.matches(verb, "drop|decrease|lower|below|reduction")) {
      return "decrease";
    }
    if (Rx.matches(verb, "increase|growth|rise|degradation|higher|above|points?")
        || words().contains("+")) {
      return "increase";
    }
    if (words().toLowerCase(java.util.Locale.ROOT).startsWith("within")
        || verb.startsWith("deviat")) {
      return "deviation";
    }
    return of ? "factor" : "increase";
  }

  private String window(String after) {
    Matcher window = WINDOW.matcher(after);
    if (window.find()) {
      return span(window);
    }
    Matcher direct = DIRECT.matcher(after);
    if (direct.find()) {
      return span(direct);
    }
    Matcher before = BEFORE.matcher(Rx.first(before(), "[\\s(]+$", ""));
    Matcher far = Rx.of("(?i)\\bsustained\\b[^;.]{0,20}? " + TIME).matcher(text.substring(end));
    if (before.find()) {
      return span(before);
    }
    return far.find() && next >= text.length() ? span(far) : "";
  }

  private static String span(Matcher m) {
    return Quantity.of(m.group(1), m.group(2)).map(Quantity::span).orElse("");
  }

  String level() {
    Matcher level = LEVEL.matcher(after());
    return level.find() ? level.group(1).toLowerCase(java.util.Locale.ROOT) : "";
  }

  String action() {
    Matcher action = ACTION.matcher(text.substring(end));
    if (!action.find()) {
      return "";
    }
    return (action.group(1) == null ? action.group(2) : action.group(1)).strip();
  }
}
