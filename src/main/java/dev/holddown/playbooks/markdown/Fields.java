package dev.holddown.playbooks.markdown;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Owners, signatures, times, conditions and expected results in the words of an item. */
final class Fields {
  private static final Pattern BLANK = Pattern.compile("_{3,}|\\.{6,}|…{2,}");
  private static final Pattern ROLE_TAG =
      Pattern.compile("^\\[([A-Z][A-Za-z/ &-]{2,40})\\]\\s+(?=\\S)");
  private static final Pattern OWNER =
      Pattern.compile(
          "(?i)(?:\\b(?:owner|owned by|responsible|assignee|assigned to|dri|delegate"
              + " to)\\s*:?\\s*:\\s*|\\((?:owner|responsible|dri):\\s*)([^()|"
              + ";_]{2,60}?)\\s*(?:[)|;]|$|\\.\\s)");
  private static final Pattern HANDLE =
      Pattern.compile("(?<![\\w.@/])@([A-Za-z][\\w/-]{1,60})\\b(?!\\.\\w)");
  private static final Pattern SIGNS =
      Pattern.compile(
          "(?i)\\b((?:[A-Z][\\w&/-]*"
              + " ){0,3}(?:lead|manager|owner|director|officer|architect|engineer|team|"
              + "stakeholder|champion|commander|cto|ceo|ciso|vp|sponsor|liaison|board|cab|qa|sre|"
              + "devops|"
              + "security|legal|product|ops))\\b[^.]{0,30}\\b(?:approv\\w+|sign-?off|signature|"
              + "gate)\\b");
  private static final Pattern APPROVER =
      Pattern.compile(
          "(?i)\\b(?:approv\\w+|sign(?:ed)?-?off|signed|sign-off:?)"
              + " (?:by\\b|from\\b|of\\b|:)\\s*(?:the )?([A-Z][\\w-]*(?: [A-Z][\\w-]*){0,3})");
  private static final Pattern SIGN_OFF =
      Pattern.compile(
          "(?i)(?:sign-?off|approver|approved by):\\s*([\\p{L}][\\w&/-]*(?:"
              + " (?!captured|recorded|documented|obtained|in\\b|is\\b)[\\w&/-]+){0,3}?)(?:"
              + " approval\\b.*)?");
  private static final Pattern SIGNOFF_LINE =
      Pattern.compile(
          "(?i:sign-?off|approved by|approval)\\s*:\\s*([A-Z][\\w/&-]*(?: [A-Z][\\w/&-]*){0,3})"
              + "\\s*\\.?");
  private static final Pattern GATE =
      Pattern.compile("\\b([A-Z][A-Z0-9]*-[A-Z][A-Z0-9]+|[A-Z][\\w-]+) (?:gate|approval)\\b");
  private static final Pattern DURATION =
      Pattern.compile(
          "(?i)(?:\\((?:~|about |approx\\.? |est\\.? |est:"
              + " )?(\\d[\\d.–-]*\\s*(?:min(?:ute)?s?|mins?|h|hrs?|hours?|sec(?:ond)?s?|s|"
              + "days?))\\)|\\bduration:\\**\\s*([^.;|]{1,40}))");
  private static final Pattern DUE =
      Pattern.compile(
          "(?i)\\b(T ?[-+−] ?\\d+"
              + " ?(?:m|min|mins|minutes|h|hrs?|hours?|d|days?|weeks?)?\\b|(?:within|every|by|no"
              + " later than) \\{?\\d[\\d–-]*\\s?(?:min(?:ute)?s?|hours?|days?|business"
              + " days?|weeks?)|\\d+ (?:minutes|hours|days|weeks) (?:before|after|prior)\\b)");
  private static final Pattern HOLD =
      Pattern.compile(
          "(?i)\\b(?:monitor|watch|observe|wait|bake|soak|keep|leave|hold|pause|"
              + "sleep)\\b[^.;]{0,80}?\\b(?:for|at"
              + " least|about|~)?\\s*(\\d[\\d–-]*\\s?(?:s|sec(?:ond)?s?|min(?:ute)?s?|h|hours?|"
              + "days?|weeks?))\\b");
  private static final Pattern WHEN =
      Pattern.compile(
          "(?i)(\\((?:optional|if [^()]{1,80}|when [^()]{1,80}|only [^()]{1,80}|[^()]{1,60}"
              + " only|for"
              + " [^()]{1,60}releases?)[^()]{0,80}\\)|←[^|]{2,80}|^optional\\b|^(?:if|when|unless)"
              + " [^,:]{2,100}(?=[,:])|\\b(?:if"
              + " (?:applicable|needed|necessary|required|possible|enabled|configured|any|so)|as"
              + " (?:needed|necessary))\\b)");
  private static final Pattern EXPECTED =
      Pattern.compile(
          "(?i)(?:(?<!\\b(?:as|than|with|within|in|under|at|to|the|an?|is|are|was|be|of|its|all"
              + "|when) )\\bexpect(?:ed|ation)?(?: (?:output|result|response|size))?s?\\b(?!"
              + " (?:behaviou?r|behave))|→ ?expected\\b|should"
              + " (?:return|print|show|output)\\b)\\**\\s*:?\\s*\\**\\s*[:→]?\\s*(.{1,200})$");

