package dev.holddown.domain.playbook;

import java.util.List;
import java.util.Optional;

/** A value asked for at the start, frozen then. {@code fallback} is used when none is given. */
public record Input(
    String name,
    Type type,
    List<String> of,
    Optional<String> pattern,
    Optional<String> fallback,
    String help,
    Place place) {
  /** How the text given is read. */
  public enum Type {
    STRING,
    INT,
    NUMBER,
    BOOL,
    CHOICE,
    IMAGE,
    VERSION,
    COMMIT,
    ARTIFACT,
    URL,
    TIME,
    DURATION,
    DNS_LABEL
  }
}
