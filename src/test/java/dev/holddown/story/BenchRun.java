package dev.holddown.story;

import dev.holddown.demo.DocumentWorld;
import dev.holddown.domain.run.ItemState;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.view.RunView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** The run of one line on a {@link RowBench}. */
record BenchRun(
    World world, DocumentWorld outside, AtomicReference<Instant> now, String run, String key)
    implements AutoCloseable {
  /** No line waits longer for its proof. */
  private static final List<Integer> SECONDS = List.of(1, 1, 2, 6, 20, 30, 60, 180, 300, 600, 1500);

  ItemState item() {
    return world.state(run).item(key);
  }

  void passes(Duration by) throws IOException {
    // in steps, so that the tools look at the clock too
    for (Duration left = by; left.isPositive(); left = left.minusSeconds(60)) {
      now.set(world.now());
      outside.at(world.now().toString());
      world.advance(left.compareTo(Duration.ofSeconds(60)) < 0 ? left : Duration.ofSeconds(60));
    }
  }

  /** Lets time pass until the item has ended, or somebody is waited for. */
  void settles() throws IOException {
    for (int seconds : SECONDS) {
      if (item().status().ended() || waits()) {
        return;
      }
      passes(Duration.ofSeconds(seconds));
    }
  }

  private boolean waits() {
    return view().standing().waiting().stream().anyMatch(waiting -> !waiting.who().isEmpty());
  }

  /** A person of a role signs; gives the refusal, or an empty text. */
  String signs(String person, String role) {
    return world.says(person, run, new RunCommand.Sign(key, role, "looked at it", "in_app"));
  }

  /** All that happened, in words, and the heads-up of the item. */
  String told() {
    String warn =
        view().stages().stream()
            .flatMap(stage -> stage.items().stream())
            .map(item -> item.mark().warn())
            .filter(text -> !text.isEmpty())
            .map(text -> "heads-up: " + text + "\n")
            .collect(Collectors.joining());
    return world.log(run) + warn;
  }

  private RunView view() {
    return RunView.of(world.state(run), world.now(), List.of());
  }

  @Override
  public void close() {
    world.close();
  }
}
