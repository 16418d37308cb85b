package dev.holddown.playbooks.markdown;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines that introduce a list: whether they ask for what it holds, or only tell of it. */
final class LeadIns {
  private static final int SENTENCE_CHARACTERS_MAX = 300;

  private static final int LABEL_WORDS_MAX = 4;

  private static final Pattern TELLS =
      Pattern.compile(
          "(?:.* )?(?:includes?|including|contains?|such as|for"
              + " example|e\\.g|outputs?|options|examples?|flags|artifacts|are written to|source of"
              + " truth.*|this command|consists of|output(?:s)?"
              + " (?:is|are)|means|supports)|results?|(?:the"
              + " )?(?:goals?|aims?|purposes?|benefits?|advantages|reasons?)\\b.*|(?:focus|key)"
              + " areas|(?:.*"
              + " )?(?:labels|values|types|levels|fields|variables|columns|settings|keys|"
              + "categories|names)(?:"
              + " .{1,40})? are");

  private static final Pattern LISTS =
      Pattern.compile("(?:here|these|below|following) (?:is|are)\\b.*");

  private static final Pattern TO_DO =
      Pattern.compile(
          "\\b(?:steps?|actions?|tasks?|checks?|check-?lists?|commands?|instructions?|"
              + "procedures?|things to)\\b");

  /** Words that ask for what follows, or say when it holds. */
  private static final Pattern ASKS =
      Pattern.compile(
          "\\b(?:must|should|shall|needs?|needed|necessary|have to|has"
              + " to|requir\\w*|ensure|verif\\w*|confirm\\w*|complet\\w*|do|don't|done|make"
              + " sure|triggers?|abort|roll ?back|revert|if|when|once|before|after|"
              + "until|unless|follow|criteri\\w+|conditions?|prerequisites?|ready|true|you|your|"
              + "please|perform|run|any"
              + " of|all of)\\b");

  private static final Pattern LASTS =
      Pattern.compile(
          "(?i)\\b(?:for|sustained|lasting)(?: at least| more than| over)? (\\d{1,4})[ -]?"
              + "(?:consecutive |continuous |straight )?(seconds?|secs?|s|minutes?|mins?|m|hours?|"
              + "hrs?|h)\\b");

  private LeadIns() {}

  /** The last sentence of a paragraph, however many lines it takes; its last line when too long. */
  static String sentence(List<String> lines) {
    String last = lines.getLast();
    StringBuilder sentence = new StringBuilder(last);
    for (int i = lines.size() - 2; i >= 0; i--) {
      String line = lines.get(i).strip();
      int end = end(line);
      if (line.length() - end + sentence.length() > SENTENCE_CHARACTERS_MAX) {
        return last;
      }
      sentence.insert(0, line.substring(end).strip() + " ");
      if (end > 0) {
        break;
      }
    }
    String text = sentence.toString().strip();
    return text.substring(end(text.substring(0, text.length() - 1))).strip();
  }

  /** Where the last sentence that is at its end in this text ends; 0 when none does. */
  private static int end(String text) {
    for (int i = text.length() - 1; i > 0; i--) {
      boolean stop = ".!?".indexOf(text.charAt(i)) >= 0 && Character.isLetter(text.charAt(i - 1));
      if (stop && (i + 1 == text.length() || text.charAt(i + 1) == ' ')) {
        return i + 1;
      }
    }
    return 0;
  }

  /** Whether a line introduces what something is or holds, rather than what is to be done. */
  static boolean tells(String leadIn) {
    if (!leadIn.strip().endsWith(":")) {
      return false;
    }
    String bare = Headings.bare(leadIn);
    return TELLS.matcher(bare).matches()
        || LISTS.matcher(bare).matches() && !TO_DO.matcher(bare).find();
  }

  /** How long each of the limits below must last, when the line before them says so. */
  static Optional<String> window(Paper.Section section) {
    if (section.level() < Outline.BOLD) {
      return Optional.empty();
    }
    Matcher window = LASTS.matcher(section.heading());
    return window.find()
        ? Quantity.of(window.group(1), window.group(2)).map(Quantity::span)
        : Optional.empty();
  }

  /** Whether a sentence before a list says how things are: what follows need not be done. */
  static boolean states(Paper.Section section) {
    String heading = section.heading().strip();
    if (section.level() < Outline.LEAD_IN || !heading.endsWith(":")) {
      return false;
    }
    String bare = Headings.bare(heading);
    return bare.split(" ").length > LABEL_WORDS_MAX
        && !ASKS.matcher(bare).find()
        && !TO_DO.matcher(bare).find()
        && !bare.startsWith("to ")
        && !Words.imperative(bare);
  }
}
