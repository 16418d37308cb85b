package dev.holddown.cli.link;

import dev.holddown.domain.permit.Documents;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.House;
import dev.holddown.domain.run.Freezing;
import dev.holddown.domain.run.PermitState;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.GovernanceLog;
import dev.holddown.spi.Freezes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** The freezes of an engine, for the items of its runs and for its boards. */
public final class FreezesInForce implements Freezes {
  private final Supplier<Hosted> hosted;
  private final Supplier<Documents> documents;
  private final InstantSource clock;

  /**
   * Of an engine.
   *
   * @param documents what the workspace in force says of freezes
   */
  public FreezesInForce(
      Supplier<Hosted> hosted, Supplier<Documents> documents, InstantSource clock) {
    this.hosted = hosted;
    this.documents = documents;
    this.clock = clock;
  }

  private House house() {
    return PlatformLook.of(this::read);
  }

  private House read() {
    return GovernanceLog.read(hosted.get().store()).house(documents.get());
  }

  @Override
  public List<Holding> at(String service, String environment) {
    return Freeze.inForce(house().freezes(), service, environment, clock.instant()).stream()
        .map(held -> holding(held, List.of()))
        .toList();
  }

  @Override
  public List<Holding> of(String run) {
    RunState state =
        hosted
            .get()
            .mail()
            .state(run)
            .orElseThrow(() ->
                new IllegalStateException(
                    "this engine does not work on a run \""
                        + run
                        + "\", so its freezes are not"
                        + " known here; write freeze.active: {run: \"${run.id}\"}"));
    Instant now = clock.instant();
    return Freezing.holding(state, house(), now).stream()
        .map(held ->
            holding(
                held,
                Freezing.leave(state, held.freeze(), now).stream()
                    .map(FreezesInForce::told)
                    .toList()))
        .toList();
  }

  private static Leave told(PermitState.Override o) {
    return new Leave(o.by().person(), o.by().role(), o.by().method(), o.by().reason(), o.until());
  }

  private static Holding holding(Freeze.InForce held, List<Leave> overrides) {
    Freeze freeze = held.freeze();
    return new Holding(
        freeze.id(), freeze.about().owner(), held.until(), Freezing.told(held), overrides);
  }
}
