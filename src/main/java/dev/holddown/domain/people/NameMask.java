package dev.holddown.domain.people;

import dev.holddown.domain.kernel.Digest;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts {@code erased person #7} where a name stood that is shown no more. It knows the names by
 * keyed hashes only, so it takes each run of one to a few words of a text and looks whether that is
 * one. Upper and lower case count alike. Safe for several threads.
 */
public final class NameMask {
  private static final int KNOWN_MAX = 50_000;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]*");
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern ENDING = Pattern.compile("[._@+-]+$");
  private static final NameMask NOTHING = new NameMask("", List.of());

  private final String key;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final int wordsMax;

  /** What a few words turned out to be: 0 for no name. */
  private final Map<String, Integer> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > KNOWN_MAX;
        }
      };

  /**
   * A name that is not shown.
   *
   * @param words how many words it has
   */
  public record Hidden(int number, String hash, int words) {}

  private NameMask(String key, List<Hidden> hidden) {
    this.key = key;
    hidden.forEach(one -> numbers.put(one.hash(), one.number()));
    this.wordsMax = hidden.stream().mapToInt(Hidden::words).max().orElse(0);
  }

  /** One that hides nothing. */
  public static NameMask nothing() {
    return NOTHING;
  }

  /** One that hides these. */
  public static NameMask of(String key, List<Hidden> hidden) {
    return new NameMask(key, hidden);
  }

  /** The hash by which a name is known. */
  public static String hash(String key, String name) {
    return Digest.of(key + "\0" + plain(name)).hex();
  }

  /** How many words a name has. */
  public static int words(String name) {
    return SPACES.split(name.strip()).length;
  }

  private static String plain(String name) {
    String spaced = SPACES.matcher(name.strip()).replaceAll(" ");
    return Normalizer.normalize(spaced, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  /** Whether it hides nothing at all. */
  public boolean empty() {
    return numbers.isEmpty();
  }

  /** What stands instead of a name. */
  public static String instead(int number) {
    return "erased person #" + number;
  }

  /** Whether a hidden name stands in a text. */
  public boolean touches(String text) {
    return !shown(text).equals(text);
  }

  /** The text as it may be shown. */
  public String shown(String text) {
    if (numbers.isEmpty() || text.isEmpty()) {
      return text;
    }
    List<int[]> words =
        WORD.matcher(text).results().map(m -> new int[] {m.start(), m.end()}).toList();
    StringBuilder out = new StringBuilder();
    int done = 0;
    for (int i = 0; i < words.size(); i++) {
      for (int count = Math.min(wordsMax, words.size() - i); count > 0; count--) {
        int from = words.get(i)[0];
        int to = words.get(i + count - 1)[1];
        Optional<int[]> found = found(text, from, to);
        if (found.isPresent()) {
          out.append(text, done, from).append(instead(found.get()[0]));
          done = found.get()[1];
          i += count - 1;
          break;
        }
      }
    }
    return done == 0 ? text : out.append(text, done, text.length()).toString();
  }

  /** The number of the name that stands there, and where it ends; a full stop may follow it. */
  private Optional<int[]> found(String text, int from, int to) {
    int end = to;
    while (end > from) {
      int number = number(text.substring(from, end));
      if (number > 0) {
        return Optional.of(new int[] {number, end});
      }
      Matcher ending = ENDING.matcher(text.substring(from, end));
      if (!ending.find()) {
        break;
      }
      end = end - 1;
    }
    return Optional.empty();
  }

  private int number(String words) {
    synchronized (known) {
      Integer before = known.get(words);
      if (before != null) {
        return before;
      }
      int number = numbers.getOrDefault(hash(key, words), 0);
      known.put(words, number);
      return number;
    }
  }
}
