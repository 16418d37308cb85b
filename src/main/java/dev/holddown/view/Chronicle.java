package dev.holddown.view;

import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.EventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run's events tell and its state forgets: who touched each item last, and what a chart is
 * marked with.
 *
 * @param version the number of the last event in it
 * @param touches by the key of an item or gate
 */
public record Chronicle(
    long version, List<Sign> signs, List<Ramp> ramps, Map<String, Touch> touches) {
  private static final int SIGNS_MAX = 40;

  /** A moment that a chart is marked with. */
  public record Sign(Instant at, String text) {}

  /** A step of a rollout, from 0, came into place. */
  public record Ramp(Instant at, String key, int step) {}

  /** The last event about an item; {@code version}: its number in the run. */
  public record Touch(String actor, Instant at, long version) {}

  /** Before the first event. */
  public static Chronicle empty() {
    return new Chronicle(0, List.of(), List.of(), Map.of());
  }

  /** This one and what came after it, in order. */
  public Chronicle with(List<EventStore.Stored> events) {
    if (events.isEmpty()) {
      return this;
    }
    List<Sign> marked = new ArrayList<>(signs);
    List<Ramp> ramped = new ArrayList<>(ramps);
    Map<String, Touch> touched = new HashMap<>(touches);
    for (EventStore.Stored event : events) {
      Instant at = event.entry().at();
      String text = sign(event.entry().event());
      if (!text.isEmpty() && marked.size() < SIGNS_MAX) {
        marked.add(new Sign(at, text));
      }
      if (event.entry().event() instanceof RunEvent.BakeBegan began) {
        ramped.add(new Ramp(at, began.key(), began.step()));
      }
      EventKey.of(event.entry().event())
          .ifPresent(key ->
              touched.put(key, new Touch(event.entry().actor().toString(), at, event.version())));
    }
    return new Chronicle(
        events.getLast().version(), List.copyOf(marked), List.copyOf(ramped), Map.copyOf(touched));
  }

  private static String sign(RunEvent event) {
    return switch (event) {
      case RunEvent.StageOpened e -> e.stage();
      case RunEvent.Fired e -> "fired";
      case RunEvent.RollbackDecided e -> "rollback";
      case RunEvent.Aborted e -> "abort";
      default -> "";
    };
  }
}
