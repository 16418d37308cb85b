package dev.holddown.view;

import dev.holddown.domain.run.Ending;
import dev.holddown.domain.run.Finding;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunEvent;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Each event in plain words. */
public final class EventText {
  private EventText() {}

  /** One sentence without a full stop. */
  public static String of(RunEvent event) {
    return switch (event) {
      case RunEvent.Started e ->
          "run started: "
              + e.head().title()
              + " for "
              + e.head().lock()
              + inputs(e)
              + ", playbook sha256:"
              + e.playbook();
      case RunEvent.Queued e -> "queued for " + e.lock() + " behind " + e.behind();
      case RunEvent.LockTaken e -> "took the lock " + e.lock() + " at epoch " + e.epoch();
      case RunEvent.LockLost e -> "lost the lock " + e.lock() + " to " + e.to();
      case RunEvent.Overtook e ->
          "took over from " + e.run() + ", whose act may land until " + Times.full(e.landsUntil());
      case RunEvent.Owned e ->
          "taken over at epoch "
              + e.epoch()
              + "; looked at until "
              + Times.full(e.lastSeen())
              + (e.ahead().isPresent() ? "" : "; acts in flight get their whole time anew");
      case RunEvent.Held e -> "held: " + e.reason();
      case RunEvent.Deferred e -> "deferred until " + e.until() + ": " + e.reason();
      case RunEvent.Resumed e -> "resumed" + because(e.reason());
      case RunEvent.Aborted e -> "aborted" + because(e.reason());
      case RunEvent.WatchingBegan e -> "every stage is closed; let go of the lock " + e.lock();
      case RunEvent.Closed e -> "closed as " + word(e.outcome()) + ": " + e.sentence();
      case RunEvent.BaselineFrozen e ->
          "baseline of "
              + e.metric()
              + (e.stats().isPresent() ? " frozen: " : " missing: ")
              + e.reason();
      case RunEvent.WayBackFrozen e -> "way back frozen: " + RunText.pairs(e.to());
      case RunEvent.StageOpened e -> "stage " + e.stage() + " opened";
      case RunEvent.GateDecided e -> "gate of " + e.stage() + ": " + e.sentence();
      case RunEvent.StageClosed e -> "stage " + e.stage() + " closed";
      case RunEvent.StageReopened e ->
          "stage " + e.stage() + " reopened, its Go is taken back" + because(e.reason());
      default -> item(event);
    };
  }

  private static String inputs(RunEvent.Started e) {
    return e.head().inputs().isEmpty() ? "" : " with " + RunText.pairs(e.head().inputs());
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }

