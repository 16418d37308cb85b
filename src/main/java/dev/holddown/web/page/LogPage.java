package dev.holddown.web.page;

import dev.holddown.view.EventLine;
import dev.holddown.view.RunView;
import java.util.List;
import java.util.Locale;

/** The log of a run; every filter stands in the address. */
public record LogPage(
    Frame frame, About about, Wanted wanted, List<LogLine> lines, Choices choices) {
  /** Of which run. */
  public record About(String run, String title, String lock, String href) {}

  /** Which events; each empty for all. {@code after}: the number before the first. */
  public record Wanted(String words, String who, String type, long after) {
    boolean holds(EventLine line) {
      boolean found =
          (line.text() + " " + line.actor())
              .toLowerCase(Locale.ROOT)
              .contains(words.toLowerCase(Locale.ROOT));
      return found
          && (who.isEmpty() || line.actor().equals(who))
          && (type.isEmpty() || line.link().type().equals(type));
    }
  }

  /** Events as they were read; {@code more}: there are others after these. */
  public record Read(List<EventLine> events, boolean more) {}

  /** What can be filtered by, and where it goes on; {@code next} empty at the end. */
  public record Choices(List<String> people, List<String> types, String next) {}

  /** Puts it together. */
  public static LogPage of(Frame frame, RunView view, Wanted wanted, Read read) {
    String run = view.head().run();
    String next =
        read.more()
            ? Links.run(run)
                + "/log?after="
                + read.events().getLast().version()
                + "&q="
                + Links.encoded(wanted.words())
                + "&who="
                + Links.encoded(wanted.who())
                + "&type="
                + Links.encoded(wanted.type())
            : "";
    return new LogPage(
        frame,
        new About(run, view.head().title(), view.head().lock(), Links.run(run)),
        wanted,
        read.events().stream().filter(wanted::holds).map(line -> LogLine.of(line, view)).toList(),
        new Choices(
            read.events().stream().map(EventLine::actor).distinct().sorted().toList(),
            read.events().stream().map(line -> line.link().type()).distinct().sorted().toList(),
            next));
  }
}
