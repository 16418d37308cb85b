package dev.holddown.engine;

/** What an engine does with partitions that it lost, where a test has none: gives them back. */
public final class LetGo {
  private LetGo() {}

  /** Nothing works on them. */
  public static void of(Holdings holdings) {
    holdings.letGo(holdings.takeLost());
  }
}
