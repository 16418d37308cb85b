package dev.holddown.playbooks.markdown;

import java.util.List;

/** Entries of a list that are no items, but name what the lines below them are. */
final class Labels {
  /** A longer one is a sentence. */
  private static final int LABEL_WORDS_MAX = 3;

  private static final String NAMES =
      "(?i)\\*\\*(?:purpose|goal|users?|audience|cohort|duration|length|traffic|scope|owner|who|"
          + "when|where|environment|status):?\\*\\*.*";

  private Labels() {}

  /** Whether the entries of a list mostly name what the lines below them say. */
  static boolean mostly(List<Block> entries, Polarity polarity) {
    List<Block> labels = entries.stream().filter(Labels::is).toList();
    List<String> below =
        labels.stream()
            .flatMap(label -> label.children.stream())
            .filter(child -> child.is(Block.Kind.ENTRY))
            .map(child -> Inline.plain(child.text))
            .toList();
    return !labels.isEmpty()
        && labels.size() * 2 >= entries.size()
        && (polarity == Polarity.CRITERION || Words.actionable(below, true) >= 0.4);
  }

  /** Whether it is a word or three, and lines below it: {@code 1. Health:}. */
  static boolean is(Block entry) {
    String words = Inline.plain(entry.text);
    return shaped(entry) && (words.indexOf(' ') < 0 || !Words.imperative(words));
  }

  private static boolean shaped(Block entry) {
    String words = Inline.plain(entry.text);
    return words.endsWith(":")
        && words.split(" ").length <= LABEL_WORDS_MAX
        && entry.children.stream().anyMatch(child -> child.is(Block.Kind.ENTRY));
  }

  /** Whether it is a label that says what the lines below it are: {@code - Exit criteria:}. */
  static boolean stage(Block entry) {
    return shaped(entry)
        && !Kinds.asksToProve(Inline.plain(entry.text))
        && Headings.polarity(Inline.plain(entry.text))
            .filter(said ->
                said == Polarity.PRECONDITION
                    || said == Polarity.CRITERION
                    || said == Polarity.TRIGGER)
            .isPresent();
  }

  /** Whether it says what something is called or how long it takes, beside such labels. */
  static boolean names(Block entry) {
    return entry.children.isEmpty()
        && entry.text.length() < 300
        && Rx.matches(entry.text, "\\*\\*[^*]{2,40}(?::\\*\\*|\\*\\*:) .*")
        && (Rx.matches(entry.text, NAMES)
            || !Words.imperative(Inline.plain(Rx.first(entry.text, "^\\*\\*[^*]*\\*\\*:?", ""))));
  }
}
