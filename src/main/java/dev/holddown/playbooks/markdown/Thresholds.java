package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds limits in the words of a line: comparator, value, unit, what it relates to, and how long it
 * must last.
 */
final class Thresholds {
  private record Candidate(int start, int end, Limit.Bound bound) {}

  private static final int TEXT_CHARACTERS_MAX = 1_500;
  private static final String Q = Quantity.PATTERN;
  private static final Pattern SYMBOL =
      Pattern.compile("(?<![-=<>])(>=|<=|>|<|==)(?![<>=]) ?(?!" + "\\d+\\.\\d+\\.\\d)" + Q);
  private static final Pattern WORD =
      Pattern.compile(
          "(?i)\\b("
              + String.join(
                  "|",
                  List.of(
                      "does not exceed",
                      "do not exceed",
                      "must not exceed",
                      "should not exceed",
                      "not to exceed",
                      Comparators.SAID.get("<="),
                      Comparators.SAID.get(">="),
                      Comparators.SAID.get("<"),
                      Comparators.SAID.get(">")))
              + "):? (?:a |an |the |by |about |~)?"
              + Q);
  private static final Pattern SUFFIX =
      Pattern.compile(
          "(?i)(?<![\\w.,-])"
              + Q
              + "((?<! )\\+|\\s?(?:or more\\b|or higher\\b|or greater\\b|or above\\b|and"
              + " above\\b|minimum\\b|or less\\b|or fewer\\b|or lower\\b|or"
              + " below\\b|max(?:imum)?\\b))");
  private static final Pattern BEHIND =
      Pattern.compile("(?i) ?(days?|weeks?|hours?|minutes?|seconds?|mins?|ms)\\b");
  private static final Pattern NUMBER_WORD =
      Pattern.compile("(?i)\\b(one|two|three|four|five|six|seven|eight|nine|ten) or more\\b");
  private static final List<String> NUMBERS =
      List.of(
          "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
  private static final String COUNTABLE =
      "(?:5xx|4xx|50\\d)"
          + " errors?|errors?|vulnerabilit(?:y|ies)|alarms?|alerts?|failures?|incidents?|cves?|"
          + "bugs?|issues?|crashes|crash"
          + " ?loops?|warnings?|regressions?|defects?|findings?|5xx|4xx|500s|restarts|"
          + "timeouts|blockers?|conflicts|violations?|exceptions|failed"
          + " (?:jobs|tests|checks)|pending"
          + " [a-z]+|(?:critical|high|medium|major|error|fatal)(?:/[a-z]+)*(?: logs?| entries|"
          + " lines)|crit(?:ical)?/high|data loss|downtime|deployments?|drift";
  private static final Pattern ZERO =
      Pattern.compile(
          "(?i)(?<![\\w.,/-])(no|zero|0)((?:"
              + " (?!such|longer|more|need|one|matter|later|less|fewer|or\\b|"
              + "and\\b)[\\w/()-]{1,24}){0,4}?)"
              + " ("
              + COUNTABLE
              + ")\\b(?! of (?:the|this|a|an)\\b)");
  private static final Pattern ZERO_LEVEL =
      Pattern.compile(
          "(?i)(?<![\\w.,/-])0"
              + " (critical|high|major|minor|medium|low|pending|failed|failing|"
              + "open)(?:/[a-z]+)?\\b");
  private static final Pattern STATUS =
      Pattern.compile(
          "(?i)(?:\\b(?:returns?|returning|return code|respond(?:s|ing)?(?: with)?|http(?:"
              + " status)?|status(?: code)?|endpoints?)\\b:?"
              + " ?|(?<!\\w)\\(|(?<!port|timeout|limit|size|count|batch|pool)[→:]"
              + " ?)([1-5]\\d\\d)(?=[/ ]?ok\\b|\\b(?![%\\d.,–-]|"
              + " ?(?:ms|s|secs?|seconds?|mins?|minutes?|hours?|days?|mb|kb|gb|bytes|users|"
              + "requests|rows|x)\\b))");
  private static final Pattern STATUS_HINT = Pattern.compile("[1-5]\\d\\d");
  private static final Pattern RANGE =
      Pattern.compile(
          "(?i)(?:\\bbetween |size:? ?~?|: ?~?|~|\\bsize )(\\d[\\d.,]{0,9})(?: ?%)?"
              + " ?(?:[-–]|to|and) ?"
              + Q);
  private static final Pattern WHOLE =
      Pattern.compile(
          "(?i)\\b(100) ?%( (?:success|pass|passing|passed|uptime|of"
              + " (?:tests|checks)|healthy|completion))");

  /** What is aimed at, when it is nearly all: {@code SLO: 99.9%}. */
  private static final Pattern TARGET =
      Pattern.compile(
          "(?i)\\b(?:slo|sla|target|goal|objective)(?: of|:)? (9\\d(?:\\.\\d{1,5})?) ?%");

  private static final Pattern EXIT =
      Pattern.compile("(?i)\\bexit (?:code|status):? (\\d{1,3})\\b");
  private static final Pattern OF =
      Pattern.compile(
          "(?i)\\b(near|at|above|over|reaches|reach|exceeds?|more than) (\\d{1,9}) ?/"
              + " ?(\\d{1,9})\\b");
  private static final Pattern ALSO =
      Pattern.compile("(?:/|,|\\bor) \\+?" + Q + " ?\\((?:warn|warning|page|critical|crit)");
  private static final Pattern TIME_IS_MEASURED =
      Pattern.compile(
          "(?i)\\b(?:latency|backups?|respon\\w+|load\\w*|recover\\w*|rto|rpo|mttr|downtime|"
              + "complet\\w+|deliver\\w*|startup|boot\\w*|deployment"
              + " time|duration|lag|delay|age|older|expir\\w*|build"
              + " time|updates?|propagat\\w*|ttl|receives?|appears?|start"
              + " time|restor\\w*|p\\d\\d)\\b");

  private Thresholds() {}

  /** The limits of a line, from left to right. */
  static List<Limit> in(String raw, Polarity polarity) {
    if (!hints(raw)) {
      return List.of();
    }
    String text = text(raw);
    List<Candidate> found = candidates(text);
    List<Limit> limits = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Candidate one = found.get(i);
      int next = i + 1 < found.size() ? found.get(i + 1).start() : text.length();
      int from = i == 0 ? 0 : found.get(i - 1).end();
      Tails tail = new Tails(text, from, one.start(), one.end(), next);
      Quantity q = new Quantity(one.bound().values().getLast(), one.bound().unit());
      boolean open = !limits.isEmpty() && limits.getLast().over().window().isEmpty();
      if (open && q.time() && (tail.lasting() || tail.spans())) {
        limits.set(limits.size() - 1, lasting(limits.getLast(), q.span()));
      } else {
        limit(one, tail).ifPresent(limits::add);
      }
    }
    return limits;
  }

