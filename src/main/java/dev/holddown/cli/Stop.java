package dev.holddown.cli;

/** A verb ends here: a sentence for the person and an exit code for the script. */
final class Stop extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int exitCode;

  Stop(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  /** Called in a way that cannot be meant. */
  static Stop usage(String sentence) {
    return new Stop(Exit.USAGE, sentence);
  }

  int exitCode() {
    return exitCode;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
