package dev.holddown.domain.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Values that are computed or that people fill in, in the order written. */
public record Form(List<Field> fields) {
  /**
   * One of them: computed, or asked of a role.
   *
   * @param ask the role that fills it in; empty when it is computed
   * @param value what is computed, or what is proposed to the role
   * @param within how long the role has from when it is asked; zero is for ever
   */
  public record Field(
      String name, Type type, Optional<String> ask, Optional<Arg> value, Duration within) {}

  /** How a text that was filled in is read. */
  public enum Type {
    STRING,
    INT,
    NUMBER,
    BOOL,
    TIME,
    URL
  }
}