  /** Words before a verb, and verbs whose object is the deed: {@code Execute a full rollback}. */
  private static final String LEADING =
      "(?:immediately|manually|then|now|also|please|first|finally|temporarily|gracefully|safely"
          + "|optionally|execute|perform|initiate|trigger|start|begin|run|do|apply|issue|prepare"
          + "|an?|the|your|our|any|full|complete|partial|automatic|automated|manual|emergency"
          + "|database|application|app|api|db|data|schema|code|service|traffic|feature) +";

  private static final Pattern DESTROYS =
      Pattern.compile(
          "(?i)\\b(?:delete|drop (?:table|database|index|schema)|destroy|rm"
              + " -r\\w*|purge|truncate|wipe|terminate|roll ?back|revert|reset --hard|force["
              + " -]push|push --force|push -f|kill|shut"
              + " ?down|stop|uninstall|decommission|drain|scale (?:down|to 0)|--desired-count"
              + " 0|--replicas[= ]0|down -v|down\\b(?="
              + " -v|$)|prune|restore|undo|evict|quarantine|revoke|stop-deployment|"
              + "cancel-update\\w*|helm"
              + " rollback|rollout undo)\\b");

  private Fields() {}

  /** The role of a line that says who signs, and nothing else: {@code Sign-off: QA Lead}. */
  static Optional<String> signoff(String raw) {
    Matcher line = SIGNOFF_LINE.matcher(raw.length() > 200 ? "" : Inline.plain(raw));
    return line.matches() ? Optional.of(line.group(1)) : Optional.empty();
  }

  /** Whether a line leaves a blank to fill in. */
  static boolean blank(String text) {
    return text.contains("___") || text.contains("......") || text.contains("……");
  }

  /** The text without what stands in a blank. */
  static String beforeBlank(String text) {
    Matcher blank = BLANK.matcher(text);
    return blank.find()
        ? Rx.first(text.substring(0, blank.start()), "[\\s:*]+$", "").strip()
        : text;
  }

  /** Whether doing it deletes, stops, reverts, resets or takes something out of service. */
  static boolean destroys(String text) {
    return DESTROYS.matcher(text).find();
  }

  /** The same of words that say what to do: the verb that they begin with counts, or one joined. */
  static boolean isToDestroy(String words) {
    Matcher first = DESTROYS.matcher(words);
    while (first.find()) {
      String before = words.substring(0, first.start());
      if (Rx.matches(before, "(?i)(?:.*\\b(?:and|then|or|to|,))?[^\\p{L}]*(?:" + LEADING + ")*")) {
        return true;
      }
    }
    return false;
  }

  /** What the first line of an item says. */
  static Map<String, String> of(String raw, List<String> details) {
    Map<String, String> fields = new LinkedHashMap<>();
    String plain = Inline.plain(raw);
    Matcher tag = ROLE_TAG.matcher(raw);
    if (tag.find()) {
      fields.put("owner", tag.group(1));
    }
    owner(fields, plain);
    if (plain.indexOf('@') >= 0) {
      take(fields, "owner", HANDLE, plain);
    }
    boolean bracket = plain.indexOf('(') >= 0;
    boolean arrow = plain.indexOf('←') >= 0;
    if (bracket || arrow || Hints.any(plain, "optional", "if ", "when ", "unless ", "as ")) {
      take(fields, "when", WHEN, plain);
    }
    if (bracket || Hints.any(plain, "duration:")) {
      take(fields, "duration", DURATION, plain);
    }
    if (Hints.digit(plain)) {
      take(fields, "hold", HOLD, plain);
      take(fields, "due", DUE, plain);
    }
    expected(fields, plain);
    if (!blank(raw)) {
      for (String detail : details) {
        String words = Inline.plain(detail);
        owner(fields, words);
        expected(fields, words);
      }
    }
    fields.replaceAll((name, value) -> Rx.all(value, "^[(←\\s*]+|[)\\s*:]+$", "").strip());
    fields.values().removeIf(String::isBlank);
    return fields;
  }

  private static void owner(Map<String, String> fields, String plain) {
    if (plain.indexOf(':') >= 0) {
      take(fields, "owner", OWNER, plain);
    }
  }

  private static void expected(Map<String, String> fields, String plain) {
    if (Hints.any(plain, "expect", "should ")) {
      take(fields, "expected", EXPECTED, plain);
    }
  }

  private static void take(Map<String, String> fields, String name, Pattern pattern, String text) {
    if (fields.containsKey(name) || text.length() > Inline.LINE_CHARACTERS_MAX) {
      return;
    }
    Matcher matcher = pattern.matcher(text);
    if (matcher.find()) {
      for (int i = 1; i <= matcher.groupCount(); i++) {
        if (matcher.group(i) != null && !matcher.group(i).isBlank()) {
          fields.put(name, matcher.group(i).strip());
          return;
        }
      }
    }
  }

  /** Who approves, by a line below an item: {@code Sign-off: Security Officer}. */
  static String signsBelow(List<String> details) {
    for (String detail : details) {
      Matcher matcher = SIGN_OFF.matcher(detail.length() > 200 ? "" : Inline.plain(detail));
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    return "";
  }

  /** Who approves, in the words of the page; empty when nobody is named. */
  static String signer(String text) {
    String plain = Inline.plain(text);
    for (Pattern pattern : List.of(GATE, SIGNS, APPROVER)) {
      Matcher matcher = pattern.matcher(plain);
      if (matcher.find()) {
        String name = matcher.group(1).strip();
        if (!Rx.matches(
            name.toLowerCase(Locale.ROOT),
            "(?:the|all|any|no|each|final|this|approval|sign|record)")) {
          return name;
        }
      }
    }
    return "";
  }
}
