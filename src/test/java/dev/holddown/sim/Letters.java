package dev.holddown.sim;

import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The mail of a process that its engine has not read. */
final class Letters {
  private static final int BATCH_MAX = 256;

  private final List<Letter> waiting = new ArrayList<>();

  /** A request or a sample on its way to the engine. */
  sealed interface Letter {}

  record Order(Request request, Consumer<Request.Reply> then) implements Letter {}

  record Sample(String run, String watch, Reading reading, Reading truth) implements Letter {}

  void add(Letter letter) {
    waiting.add(letter);
  }

  /** A crash takes them all. */
  void clear() {
    waiting.clear();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Takes the next ones, samples before orders, as the real mailbox does. */
  List<Letter> batch() {
    List<Letter> next = waiting.subList(0, Math.min(BATCH_MAX, waiting.size()));
    List<Letter> batch = new ArrayList<>(next);
    next.clear();
    batch.sort(Comparator.comparing(letter -> letter instanceof Order));
    return batch;
  }
}
