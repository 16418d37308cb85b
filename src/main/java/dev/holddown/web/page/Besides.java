package dev.holddown.web.page;

import dev.holddown.view.ItemView;
import dev.holddown.view.Quantity;
import dev.holddown.view.RunView;
import java.time.Instant;
import java.util.List;

/** What people said beside an item or the run, and the files they laid there, newest last. */
public record Besides(List<Remark> remarks, List<File> files) {
  /** What somebody said. */
  public record Remark(Moment at, String person, String text) {}

  /** A file. {@code href}: its bytes. */
  public record File(Moment at, String person, String name, String size, String href) {}

  static Besides none() {
    return new Besides(List.of(), List.of());
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
            .toList());
  }
}
