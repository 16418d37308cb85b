package dev.holddown.engine;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import java.util.List;
import java.util.stream.Stream;

/** The outbox rows of the notices among these entries: one for each address. */
final class Notices {
  /** Where a page or notice goes that names no address of its own. */
  static final String DEFAULT_CHANNEL = "pages";

  private Notices() {}

  static List<EventStore.OutboxRow> rows(RunState state, List<Entry> entries) {
    if (!has(entries)) {
      return List.of();
    }
    return entries.stream()
        .filter(entry -> entry.event() instanceof RunEvent.Noticed)
        .flatMap(entry -> rows(state, (RunEvent.Noticed) entry.event()))
        .toList();
  }

  private static boolean has(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry.event() instanceof RunEvent.Noticed) {
        return true;
      }
    }
    return false;
  }

  private static Stream<EventStore.OutboxRow> rows(RunState state, RunEvent.Noticed notice) {
    List<String> channels =
        notice.to().stream().anyMatch(Notices::isAddress)
            ? notice.to().stream().filter(Notices::isAddress).toList()
            : List.of(DEFAULT_CHANNEL);
    String text =
        notice.deed().toUpperCase(java.util.Locale.ROOT)
            + " "
            + state.head().title()
            + " ("
            + state.head().lock()
            + ", run "
            + state.head().run()
            + "): "
            + notice.text();
    return channels.stream()
        .map(c -> new EventStore.OutboxRow(0, state.head().run(), notice.id(), c, text, 0));
  }

  private static boolean isAddress(String to) {
    return to.equals("terminal") || to.contains(":");
  }
}
