package dev.holddown.playbooks.grammar;

import java.util.Optional;

/**
 * A key that may stand in a shape.
 *
 * @param name as it is written
 * @param meaning one sentence without a full stop
 * @param notes whether it must be there, what holds without it, and an example
 * @param later what it still needs before a run can use it; empty when it runs
 */
public record Key(String name, Type type, String meaning, Notes notes, Optional<Later> later) {

  /** What else is known of a key. {@code fallback}: what holds without it; empty for nothing. */
  public record Notes(boolean required, String fallback, String example) {}

  /** What a key still needs, and what to write instead. */
  public record Later(String needs, String instead) {}

  /** A key that need not be there. */
  public static Key of(String name, Type type, String meaning) {
    return new Key(name, type, meaning, new Notes(false, "", ""), Optional.empty());
  }

  /** The same, but it must be there. */
  public Key must() {
    return new Key(name, type, meaning, new Notes(true, notes.fallback(), notes.example()), later);
  }

  /** The same with what holds without it. */
  public Key or(String fallback) {
    return new Key(
        name, type, meaning, new Notes(notes.required(), fallback, notes.example()), later);
  }

  /** The same with an example of its value. */
  public Key like(String example) {
    return new Key(
        name, type, meaning, new Notes(notes.required(), notes.fallback(), example), later);
  }

  /** The same with what it still needs. */
  Key needing(Optional<Later> needs) {
    return new Key(name, type, meaning, notes, needs);
  }
}
