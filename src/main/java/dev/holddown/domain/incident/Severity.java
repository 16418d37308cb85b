package dev.holddown.domain.incident;

/**
 * How bad an incident is.
 *
 * @param name the team's own word, such as {@code P0}
 * @param level on the scale that all teams share, 1 (worst) to 4
 */
public record Severity(String name, int level) {
  /** The mildest level. */
  public static final int LEVEL_MAX = 4;

  /** Whether this is worse than another one. */
  public boolean worseThan(Severity other) {
    return level < other.level;
  }

  @Override
  public String toString() {
    return name;
  }
}
