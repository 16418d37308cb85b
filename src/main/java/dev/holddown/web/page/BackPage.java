package dev.holddown.web.page;

import dev.holddown.view.RunView;
import java.util.List;
import java.util.stream.Stream;

/** What can be taken back, from any page with one click; its own button is the second. */
public record BackPage(Frame frame, List<Way> ways, List<StartPage> books) {
  /** The same with playbooks of mode rollback, each with the form that starts it. */
  public BackPage with(List<StartPage> more) {
    return new BackPage(frame, ways, more);
  }

  /** A closed run that went through. */
  public record Closed(RunView view) {}

  /**
   * A way back.
   *
   * @param to where to; empty when that is found out on the way
   */
  public record Way(About about, Badge badge, String to, String href) {}

  /** Which run. */
  public record About(String run, String title, String lock, String inputs) {}

  /** Puts it together. */
  public static BackPage of(Frame frame, List<RunView> open, List<Closed> closed) {
    return new BackPage(
        frame,
        Stream.concat(open.stream(), closed.stream().map(Closed::view))
            .filter(RunHead::canGoBack)
            .map(BackPage::way)
            .toList(),
        List.of());
  }

  private static Way way(RunView view) {
    RunView.Head head = view.head();
    return new Way(
        new About(head.run(), head.title(), head.lock(), RunHead.pairs(head.origin().inputs())),
        Badge.of(view),
        RunHead.pairs(view.back().to()),
        Links.run(head.run()) + "/rollback");
  }
}
