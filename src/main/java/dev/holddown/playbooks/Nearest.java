package dev.holddown.playbooks;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the right word that is nearest to a wrong one (Levenshtein, with swapped neighbours). */
public final class Nearest {
  private static final int WORDS_SHOWN_MAX = 12;
  private static final int WORD_CHARACTERS_MAX = 64;

  private Nearest() {}

  /** The nearest word, when it is near enough to be what was meant. */
  public static Optional<String> to(String word, Collection<String> right) {
    String best = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : right) {
      int distance = distance(word, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    int near = Math.max(1, Math.max(word.length(), best.length()) / 3);
    return least <= near ? Optional.of(best) : Optional.empty();
  }

  /** {@code did you mean x?}, else a short list of the right words, else nothing. */
  static String cure(String word, Collection<String> right) {
    Optional<String> nearest = to(word, right);
    if (nearest.isPresent()) {
      return "did you mean " + nearest.get() + "?";
    }
    if (right.isEmpty() || right.size() > WORDS_SHOWN_MAX) {
      return "";
    }
    return "known here: " + right.stream().sorted().collect(Collectors.joining(", "));
  }

  /** How many letters must be added, dropped, changed or swapped with their neighbour. */
  static int distance(String a, String b) {
    if (a.length() > WORD_CHARACTERS_MAX || b.length() > WORD_CHARACTERS_MAX) {
      return a.equals(b) ? 0 : Math.max(a.length(), b.length());
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1);
        least = Math.min(least, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, d[i - 2][j - 2] + 1);
        }
        d[i][j] = least;
      }
    }
    return d[a.length()][b.length()];
  }
}