  /** Whether a line can hold a limit at all: a digit, or a word that stands for a number. */
  private static boolean hints(String raw) {
    int end = Math.min(raw.length(), TEXT_CHARACTERS_MAX);
    for (int i = 0; i < end; i++) {
      char c = raw.charAt(i);
      boolean none = (c == 'n' || c == 'N') && raw.regionMatches(true, i, "no ", 0, 3);
      boolean zero = (c == 'z' || c == 'Z') && raw.regionMatches(true, i, "zero", 0, 4);
      if (Character.isDigit(c) || none || zero || raw.regionMatches(true, i, " or more", 0, 8)) {
        return true;
      }
    }
    return false;
  }

  static Limit lasting(Limit limit, String window) {
    Limit.Over over = limit.over();
    return new Limit(
        limit.metric(),
        limit.bound(),
        new Limit.Over(window, over.baseline(), over.relation()),
        limit.level(),
        limit.action());
  }

  /** The words without commands and links, with one form of each sign. */
  static String text(String raw) {
    String text = raw.length() > TEXT_CHARACTERS_MAX ? raw.substring(0, TEXT_CHARACTERS_MAX) : raw;
    for (String code : Inline.code(text)) {
      if (Commands.is(code) || Rx.matches(code, "[\\w.-]+\\s?=\\s?\\S*") || code.startsWith("$")) {
        text = text.replace("`" + code + "`", " ");
      }
    }
    String plain =
        Inline.plain(text)
            .replace("≥", ">=")
            .replace("≤", "<=")
            .replace("=>", ">=")
            .replace("=<", "<=")
            .replace('‑', '-')
            .replace('−', '-')
            .replace("≈", "~");
    String wordsOnly = plain.contains("://") ? Rx.all(plain, "https?://\\S+", " ") : plain;
    return Hints.spaced(wordsOnly).strip();
  }

