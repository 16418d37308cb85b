package dev.holddown.cli.link;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.engine.GovernanceLog;
import dev.holddown.engine.Request;
import dev.holddown.spi.IncidentMode;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The incident mode of an engine, for the items of its runs. */
public final class IncidentSwitch implements IncidentMode {
  private static final int SECONDS_MAX = 10;

  private final Supplier<Hosted> hosted;
  private final InstantSource clock;

  public IncidentSwitch(Supplier<Hosted> hosted, InstantSource clock) {
    this.hosted = hosted;
    this.clock = clock;
  }

  @Override
  public Optional<On> now() {
    return PlatformLook.of(
        () -> GovernanceLog.read(hosted.get().store()).incidents().on().map(IncidentSwitch::told));
  }

  private static On told(Incident incident) {
    return new On(
        incident.id(),
        incident.about().severity().name(),
        incident.about().severity().level(),
        incident.filed().times().startedAt(),
        incident.kept().pinned().map(Incident.Pin::digest).orElse(""));
  }

  @Override
  public On start(Wish wish) throws InterruptedException {
    Snapshots snapshots = new Snapshots(hosted.get(), clock);
    Incident.About about =
        new Incident.About(
            wish.title(),
            snapshots
                .severities()
                .find(wish.severity())
                .orElseThrow(
                    () -> new IllegalArgumentException(snapshots.unknown(wish.severity()))),
            List.of(),
            List.of());
    Request start = snapshots.start(about, Actor.engine());
    try {
      Request.Reply reply = hosted.get().mail().post(start).get(SECONDS_MAX, TimeUnit.SECONDS);
      if (!reply.accepted()) {
        throw new IllegalArgumentException(reply.sentence());
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the engine does not answer: " + e, e);
    }
    return now().orElseThrow(() -> new IllegalStateException("incident mode was left at once"));
  }
}
