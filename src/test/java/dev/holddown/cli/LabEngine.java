package dev.holddown.cli;

import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.WorkspaceKeeper;
import dev.holddown.engine.Engine;
import dev.holddown.engine.Lanes;
import dev.holddown.engine.Mail;
import dev.holddown.engine.Mailbox;
import dev.holddown.engine.Redactor;
import dev.holddown.engine.Worker;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Keeping;
import dev.holddown.engine.port.Ports;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A real engine in a data folder, on threads of its own. */
final class LabEngine implements Hosted {
  private final LabFolder folder;
  private final Consumer<String> pages;
  private final Mailbox mailbox;
  private final Lanes lanes;
  private final Thread thread;
  private final Map<String, String> cards = new ConcurrentHashMap<>();
  private final AtomicReference<String> failure = new AtomicReference<>("");

  private final WorkspaceKeeper keeper;

  LabEngine(LabFolder folder, Ports ports, WorkspaceKeeper keeper, Consumer<String> pages) {
    this.folder = folder;
    this.keeper = keeper;
    this.pages = pages;
    this.mailbox = new Mailbox(ports.passing().clock(), why -> failure.set(why.toString()));
    this.lanes =
        new Lanes(
            Executors.newCachedThreadPool(),
            Executors.newCachedThreadPool(),
            Executors.newCachedThreadPool(),
            Executors.newSingleThreadScheduledExecutor(),
            pause -> new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS));
    Worker worker =
        new Worker(
            ports,
            mailbox,
            lanes,
            new Redactor(),
            (state, to) -> cards.put(state.head().run(), "CARD back to " + to + "\n"));
    Engine engine = new Engine(ports, worker, "lab");
    this.thread = Thread.ofPlatform().daemon().start(() -> mailbox.run(engine));
  }

  @Override
  public void page(String text) {
    pages.accept(text);
  }

  @Override
  public Mail mail() {
    return mailbox;
  }

  @Override
  public Optional<WorkspaceKeeper> workspace() {
    return Optional.of(keeper);
  }

  @Override
  public Optional<String> failure() {
    return Optional.of(failure.get()).filter(why -> !why.isEmpty());
  }

  @Override
  public EventStore store() {
    return folder.store();
  }

  @Override
  public Blobs blobs() {
    return folder.blobs();
  }

  @Override
  public Optional<Keeping> keeping() {
    return folder.keeping();
  }

  @Override
  public Optional<String> card(String run) {
    return Optional.ofNullable(cards.get(run));
  }

  @Override
  public void close() {
    mailbox.end();
    try {
      thread.join();
      if (!lanes.end(Duration.ofSeconds(60))) {
        throw new IllegalStateException("somebody still works in a lane");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      folder.close();
    }
  }
}