  private static List<Candidate> candidates(String text) {
    List<Candidate> all = new ArrayList<>();
    boolean digit = text.chars().anyMatch(Character::isDigit);
    boolean symbol = text.indexOf('<') >= 0 || text.indexOf('>') >= 0 || text.indexOf('=') >= 0;
    each(symbol, SYMBOL, text, m -> quantity(all, m, m.group(1), m.group(2), m.group(3)));
    each(
        text.indexOf('/') > 0,
        OF,
        text,
        m ->
            add(
                all,
                m,
                Rx.matches(m.group(1).toLowerCase(Locale.ROOT), "near|at|reach(?:es)?")
                    ? ">="
                    : ">",
                new Quantity(Double.parseDouble(m.group(2)), "count")));
    each(
        digit,
        WORD,
        text,
        m -> quantity(all, m, Comparators.said(text, m), m.group(2), m.group(3)));
    each(
        digit && (text.indexOf('+') >= 0 || Hints.any(text, "or ", "and above", " m")),
        SUFFIX,
        text,
        m ->
            quantity(
                all,
                m,
                Rx.matches(
                        m.group(3).strip().toLowerCase(Locale.ROOT),
                        "or (?:less|fewer|lower|below)|max(?:imum)?")
                    ? "<="
                    : ">=",
                m.group(1),
                m.group(2) == null ? unit(text, m.end()) : m.group(2)));
    words(text, digit, all);
    all.sort(Comparator.comparingInt(Candidate::start).thenComparing(c -> -c.end()));
    List<Candidate> apart = new ArrayList<>();
    for (Candidate one : all) {
      if (apart.isEmpty() || one.start() >= apart.getLast().end()) {
        apart.add(one);
      }
    }
    return apart;
  }

  /** The unit of time behind a plus: {@code 30+ days}. */
  private static String unit(String text, int from) {
    Matcher unit = BEHIND.matcher(text).region(from, text.length());
    return unit.lookingAt() ? unit.group(1) : "";
  }

  /** Numbers that words say, or that stand for something of their own. */
  private static void words(String text, boolean digit, List<Candidate> all) {
    each(
        text.contains("or more"),
        NUMBER_WORD,
        text,
        m ->
            add(
                all,
                m,
                ">=",
                new Quantity(NUMBERS.indexOf(m.group(1).toLowerCase(Locale.ROOT)), "count")));
    each(
        text.indexOf('0') >= 0 || Hints.any(text, "no ", "zero "),
        ZERO,
        text,
        m -> add(all, m, "==", new Quantity(0, "count")));
    each(text.contains("0 "), ZERO_LEVEL, text, m -> add(all, m, "==", new Quantity(0, "count")));
    each(
        digit && STATUS_HINT.matcher(text).find(),
        STATUS,
        text,
        m -> add(all, m, "==", new Quantity(Double.parseDouble(m.group(1)), "http-status")));
    each(
        text.indexOf('%') > 0 && Hints.any(text, "slo", "sla", "target", "goal", "objective"),
        TARGET,
        text,
        m -> add(all, m, ">=", new Quantity(Double.parseDouble(m.group(1)), "%")));
    each(text.contains("100"), WHOLE, text, m -> add(all, m, "==", new Quantity(100, "%")));
    each(
        digit && text.contains("xit"),
        EXIT,
        text,
        m -> add(all, m, "==", new Quantity(Double.parseDouble(m.group(1)), "exit-code")));
    boolean ranges =
        text.indexOf(':') >= 0 || text.indexOf('~') >= 0 || Hints.any(text, "between ", "size ");
    each(digit && ranges, RANGE, text, m -> range(all, m));
    each(
        text.indexOf('(') > 0 && digit,
        ALSO,
        text,
        m ->
            all.stream()
                .findFirst()
                .ifPresent(
                    first -> quantity(all, m, first.bound().comparator(), m.group(1), m.group(2))));
  }

