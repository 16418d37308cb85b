package dev.holddown.web.page;

import java.util.List;

/** A snapshot of a board in the forms in which it is passed on. */
public record BoardSnapshotPage(
    Frame frame, String board, String title, Taken taken, List<Copy> copies) {
  /** When it was taken (UTC), and the SHA-256 of its bytes. */
  public record Taken(String at, String digest) {}

  /**
   * One form of it.
   *
   * @param as how the address names it
   */
  public record Copy(String as, String title, String text) {
    /** The id of its text. */
    public String id() {
      return "copy-" + as;
    }
  }

  /** The board's page. */
  public String href() {
    return Links.board(board);
  }

  /** Where a form of it is downloaded. */
  public String download(String as) {
    return "/api/v1/boards/" + Links.encoded(board) + "/snapshots/" + taken.digest() + "?as=" + as;
  }
}
