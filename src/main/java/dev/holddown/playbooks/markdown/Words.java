package dev.holddown.playbooks.markdown;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The vocabulary of checklists: how a line says that something is to be done or must hold. */
final class Words {
  private static final Set<String> VERBS = list("verbs.txt");

  private static final Set<String> PARTICIPLE_EXTRA =
      words(
          "done built sent set met written run taken made kept held set-up ok green healthy ready");

  private static final Pattern HOLDS =
      Pattern.compile(
          "(?i)\\b(?:must|should|shall|needs? to|has to|have to|is|are|was|were|has been|have"
              + " been|been|be|ok|passes?|passed|green|healthy|available|enabled|configured|"
              + "complete[d]?|verified|ready|in"
              + " place|required|up to date|works?|working|exists?|cannot|can't|don't|do"
              + " not|can|will)\\b");
  private static final Pattern DONE =
      Pattern.compile(
          "(?i)\\b[a-z]{3,}(?:ed|en)\\b(?=$|[.,;:)(]|\\s(?:in|on|to|for|with|and|by|from|"
              + "at|via|using|through|as|successfully))");
  private static final Pattern LEAD =
      Pattern.compile(
          "^(?i)(?:\\([^)]{1,40}\\)\\s*|\\[[^\\]]{1,40}\\]\\s*|(?:optional(?:ly)?|then|"
              + "next|finally|first|now|also|please|again|afterwards|once"
              + " done|manually|immediately|carefully|always|never|quickly|temporarily|"
              + "double|gradually|automatically|periodically|regularly|do"
              + " not|don't|ga only|only)\\b[:,]?\\s*)+");
  private static final Pattern CONDITION =
      Pattern.compile(
          "^(?i)(?:if|when|once|after|before|while|unless|for|on|upon|in|at|as|from|with|"
              + "during|using|because|given)\\b[^,:]{1,200}[,:]\\s*");

  /** Of requests; in small letters they are verbs. */
  private static final Set<String> METHODS = words("GET POST PUT PATCH DELETE HEAD");

  /** With a colon, what follows is said beside. */
  private static final Set<String> ASIDES = words("note hint tip remark reminder caution");

  /** Verbs that are nouns, too. */
  private static final Set<String> NOUNS = list("nouns.txt");

  /** What stands behind a noun that another verb follows: {@code Release notes are ready}. */
  private static final Pattern BEHIND_NOUN =
      Pattern.compile(
          "^(?i) (?:(?!the |an? |all |any |that |this |your |our |if |whether )[\\w/.-]+"
              + " ){1,3}(?:is|are|was|were|has|have|must|should|will)\\b");

  private Words() {}

  private static Set<String> words(String text) {
    return Arrays.stream(text.split("\\s+"))
        .filter(w -> !w.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The words of a list that stands beside this class. */
  static Set<String> list(String name) {
    try (InputStream in = Words.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its list of words " + name);
      }
      return words(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the list of words " + name + " cannot be read", e);
    }
  }

  /** Whether a text begins by saying what to do. */
  static boolean imperative(String plain) {
    String text = letter(plain) ? plain : Rx.first(plain, "^[^\\p{L}\\[(]+", "");
    text = LEAD.matcher(text).replaceFirst("");
    if (verb(text) || Commands.is(text)) {
      return true;
    }
    String after = CONDITION.matcher(text).replaceFirst("");
    if (after.length() < text.length()) {
      after = LEAD.matcher(after).replaceFirst("");
      return verb(after) || Rx.matches(after, "(?i)(?:you|we|they|it|the)\\b.*");
    }
    return Tongues.does(text);
  }

  /** Whether it begins with one of the usual letters. */
  private static boolean letter(String text) {
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    return first >= 'a' && first <= 'z' || first >= 'A' && first <= 'Z';
  }

  private static boolean verb(String text) {
    int end = 0;
    while (end < text.length()
        && (Character.isLetter(text.charAt(end))
            || text.charAt(end) == '-'
            || text.charAt(end) == '\''
            || text.charAt(end) == '’')) {
      end++;
    }
    if (named(text, end)) {
      return false;
    }
    String first = text.substring(0, end).toLowerCase(Locale.ROOT).replace('’', '\'');
    if (end < text.length() && text.charAt(end) == ':' && ASIDES.contains(first)) {
      return false;
    }
    if (first.isEmpty() || !VERBS.contains(first)) {
      return first.startsWith("re-") && VERBS.contains(first.substring(3));
    }
    boolean only = text.startsWith("read only") || text.startsWith("read-only");
    return !only && !(NOUNS.contains(first) && BEHIND_NOUN.matcher(text.substring(end)).find());
  }

  /** Whether a name begins with the word: {@code clean.stock}, {@code GET /stock}. */
  private static boolean named(String text, int end) {
    if (end + 1 >= text.length()) {
      return false;
    }
    boolean part = "._/".indexOf(text.charAt(end)) >= 0;
    return part && Character.isLetter(text.charAt(end + 1))
        || text.startsWith(" /", end) && METHODS.contains(text.substring(0, end));
  }

  /** Whether a text says what must hold. */
  static boolean holds(String plain) {
    if (HOLDS.matcher(plain).find() || DONE.matcher(plain).find()) {
      return true;
    }
    return Tongues.holds(plain)
        || Rx.of("[^a-z-]+")
            .splitAsStream(plain.toLowerCase(Locale.ROOT))
            .anyMatch(PARTICIPLE_EXTRA::contains);
  }

  /** How much of a list says what to do or what must hold, from 0 to 1. */
  static double actionable(List<String> plain, boolean alsoHolds) {
    if (plain.isEmpty()) {
      return 0;
    }
    long yes =
        plain.stream().filter(text -> imperative(text) || (alsoHolds && holds(text))).count();
    return (double) yes / plain.size();
  }
}
