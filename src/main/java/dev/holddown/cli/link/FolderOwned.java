package dev.holddown.cli.link;

/** Another process owns the data folder: most likely an engine that is starting or ending. */
public final class FolderOwned extends RuntimeException {
  private static final long serialVersionUID = 1;

  public FolderOwned(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
