package dev.holddown.view;

/** Words as they are typed into a shell. */
public final class Shell {
  private static final String PLAIN = "_./:@%+,-";

  private Shell() {}

  /** The word itself, in single quotes where a POSIX shell would read something else. */
  public static String word(String word) {
    boolean plain = !word.isEmpty();
    for (int i = 0; i < word.length() && plain; i++) {
      plain = isPlain(word.charAt(i));
    }
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** By hand: a page of thousands of lines types a command for each. */
  private static boolean isPlain(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || PLAIN.indexOf(c) >= 0;
  }
}
