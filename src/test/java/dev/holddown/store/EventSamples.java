package dev.holddown.store;

import dev.holddown.domain.kernel.Token;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Watch.Then;
import dev.holddown.domain.run.Act;
import dev.holddown.domain.run.Ending;
import dev.holddown.domain.run.FileNote;
import dev.holddown.domain.run.Finding;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.Stats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** At least one event of every kind, with every kind of value in them. */
final class EventSamples {
  private static final Instant T = Instant.parse("2026-11-21T10:00:00.123456789Z");
  private static final String DIGEST =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  private static final String WHY = "saved.digest was D3 and is D4";
  private static final Map<String, String> COVERED = Map.of("saved.digest", "D3");

  private EventSamples() {}

  /** What the golden log of format 1 holds: it told digests only. */
  static List<RunEvent> asVersionOneToldThem() {
    return everyEvent().stream().map(EventSamples::inVersionOne).toList();
  }

  static List<RunEvent> asVersionTwoToldThem() {
    return everyEvent().stream().map(EventSamples::inVersionTwo).toList();
  }

  private static RunEvent inVersionTwo(RunEvent event) {
    return switch (event) {
      case RunEvent.Owned e ->
          new RunEvent.Owned(e.epoch(), e.node(), e.lastSeen(), Optional.of(Duration.ZERO));
      case RunEvent.Overtook e -> new RunEvent.Overtook(e.run(), e.landsUntil(), Duration.ZERO);
      default -> inVersionThree(event);
    };
  }

  /** What the golden log of format 3 holds: it did not tell how a signature was given. */
  static List<RunEvent> asVersionThreeToldThem() {
    return everyEvent().stream().map(EventSamples::inVersionThree).toList();
  }

  private static RunEvent inVersionThree(RunEvent event) {
    return event instanceof RunEvent.Signed e
        ? new RunEvent.Signed(
            e.key(), e.role(), e.person(), e.content(), e.comment(), e.covered(), "")
        : event;
  }

  private static RunEvent inVersionOne(RunEvent event) {
    return switch (event) {
      case RunEvent.Signed e ->
          new RunEvent.Signed(
              e.key(), e.role(), e.person(), e.content(), e.comment(), Map.of(), "");
      case RunEvent.SignatureVoided e -> {
        String why = "what it was for has changed, to sha256:other";
        yield new RunEvent.SignatureVoided(e.key(), e.person(), e.role(), e.was(), why);
      }
      default -> inVersionTwo(event);
    };
  }

  /** In the order of the log's names; what the newest golden log holds, line by line. */
  static List<RunEvent> all() {
    List<RunEvent> events = new ArrayList<>();
    events.addAll(run());
    events.addAll(items());
    events.addAll(acts());
    events.addAll(people());
    events.addAll(watches());
    events.addAll(wayBack());
    events.addAll(together());
    events.addAll(deferrals());
    return List.copyOf(events);
  }

  /** What came after the golden log of format 2; each has a line in a log of its own. */
  static List<RunEvent> together() {
    return List.of(
        new RunEvent.StageReopened("before", "\"scan\" was reopened: wrong image"),
        new RunEvent.Late("scan", T, "\"Scan\" is late: it was due at " + T),
        new RunEvent.ChildIntended("restart", "r-1-restart-1", "inc_003", values()),
        new RunEvent.ChildStarted("restart", "r-1-restart-1"),
        new RunEvent.ChildEnded("restart", "r-1-restart-1", Outcome.ABORTED, "nothing changed"),
        new RunEvent.EpochRaised(9, "run r-1-restart-1 works inside it"),
        new RunEvent.Filled("log", "operator", "ada", values()),
        new RunEvent.Commented("scan", "ada", "a false alarm, see EX-7\nand the scan of Monday"),
        new RunEvent.Attached(
            "run", "grace", new FileNote("grün.png", "image/png", 4_711, DIGEST)));
  }

  /** What came after the golden log of format 4. */
  static List<RunEvent> deferrals() {
    return List.of(new RunEvent.Deferred(T, "the quota is amber"));
  }

  /** What every-event.jsonl holds; what came later has logs of its own. */
  static List<RunEvent> everyEvent() {
    return all().stream()
        .filter(event -> !together().contains(event) && !deferrals().contains(event))
        .toList();
  }

