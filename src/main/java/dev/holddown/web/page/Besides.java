package dev.holddown.web.page;

import dev.holddown.domain.run.EvidenceLedger;
import dev.holddown.view.EvidenceView;
import dev.holddown.view.ItemView;
import dev.holddown.view.Quantity;
import dev.holddown.view.RunView;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What people said beside an item or the run, and the files they laid there, newest last.
 *
 * @param kept beside the run: what it keeps as evidence by name
 */
public record Besides(List<Remark> remarks, List<File> files, List<Kept> kept) {
  private static final int DIGITS_SHOWN = 12;

  /** What somebody said. */
  public record Remark(Moment at, String person, String text) {}

  /** A file. {@code href}: its bytes. */
  public record File(Moment at, String person, String name, String size, String href) {}

  /**
   * A piece of evidence, or that it is missing.
   *
   * @param href its page; empty when it is missing
   * @param says how many are needed by when, or which line keeps it, by whom
   */
  public record Kept(String name, String href, String digest, String says) {}

  static Besides none() {
    return new Besides(List.of(), List.of(), List.of());
  }

  /** Beside the run itself. */
  static Besides of(RunView run) {
    Besides beside = of(run.beside(), run);
    List<Kept> kept =
        run.kept().stream()
            .flatMap(one ->
                Stream.concat(
                    one.pieces().stream().map(piece -> kept(one.name(), piece, run.head().run())),
                    one.lacks() ? Stream.of(missing(one)) : Stream.of()))
            .toList();
    return new Besides(beside.remarks(), beside.files(), kept);
  }

  private static Kept kept(String name, EvidenceLedger.Piece piece, String run) {
    String by = piece.by().isEmpty() ? "" : ", by " + piece.by();
    return new Kept(
        name,
        Links.evidence(piece.digest(), run),
        "sha256:" + piece.digest().substring(0, DIGITS_SHOWN) + "…",
        piece.what() + by + ", " + piece.line().title());
  }

  private static Kept missing(EvidenceView one) {
    return new Kept(
        one.name(),
        "",
        "",
        one.pieces().size()
            + " of "
            + one.needed()
            + "; needed by the end of "
            + one.by().orElse("the run"));
  }

  static Besides of(ItemView.Beside beside, RunView run) {
    Instant now = run.head().times().now();
    String id = run.head().run();
    return new Besides(
        beside.remarks().stream()
            .map(r -> new Remark(Moment.of(r.at(), now), r.person(), r.text()))
            .toList(),
        beside.files().stream()
            .map(f ->
                new File(
                    Moment.of(f.at(), now),
                    f.person(),
                    f.file().name(),
                    Quantity.text(f.file().bytes(), "bytes"),
                    "/api/v1/evidence/" + f.file().digest() + "?run=" + Links.encoded(id)))
            .toList(),
        List.of());
  }
}
