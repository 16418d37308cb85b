package dev.holddown.access;

import java.util.List;
import java.util.regex.Pattern;

/** Which names may stand in a log. */
final class Names {
  private static final Pattern PERSON = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@+-]{0,63}");
  private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  private Names() {}

  /**
   * Refuses names that would spoil a log.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static void check(String person, List<String> roles) {
    if (!PERSON.matcher(person).matches()) {
      throw new IllegalArgumentException(
          "a person's name has 1 to 64 letters, digits, spaces and . _ @ + -");
    }
    for (String role : roles) {
      if (!ROLE.matcher(role).matches()) {
        throw new IllegalArgumentException("a role has 1 to 64 letters, digits and . _ -");
      }
    }
  }
}
