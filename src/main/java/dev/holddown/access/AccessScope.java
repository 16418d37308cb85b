package dev.holddown.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How far somebody reaches; each scope holds the ones before it. */
public enum AccessScope {
  /** Looks: runs, logs, evidence. */
  READ,
  /** Stops and goes back: hold, abort, roll back, pull a watch; never forward. */
  BRAKE,
  /** Acts on runs: start, sign, resume. */
  WORK,
  /** Looks after the server itself. */
  ADMIN;

  /** Whether it is enough where {@code needed} is asked for. */
  public boolean holds(AccessScope needed) {
    return ordinal() >= needed.ordinal();
  }

  /** As it is written in commands and answers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of a word; empty for any other. */
  public static Optional<AccessScope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(AccessScope::word).toList();
  }
}