  private static String covered(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> ", for " + value.getKey() + " = " + value.getValue())
        .collect(Collectors.joining());
  }

  private static String item(RunEvent event) {
    return switch (event) {
      case RunEvent.Opened e -> e.key() + " opened";
      case RunEvent.Late e -> e.text();
      case RunEvent.Owing e ->
          e.key()
              + " is owed"
              + (e.round() > 1 ? " again (" + e.round() + ")" : "")
              + ", due at "
              + Times.full(e.due());
      case RunEvent.Reminded e -> e.text();
      case RunEvent.Asked e -> e.key() + asked(e);
      case RunEvent.Chosen e -> e.key() + " took case " + (e.index() + 1) + ": " + e.reason();
      case RunEvent.Intended e ->
          e.key()
              + " intends "
              + e.act().what()
              + ", operation "
              + e.act().op()
              + ", token "
              + e.act().token();
      case RunEvent.Begun e -> e.key() + " goes on at the target as " + e.reference();
      case RunEvent.Ended e -> e.key() + ended(e);
      case RunEvent.StopIntended e -> e.key() + " is asked to stop (" + e.reference() + ")";
      case RunEvent.Settled e ->
          e.key()
              + (e.landed() ? " is settled: it landed, " : " is settled: it never lands, ")
              + e.how();
      case RunEvent.RetryPlanned e ->
          e.key() + " is tried again at " + Times.clock(e.at()) + because(e.reason());
      case RunEvent.Turned e ->
          e.key()
              + " "
              + e.status().name().toLowerCase(Locale.ROOT).replace('_', ' ')
              + because(e.reason());
      case RunEvent.Reopened e ->
          e.key() + " reopened for attempt " + e.attempt() + because(e.reason());
      case RunEvent.BakeBegan e ->
          e.key() + " is in place at step " + (e.step() + 1) + "; the bake begins";
      case RunEvent.BakeRestarted e -> e.key() + ": the bake begins anew" + because(e.why());
      case RunEvent.BakePassed e -> e.key() + ": the bake is over" + because(e.reason());
      case RunEvent.StepPassed e -> e.key() + ": step " + (e.step() + 1) + " is over";
      default -> people(event);
    };
  }

  private static String people(RunEvent event) {
    return switch (event) {
      case RunEvent.Signed e ->
          e.key()
              + " signed by "
              + e.person()
              + " as "
              + e.role()
              + (e.method().isEmpty() ? "" : " by " + e.method())
              + because(e.comment())
              + covered(e.covered())
              + ", content sha256:"
              + e.content();
      case RunEvent.SignatureVoided e ->
          e.key()
              + ": the signature of "
              + e.person()
              + " as "
              + e.role()
              + " is void"
              + because(e.why());
      case RunEvent.Declined e ->
          e.key() + " declined by " + e.person() + " as " + e.role() + because(e.reason());
      case RunEvent.ChildIntended e -> e.key() + " is to start run " + e.run() + " of " + e.use();
      case RunEvent.ChildStarted e -> e.key() + " started run " + e.run();
      case RunEvent.ChildEnded e -> e.key() + ": run " + e.run() + " ended: " + e.sentence();
      case RunEvent.EpochRaised e -> "epoch raised to " + e.epoch() + because(e.why());
      case RunEvent.Filled e ->
          e.key()
              + " filled in by "
              + e.person()
              + " as "
              + e.role()
              + ": "
              + RunText.pairs(e.values());
      case RunEvent.Commented e -> e.key() + ": " + e.person() + " says: " + e.text();
      case RunEvent.Attached e ->
          e.key()
              + ": "
              + e.person()
              + " attached "
              + e.file().name()
              + " ("
              + e.file().type()
              + ", "
              + e.file().bytes()
              + " bytes)"
              + evidence(java.util.Optional.of(e.file().digest()));
      default -> rest(event);
    };
  }

  private static String asked(RunEvent.Asked e) {
    Finding finding = e.finding();
    return " "
        + e.purpose().name().toLowerCase(Locale.ROOT)
        + " "
        + finding.verdict().name().toLowerCase(Locale.ROOT)
        + because(finding.reason())
        + evidence(finding.evidence());
  }

  private static String ended(RunEvent.Ended e) {
    String how =
        e.ending() == Ending.LANDED
            ? " landed"
            : e.ending() == Ending.FAILED ? " failed" : " ended, nobody knows how";
    return how + because(e.message()) + evidence(e.evidence());
  }

  private static String evidence(java.util.Optional<String> digest) {
    return digest.map(hex -> " (evidence sha256:" + hex + ")").orElse("");
  }

  private static String rest(RunEvent event) {
    return switch (event) {
      case RunEvent.Armed e -> "watch " + e.watch() + " armed";
      case RunEvent.Disarmed e -> "watch " + e.watch() + " disarmed";
      case RunEvent.WindowStarted e ->
          "watch " + e.watch() + ": " + e.level() + " began" + because(e.reason());
      case RunEvent.WindowGapped e ->
          "watch "
              + e.watch()
              + ": no samples from "
              + Times.clock(e.from())
              + " to "
              + Times.clock(e.to())
              + ", which counts for nothing";
      case RunEvent.WindowCleared e ->
          "watch " + e.watch() + ": " + e.level() + " is over, value " + e.value();
      case RunEvent.Blinded e ->
          "watch "
              + e.watch()
              + " is blind since "
              + Times.clock(e.since())
              + ", "
              + e.cause()
              + because(e.message());
      case RunEvent.Sighted e -> "watch " + e.watch() + " sees";
      case RunEvent.Fired e ->
          "watch "
              + e.watch()
              + " fired "
              + e.level()
              + because(e.reason())
              + evidence(e.evidence());
      case RunEvent.Proposed e -> "a rollback is proposed" + because(e.reason());
      case RunEvent.RollbackDecided e -> "rollback decided: " + e.cause();
      case RunEvent.PhaseOpened e -> "rollback phase " + e.phase() + " opened";
      case RunEvent.PhaseOverdue e ->
          "rollback phase " + e.phase() + " is overdue" + because(e.reason());
      case RunEvent.PhaseClosed e ->
          "rollback phase " + e.phase() + " closed, " + (e.proved() ? "proved" : "not proved");
      case RunEvent.ReproofBegan e -> "every proof is asked once more" + because(e.reason());
      case RunEvent.Noticed e ->
          e.deed()
              + (e.to().isEmpty() ? "" : " to " + String.join(", ", e.to()))
              + because(e.text());
      case RunEvent.Overtook e ->
          "went past run "
              + e.run()
              + ", whose last act may land until "
              + Times.clock(e.landsUntil());
      case RunEvent.OfPermit e -> PermitText.of(e);
      default -> event.toString();
    };
  }
}
