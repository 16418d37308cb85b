package dev.holddown.cli.link;

import dev.holddown.view.RunView;
import java.util.function.Predicate;

/** The desk in this process. Closing gives the data folder up. */
public final class LocalLink implements Link {
  private final Opened opened;
  private final Desk desk;
  private volatile boolean closed;

  public LocalLink(Opened opened, Desk desk) {
    this.opened = opened;
    this.desk = desk;
  }

  @Override
  public <T> T ask(Ask ask, Class<T> type) {
    return type.cast(desk.answer(ask));
  }

  @Override
  public boolean follow(String run, Predicate<RunView> more) {
    return new Following(desk, run, () -> closed).each(more);
  }

  @Override
  public void close() {
    closed = true;
    opened.close();
  }
}