  /** Every kind of free value, as {@link OpenValues} keeps them. */
  static Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("text", "grün ✓ \"quoted\" \u0000 🚀");
    values.put("long", 5L);
    values.put("double", 5.0);
    values.put("large", Long.MAX_VALUE);
    values.put("small", Long.MIN_VALUE);
    values.put("tiny", Double.MIN_VALUE);
    values.put("huge", 1.0e300);
    values.put("minusZero", -0.0);
    values.put("notANumber", Double.NaN);
    values.put("infinite", Double.NEGATIVE_INFINITY);
    values.put("yes", true);
    values.put("time", T);
    values.put("lasts", Duration.ofMillis(1_500));
    values.put("list", Arrays.asList(1L, 1.0, "one", null, List.of(), Map.of()));
    Map<String, Object> dollar = new LinkedHashMap<>();
    dollar.put("$", "money");
    dollar.put("nested", Map.of("a", 1L));
    values.put("map", dollar);
    values.put("nothing", null);
    return values;
  }

  private static List<RunEvent> run() {
    RunHead head =
        new RunHead(
            "r-1",
            "promote_checkout",
            "Production promotion",
            "checkout",
            "prod",
            RunHead.Mode.RELEASE,
            values(),
            "ada",
            Optional.empty());
    RunHead back =
        new RunHead(
            "r-2",
            "promote_checkout",
            "The way back",
            "checkout",
            "prod",
            RunHead.Mode.ROLLBACK,
            Map.of(),
            "grace",
            Optional.of("r-1"));
    return List.of(
        new RunEvent.Started(head, DIGEST),
        new RunEvent.Started(back, DIGEST),
        new RunEvent.Queued("checkout/prod", "r-0"),
        new RunEvent.LockTaken("checkout/prod", 3, 14),
        new RunEvent.LockLost("checkout/prod", "r-2"),
        new RunEvent.Owned(7, "node-a", T, Optional.of(Duration.ofSeconds(3))),
        new RunEvent.Held("lunch"),
        new RunEvent.Resumed("back"),
        new RunEvent.Aborted("wrong version"),
        new RunEvent.WatchingBegan("checkout/prod"),
        new RunEvent.Closed(Outcome.SUCCEEDED, "1.4.2 is live"),
        new RunEvent.BaselineFrozen("errors", Optional.of(new Stats(0.004, 0.001, 360)), ""),
        new RunEvent.BaselineFrozen("p99", Optional.empty(), "no data for 60m"),
        new RunEvent.WayBackFrozen(Map.of("version", "1.4.1"), "the last good version"));
  }

  private static List<RunEvent> items() {
    Finding full =
        new Finding(
            Verdict.PASSED,
            "result.critical == 0: it is 0",
            "2 high findings",
            values(),
            Optional.of(DIGEST),
            17);
    return List.of(
        new RunEvent.StageOpened("canary"),
        new RunEvent.GateDecided("canary", true, "Go: 5 of 5"),
        new RunEvent.StageClosed("canary"),
        new RunEvent.Opened("canary/scan"),
        new RunEvent.Asked("canary/scan", Purpose.CHECK, 1, full),
        new RunEvent.Asked(
            "canary/scan", Purpose.DONE, 2, Finding.of(Verdict.ERRORED, "timed out after 10s")),
        new RunEvent.Chosen("canary/why", -1, "no case was true"),
        new RunEvent.RetryPlanned("canary/scan", T.plusSeconds(30), "attempt 2 of 3"),
        new RunEvent.Turned("canary/scan", ItemStatus.PASSED, "verified"),
        new RunEvent.Reopened("canary/scan", 2, "asked again"),
        new RunEvent.BakeBegan("canary/rollout", 0),
        new RunEvent.BakeRestarted("canary/rollout", 1, "an alarm fired"),
        new RunEvent.BakePassed("canary/rollout", 1, "15m of fresh samples"),
        new RunEvent.StepPassed("canary/rollout", 1));
  }

  private static List<RunEvent> acts() {
    Act act =
        new Act(
            "op-1", "lambda.set_alias", new Token(3, 15), T.plusSeconds(60), T.plusSeconds(90), 1);
    return List.of(
        new RunEvent.Intended("canary/alias", act),
        new RunEvent.Begun("canary/alias", "op-1", "pid:4711"),
        new RunEvent.Ended("canary/alias", "op-1", Ending.LANDED, "ok", Optional.of(DIGEST)),
        new RunEvent.Ended("canary/alias", "op-1", Ending.UNKNOWN, "", Optional.empty()),
        new RunEvent.StopIntended("canary/alias", "op-1", "pid:4711"),
        new RunEvent.Settled("canary/alias", "op-1", true, "done was asked: in place"));
  }

  private static List<RunEvent> people() {
    return List.of(
        new RunEvent.Signed(
            "before/approval", "approver", "grace", DIGEST, "good to go", COVERED, "phone"),
        new RunEvent.SignatureVoided("before/approval", "grace", "approver", DIGEST, WHY),
        new RunEvent.Declined("before/approval", "approver", "linus", "too late today"),
        new RunEvent.Noticed("n-1", "PAGE", List.of("slack:#ops", "mail:ops@x"), "look here"));
  }

  private static List<RunEvent> watches() {
    return List.of(
        new RunEvent.Armed("p99_limit[alb]"),
        new RunEvent.Disarmed("p99_limit[alb]"),
        new RunEvent.WindowStarted("p99_limit[alb]", "breach", T, 1.25, "1.25 s >= 1.0 s"),
        new RunEvent.WindowStarted("p99_limit[alb]", "breach", T, Double.NaN, "no number"),
        new RunEvent.WindowGapped("p99_limit[alb]", T, T.plusNanos(1)),
        new RunEvent.WindowCleared("p99_limit[alb]", "breach", T, Double.POSITIVE_INFINITY),
        new RunEvent.Blinded("p99_limit[alb]", T, "ERROR", "connection refused"),
        new RunEvent.Sighted("p99_limit[alb]", T),
        new RunEvent.Fired(
            "p99_limit[alb]",
            "breach",
            T,
            T.plusSeconds(60),
            "1.25 s >= 1.0 s for 1m",
            List.of(
                new Then(Then.Deed.ROLLBACK, List.of(), Duration.ZERO),
                new Then(Then.Deed.PAGE, List.of("slack:#ops"), Duration.ofSeconds(90))),
            Optional.of(DIGEST)),
        new RunEvent.Proposed("errors", "5xx above 1 %"));
  }

  private static List<RunEvent> wayBack() {
    return List.of(
        new RunEvent.RollbackDecided("watch p99_limit[alb]"),
        new RunEvent.PhaseOpened("alias"),
        new RunEvent.PhaseOverdue("alias", "longer than 5m"),
        new RunEvent.PhaseClosed("alias", true),
        new RunEvent.ReproofBegan("an act of r-1 could still land"),
        new RunEvent.Overtook("r-1", T, Duration.ofSeconds(35)));
  }
}
