package dev.holddown.domain.playbook;

/** Where a word stands: file, line and column, both counted from 1. */
public record Place(String file, int line, int column) {
  /** For what has no place in a file, such as a default. */
  public static Place none() {
    return new Place("", 0, 0);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
