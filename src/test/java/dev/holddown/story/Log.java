package dev.holddown.story;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.view.EventText;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;

/** The events of one run, as they stand in the store. */
record Log(List<Entry> entries) {
  <E extends RunEvent> List<E> all(Class<E> type) {
    return entries.stream().map(Entry::event).filter(type::isInstance).map(type::cast).toList();
  }

  boolean has(Class<? extends RunEvent> type) {
    return !all(type).isEmpty();
  }

  /** The only event of this type. */
  <E extends RunEvent> E the(Class<E> type) {
    List<E> all = all(type);
    if (all.size() != 1) {
      throw new NoSuchElementException(all.size() + " × " + type.getSimpleName() + " in:\n" + this);
    }
    return all.getFirst();
  }

  /** When the first event of this type was appended. */
  Instant when(Class<? extends RunEvent> type) {
    return entries.stream()
        .filter(e -> type.isInstance(e.event()))
        .findFirst()
        .orElseThrow(
            () -> new NoSuchElementException("no " + type.getSimpleName() + " in:\n" + this))
        .at();
  }

  /** The last Go or No-Go of a stage. */
  RunEvent.GateDecided gate(String stage) {
    return all(RunEvent.GateDecided.class).stream()
        .filter(g -> g.stage().equals(stage))
        .reduce((a, b) -> b)
        .orElseThrow(() -> new NoSuchElementException("no gate " + stage + " in:\n" + this));
  }

  /** The closing sentence. */
  String ending() {
    return the(RunEvent.Closed.class).sentence();
  }

  List<RunEvent> from(Instant moment) {
    return entries.stream().filter(e -> !e.at().isBefore(moment)).map(Entry::event).toList();
  }

  /** As people read it: fails for an event that has no words. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Entry e : entries) {
      text.append(e.at()).append(' ').append(e.actor()).append(' ');
      text.append(EventText.of(e.event())).append('\n');
    }
    return text.toString();
  }
}
