package dev.holddown.cli;

import dev.holddown.cli.link.LinksLooked;
import dev.holddown.view.LinkReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks once a day whether every link of a server's workspace still leads somewhere. */
final class DailyLinks implements AutoCloseable {
  static final Duration FIRST = Duration.ofMinutes(1);
  static final Duration EVERY = Duration.ofDays(1);

  private final LinkFolder folder;
  private final LinksLooked looked;
  private final InstantSource clock;
  private final Consumer<String> log;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("links").factory());

  /** {@code looked}: who is told; {@code log}: takes a line for each broken link. */
  DailyLinks(LinkFolder folder, LinksLooked looked, InstantSource clock, Consumer<String> log) {
    this.folder = folder;
    this.looked = looked;
    this.clock = clock;
    this.log = log;
  }

  /** From now on, on a thread of its own. */
  void begin() {
    thread.scheduleWithFixedDelay(
        this::look, FIRST.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  /** One look at all of them. */
  void look() {
    try {
      List<LinkCheck.Checked> all = folder.check("");
      List<LinkReport.Broken> broken =
          all.stream()
              .filter(one -> one.state() == LinkCheck.State.BROKEN)
              .map(one ->
                  new LinkReport.Broken(
                      one.target().place().toString(),
                      one.target().title(),
                      one.target().text(),
                      one.why()))
              .toList();
      int unknown =
          (int) all.stream().filter(one -> one.state() == LinkCheck.State.UNKNOWN).count();
      broken.forEach(one ->
          log.accept(
              "broken link at "
                  + one.place()
                  + ": \""
                  + one.title()
                  + "\" leads to "
                  + one.link()
                  + " ("
                  + one.why()
                  + ")"));
      looked.told(new LinkReport(clock.instant(), all.size(), unknown, broken));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.accept("the links of the workspace were not looked at: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
