package dev.holddown.playbooks.markdown;

import java.util.List;
import java.util.regex.Pattern;

/** Whether a list without boxes says what to do or what must hold. */
final class Implied {
  private static final Pattern LINK_ONLY =
      Pattern.compile(
          "^`[\\w./-]{1,120}\\.[a-z]{1,5}`$|"
              + "^(?:\\*\\*[^*]{1,80}\\*\\*:?\\s*)?\\[[^\\[\\]]{1,300}\\]\\([^)]{1,800}\\).{0,9"
              + "0}$|^<?https?://\\S+$|^\\[[^\\]]{1,80}\\]\\[?[^\\]]{0,80}\\]?$");
  private static final Pattern FLAG = Pattern.compile("^`?--?[a-zA-Z][\\w-]*.*");

  /** A word, and what it means: {@code `retries`: the number of attempts}. */
  private static final Pattern DEFINES =
      Pattern.compile(
          "(?i)^[`*_]{0,4}[\\w./-]{2,40}[`*_]{0,4}(?::[`*_]{0,4}|\\s+[-–—])\\s+(?:used"
              + " (?:when|for|by|to|in)|indicates|means|denotes|represents|specifies|describes|"
              + "contains|stores|controls|determines)\\b.*|^`[^`]{2,60}`(?::|\\s+[-–—])\\s+"
              + "(?:the|an?|whether|how|where|specifies|path|name|number)\\b.*");

  /** Nothing but a command: {@code `tool delete this`}. */
  private static final Pattern COMMAND = Pattern.compile("^`[a-z./][\\w./-]* [^`]+`[.:]?$");

  /** How many of the entries must say what to do when nothing around them does. */
  private static final double DOES_BY_ITSELF = 0.6;

  private static final Pattern PERSON =
      Pattern.compile("^[\\p{L}. '-]{2,60}\\s*[\\[(]@.*|^@[\\w-]+.*|^\\[@.*");

  private Implied() {}

  /** Whether these entries of a section without boxes are items. */
  static boolean list(
      List<Block> entries, List<Paper.Section> sections, int section, boolean procedural) {
    Polarity polarity = sections.get(section).polarity();
    if (polarity == Polarity.NOTE || polarity == Polarity.CONTACT || entries.isEmpty()) {
      return false;
    }
    List<String> raws = entries.stream().map(entry -> entry.text).toList();
    if (share(raws, FLAG) > 0.5 || share(raws, DEFINES) > 0.5) {
      return false;
    }
    if (share(raws, LINK_ONLY) > 0.7 || share(raws, PERSON) > 0.5) {
      return false;
    }
    List<String> plain = raws.stream().map(Implied::words).toList();
    double does = Math.max(Words.actionable(plain, false), share(raws, COMMAND));
    double holds = Words.actionable(plain, true);
    if (LeadIns.states(sections.get(section))) {
      return procedural && does >= DOES_BY_ITSELF;
    }
    boolean said = said(sections, section);
    boolean ordered = entries.getFirst().ordered() && entries.size() > 1;
    if (polarity == Polarity.TRIGGER
        || (said
            && (polarity == Polarity.CRITERION
                || polarity == Polarity.PRECONDITION
                || polarity == Polarity.SIGNOFF))) {
      return procedural || (polarity == Polarity.TRIGGER && holds + does > 0);
    }
    if (procedural && asks(sections.get(section).heading(), plain)) {
      return true;
    }
    if (procedural && limits(raws)) {
      return true;
    }
    if (!procedural) {
      return ordered && entries.size() > 2 && does >= 0.75 && polarity == Polarity.TASK && said;
    }
    if (ordered) {
      return does >= 0.3 || said || holds >= 0.6;
    }
    return said ? does >= 0.25 || holds >= 0.5 : does >= 0.5;
  }

  /** Whether most lines say a limit that must hold, in whatever language. */
  private static boolean limits(List<String> raws) {
    long said =
        raws.stream().filter(raw -> !Thresholds.in(raw, Polarity.CRITERION).isEmpty()).count();
    return raws.size() > 1 && said * 2 > raws.size();
  }

  /** Whether a line introduces what is to be looked at, or every entry is a question. */
  private static boolean asks(String heading, List<String> plain) {
    boolean leads =
        heading.strip().endsWith(":")
            && Rx.matches(
                heading,
                "(?i).*\\b(?:to (?:check|verify|confirm|do|ensure|look"
                    + " (?:at|for))|check|verify|ensure|confirm|make sure|complete|perform|do)"
                    + " ?(?:the following|that|these|as follows)?(?: items| steps| checks)?:\\s*$");
    long questions = plain.stream().filter(text -> Rx.matches(text, ".*\\?(?:\\s.*)?$")).count();
    boolean tasks = Headings.polarity(heading).filter(p -> p == Polarity.TASK).isPresent();
    return leads || (tasks && questions * 2 >= plain.size());
  }

  /** Whether a heading says what the section is, rather than the title of the page alone. */
  private static boolean said(List<Paper.Section> sections, int section) {
    for (int s = section; s >= 0; s = sections.get(s).parent()) {
      Paper.Section one = sections.get(s);
      if (one.level() <= 1 && s != section) {
        return false;
      }
      if (Headings.polarity(one.heading()).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static String words(String raw) {
    return Inline.plain(Rx.first(raw, "^\\*\\*[^*]{1,80}\\*\\*\\s*[:–—-]\\s*(?=\\S)", ""));
  }

  private static double share(List<String> texts, Pattern pattern) {
    long yes =
        texts.stream().filter(t -> t.length() < 2_000 && pattern.matcher(t).matches()).count();
    return (double) yes / texts.size();
  }
}
