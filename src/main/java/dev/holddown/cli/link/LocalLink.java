package dev.holddown.cli.link;

import dev.holddown.view.RunView;
import java.util.function.Predicate;

/** The desk in this process. */
public final class LocalLink implements Link {
  private final Opened opened;
  private final Desk desk;
  private final boolean owns;
  private volatile boolean closed;

  /** {@code owns}: whether closing gives the data folder up. */
  public LocalLink(Opened opened, Desk desk, boolean owns) {
    this.opened = opened;
    this.desk = desk;
    this.owns = owns;
  }

  @Override
  public <T> T ask(Ask ask, Class<T> type) {
    return type.cast(desk.answer(ask));
  }

  @Override
  public boolean follow(String run, Predicate<RunView> more) {
    return new Following(desk, run, () -> owns && closed).each(more);
  }

  @Override
  public void close() {
    closed = true;
    if (owns) {
      opened.close();
    }
  }
}
