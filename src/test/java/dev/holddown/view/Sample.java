package dev.holddown.view;

import dev.holddown.conditions.Cel;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.Decision;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Finding;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.EventStore;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run that was told step by step, without an engine: what screens are tested with. */
public final class Sample {
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final Playbook PLAYBOOK = playbook();

  private final List<EventStore.Sample> latest = new ArrayList<>();
  private Instant now = START;
  private RunState state;

  private Sample() {
    RunHead head =
        new RunHead(
            "sample-1",
            "sample",
            "A sample release",
            "shop",
            "prod",
            RunHead.Mode.RELEASE,
            Map.of("version", "2.0"),
            "ann",
            Optional.empty());
    Entry first = Run.start(head, "0".repeat(64), Actor.person("ann"), START);
    state = Run.fold(List.of(first), Plan.of(PLAYBOOK));
    tell(new RunCommand.TakeLock(1, 0));
    tell(new RunCommand.FreezeWayBack(Map.of("version", "1.0"), true, "frozen"));
  }

  private static Playbook playbook() {
    Cel cel = new Cel();
    Map<String, Manual> manuals =
        Map.of(
            "lab.look",
            Manual.of("lab.look", "Says the value.")
                .gives("version", "the value")
                .gives("value", "a number")
                .example("lab.look: {}"),
            "lab.change",
            Manual.of("lab.change", "Sets the value.")
                .required("version", Manual.Type.TEXT, Slot.DATA, "the value")
                .example("lab.change: {version: a}"),
            "lab.weight",
            Manual.of("lab.weight", "Moves traffic.")
                .optional("weight", Manual.Type.INT, Slot.DATA, "percent")
                .example("lab.weight: {}"));
    var reading =
        new PlaybookReader(manuals, cel.check())
            .read(
                "sample.yaml",
                """
                kind: playbook
                id: sample
                title: A sample release
                subject: {service: shop, environment: prod}
                inputs:
                  version: {type: version}
                metrics:
                  errors: {lab.look: {}, unit: ratio}
                stages:
                  - stage: Before
                    id: before
                    gate: all
                    items:
                      - {check: The old version runs, id: old, lab.look: {}, expect: result.version == "1.0"}
                      - {signoff: Approval, sign: {all: [{role: approver}, {role: owner}]}}
                  - stage: Canary
                    id: canary
                    items:
                      - {rollout: Ten percent and then all, id: ramp, router: {lab.weight: {}}, steps: [{weight: 10, bake: 15m}, {weight: 100}], watch: [errors_high], on-breach: rollback}
                watches:
                  - {watch: Errors are high, id: errors_high, metric: errors, armed: canary .. end, breach: result.value > percent(1), for: 4s, every: 1s, then: rollback}
                rollback:
                  to: {version: "1.0"}
                  phases:
                    - phase: Back to the old version
                      id: back
                      time-box: 30s
                      items:
                        - {step: Set it back, id: set_back, lab.change: {version: "${rollback.to.version}"}, repeatable: true}
                """);
    return reading
        .playbook()
        .orElseThrow(() -> new IllegalStateException(reading.problems().toString()));
  }

  /** It goes forward and nobody is waited for. */
  public static Sample going() {
    return new Sample();
  }

  /** Two roles have to sign. */
  public static Sample waitingForSignature() {
    return new Sample().answer("old", Verdict.PASSED, "result.version = \"1.0\"");
  }

  /** One of two signatures is there. */
  public static Sample signedBy(String person) {
    Sample sample = waitingForSignature();
    sample.tell(new RunCommand.Sign("approval", "approver", ""), Actor.person(person));
    return sample;
  }

  /** The gate said No-Go. */
  static Sample noGo() {
    return new Sample().answer("old", Verdict.FAILED, "result.version = \"0.9\"");
  }

  /** The order for ten percent is out. */
  static Sample shifting() {
    Sample sample = signedBy("ann");
    sample.tell(new RunCommand.Sign("approval", "owner", ""), Actor.person("bob"));
    sample.tell(
        new RunCommand.Intend(
            "ramp", 1, "lab.weight", Duration.ofSeconds(60), Duration.ofSeconds(5)));
    return sample.pass(Duration.ofSeconds(1));
  }

  /** Ten percent are in place and bake. */
  static Sample baking() {
    Sample sample = shifting();
    String op = sample.state.item("ramp").act().orElseThrow().act().op();
    sample.tell(
        new RunCommand.End(
            "ramp", op, dev.holddown.domain.run.Ending.LANDED, "done", Optional.empty()));
    sample.tell(
        new RunCommand.Answer("ramp", Purpose.DONE, 1, Finding.of(Verdict.PASSED, "weight = 10")));
    return sample.sees(0.002, false);
  }

  Sample answer(String key, Verdict verdict, String reason) {
    return tell(new RunCommand.Answer(key, Purpose.CHECK, 1, Finding.of(verdict, reason)));
  }

  Sample sees(double value, boolean breach) {
    Instant at = pass(Duration.ofSeconds(1)).now;
    Optional<Instant> previous =
        latest.isEmpty() ? Optional.empty() : Optional.of(latest.getLast().reading().at());
    Reading reading =
        new Reading(
            at,
            Reading.Kind.SEEN,
            value,
            0.01,
            "result.value = " + value,
            breach ? List.of("breach") : List.of());
    latest.clear();
    latest.add(new EventStore.Sample("sample-1", "errors_high", reading));
    return tell(new RunCommand.Observe("errors_high", reading, previous, Optional.empty()));
  }

  /** The same, before the newest sample is kept. */
  Sample seesUnkept(double value, boolean breach) {
    List<EventStore.Sample> kept = List.copyOf(latest);
    sees(value, breach);
    latest.clear();
    latest.addAll(kept);
    return this;
  }

  Sample pass(Duration time) {
    now = now.plus(time);
    return this;
  }

  Sample tell(RunCommand command) {
    return tell(command, Actor.engine());
  }

  Sample tell(RunCommand command, Actor actor) {
    state =
        switch (Run.decide(state, command, actor, now)) {
          case Decision.Accepted accepted -> accepted.after();
          case Decision.Refused refused -> throw new IllegalStateException(refused.sentence());
        };
    return this;
  }

  RunState state() {
    return state;
  }

  /** What a screen sees. */
  public RunView view() {
    return RunView.of(state, now, latest);
  }
}
