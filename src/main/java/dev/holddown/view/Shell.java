package dev.holddown.view;

/** Words as they are typed into a shell. */
public final class Shell {
  private Shell() {}

  /** The word itself, in single quotes where a POSIX shell would read something else. */
  public static String word(String word) {
    return word.matches("[A-Za-z0-9_./:@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
