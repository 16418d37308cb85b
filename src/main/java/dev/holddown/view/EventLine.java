package dev.holddown.view;

import dev.holddown.engine.port.EventStore;
import java.time.Instant;
import java.util.List;

/**
 * An event of the log as people read it.
 *
 * @param version its number in the run, from 1
 * @param text plain words
 */
public record EventLine(long version, Instant at, String actor, String text, Link link) {
  /** Where it hangs in the log. {@code hash}: of its place in the chain, in hex. */
  public record Link(long position, String type, String hash) {}

  public static EventLine of(EventStore.Stored stored) {
    return new EventLine(
        stored.version(),
        stored.entry().at(),
        stored.entry().actor().toString(),
        EventText.of(stored.entry().event()),
        new Link(stored.position(), stored.type(), stored.hash()));
  }

  /** The event as one line: time, actor, words. */
  public String line(Layout layout) {
    return row(layout).render(Integer.MAX_VALUE, layout.paint());
  }

  private Row row(Layout layout) {
    int actorAt = 25;
    return new Row()
        .add(Times.full(at).replace(" UTC", "Z"), Paint.Style.DIM)
        .to(actorAt - 3)
        .add(Row.cut(actor, 18), Paint.Style.STRONG)
        .to(actorAt + (layout.wide() ? 16 : 12))
        .add(text);
  }

  /** All of them. */
  public static List<String> lines(List<EventLine> events, Layout layout) {
    return events.stream().map(event -> event.line(layout)).toList();
  }
}
