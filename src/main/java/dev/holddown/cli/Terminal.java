package dev.holddown.cli;

/** What is known of the terminal. */
public interface Terminal {
  /** Whether a person can be asked. */
  boolean reads();

  /** Whether the output is seen on a screen, and not by a program. */
  boolean writes();

  int columns();

  int rows();

  /** Whether more than ASCII can be shown. */
  boolean unicode();

  /** No terminal: a pipe, a file, a job of CI. */
  static Terminal none() {
    return new Terminal() {
      @Override
      public boolean reads() {
        return false;
      }

      @Override
      public boolean writes() {
        return false;
      }

      @Override
      public int columns() {
        return 120;
      }

      @Override
      public int rows() {
        return Integer.MAX_VALUE;
      }

      @Override
      public boolean unicode() {
        return true;
      }
    };
  }
}
