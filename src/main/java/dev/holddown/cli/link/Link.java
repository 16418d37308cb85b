package dev.holddown.cli.link;

import dev.holddown.view.RunView;
import dev.holddown.view.StatusView;
import java.util.function.Predicate;

/** The way to an engine, or to a store that is only read. Each call is whole or {@link Refused}. */
public interface Link extends AutoCloseable {
  /**
   * Asks, and waits for the answer.
   *
   * @throws Refused when it was refused, or the engine did not answer
   */
  <T> T ask(Ask ask, Class<T> type);

  /** The list of runs; {@code all}: also older ones. */
  default StatusView status(boolean all) {
    return ask(Ask.of("status").with("all", all), StatusView.class);
  }

  /**
   * Follows a run until it is closed, or until {@code more} says that it is enough. Returns whether
   * the last picture was seen; false means that the engine ended before.
   */
  boolean follow(String run, Predicate<RunView> more);

  @Override
  void close();
}