  private static void each(boolean possible, Pattern pattern, String text, Consumer<Matcher> use) {
    if (!possible) {
      return;
    }
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      use.accept(matcher);
    }
  }

  private static void quantity(
      List<Candidate> all, Matcher m, String comparator, String number, String unit) {
    Quantity.of(number, unit == null ? "" : unit).ifPresent(q -> add(all, m, comparator, q));
  }

  private static void add(List<Candidate> all, Matcher m, String comparator, Quantity q) {
    int end = m.end();
    all.add(
        new Candidate(m.start(), end, new Limit.Bound(comparator, List.of(q.value()), q.unit())));
  }

  private static void range(List<Candidate> all, Matcher m) {
    Optional<Quantity> to = Quantity.of(m.group(2), m.group(3) == null ? "" : m.group(3));
    Optional<Quantity> from = Quantity.of(m.group(1), m.group(3) == null ? "" : m.group(3));
    if (to.isPresent()
        && from.isPresent()
        && (Rx.matches(to.get().unit(), "[KMGT]i?B|%|ms")
            || m.group().toLowerCase(Locale.ROOT).startsWith("between"))) {
      all.add(
          new Candidate(
              m.start(1),
              m.end(),
              new Limit.Bound(
                  "in", List.of(from.get().value(), to.get().value()), to.get().unit())));
    }
  }

  private static Optional<Limit> limit(Candidate one, Tails tail) {
    Quantity q = new Quantity(one.bound().values().getLast(), one.bound().unit());
    Limit.Bound bound = one.bound();
    boolean symbol = tail.symbol();
    if (q.time() && tail.lasting()) {
      // "for > 5 minutes": how long it lasts, of the limit before or of a thing that counts.
      return tail.counts()
          ? Optional.of(
              new Limit(
                  tail.metric(),
                  new Limit.Bound(">", List.of(0.0), "count"),
                  new Limit.Over(q.span(), "", ""),
                  "",
                  tail.action()))
          : Optional.empty();
    }
    if (q.time() && !symbol && !measured(q, tail)) {
      return Optional.empty();
    }
    if (!symbol && q.unit().equals("count") && tail.word() && !tail.numbered()) {
      return Optional.empty();
    }
    return Optional.of(new Limit(tail.metric(), bound, tail.over(q), tail.level(), tail.action()));
  }

  private static boolean measured(Quantity q, Tails tail) {
    if (Rx.matches(tail.words(), "(?i)(?:over|near|up to|approaching|min\\.?|reach|after).*")
        && !q.unit().equals("ms")) {
      return false;
    }
    boolean person =
        Words.imperative(tail.clause())
            && !Rx.matches(
                tail.clause().toLowerCase(Locale.ROOT),
                "(?:verify|confirm|check|ensure|test|validate|make sure).*");
    if (q.unit().equals("ms") || q.unit().equals("s")) {
      return !Rx.matches(tail.clause(), "(?i)(?:wait|sleep|pause)\\b.*");
    }
    return !person && TIME_IS_MEASURED.matcher(tail.clause()).find();
  }
}
