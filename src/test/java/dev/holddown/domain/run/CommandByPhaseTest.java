package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static dev.holddown.domain.run.Looking.at;
import static dev.holddown.domain.run.Looking.rollback;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.Waiver;
import dev.holddown.domain.watch.Reading;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every command in every phase: it changes something (+), it changes nothing (·), or it is refused
 * with a sentence (–). A closed run never changes.
 */
class CommandByPhaseTest {
  /** One row per command; one column per phase, in the order of {@link Phase}. */
  private static final Map<String, String> TABLE = new LinkedHashMap<>();

  static {
    row("Queue", "+ · · · · –");
    row("TakeLock", "+ – – – – –");
    row("LoseLock", "– + + – – –");
    row("Own", "+ + + + + ·");
    row("Tick", "· · · · · ·");
    row("FreezeBaseline", "+ · · · · ·");
    row("FreezeWayBack", "+ · · · · ·");
    row("Answer", "· · · · · ·");
    row("Choose", "· · · · · ·");
    row("Intend", "– – – – – –");
    row("Begin", "· + + + · ·");
    row("End", "· + + + · ·");
    row("Observe", "· + · · + ·");
    row("Hold", "+ + – – – –");
    row("Defer", "+ + – – – –");
    row("Resume", "– – – – – –");
    row("Abort", "+ + – – – –");
    row("Rollback", "– + + – + –");
    row("Sign", "– – – – – –");
    row("Decline", "– – – – – –");
    row("Recheck", "– – – – – –");
    row("Reopen", "– – – – – –");
    row("StartChild", "– – – – – –");
    row("EndChild", "· · · · · ·");
    row("Fill", "– – – – – –");
    row("Comment", "+ + + + + –");
    row("Attach", "+ + + + + –");
    row("AsSeen", "+ + + + – –");
    row("Skip", "+ + – – – –");
    row("NotApplicable", "+ + – – – –");
    row("Settle", "– – – – – –");
    row("Declare", "– + + – + –");
    row("Waive", "– – – – – –");
    row("OverrideFreeze", "– – – – – –");
    row("SignFor", "– – – – – –");
  }

  private static void row(String command, String marks) {
    TABLE.put(command, marks.replace(" ", ""));
  }

  private static Book book() {
    return Book.of(
            line("deploy").step(),
            line("later").notApplicableBy("lead").sign(Rules.all("lead")).manual())
        .baseline("p99")
        .watch(at("errors").to("end", Duration.ofHours(1)).sustained(Duration.ofMinutes(5)))
        .watch(at("corruption").declaredBy("lead").sustained(Duration.ZERO, rollback()))
        .back("first", line("alias").done().step());
  }

  private static Given measured() {
    Given given = Given.run(book());
    return given.when(new RunCommand.FreezeBaseline("p99", Optional.of(STATS), "measured"));
  }

  private static final Stats STATS = new Stats(0.3, 0, 60);

  /** A run in that phase with one act in flight, where the phase allows one. */
  private static Given in(Phase phase) {
    return switch (phase) {
      case QUEUED -> Given.queued(book());
      case FORWARD -> measured().intend("deploy");
      case ABORTING -> measured().intend("deploy").by("ann", new RunCommand.Abort("enough"));
      case ROLLING_BACK -> measured().intend("deploy").by("ann", new RunCommand.Rollback("enough"));
      case WATCHING -> measured().lands("deploy").sign("lea", "later", "lead");
      case CLOSED -> measured().by("ann", new RunCommand.Abort("enough"));
    };
  }

  private static RunCommand command(String name, RunState s) {
    Finding finding = Finding.of(Verdict.PASSED, "x");
    String op = s.item("deploy").act().map(a -> a.act().op()).orElse("none");
    Reading reading =
        new Reading(Given.time("10:00:05"), Reading.Kind.SEEN, 1, 1, "x", List.of("breach"));
    return switch (name) {
      case "Queue" -> new RunCommand.Queue("r0");
      case "TakeLock" -> new RunCommand.TakeLock(9, 900);
      case "LoseLock" -> new RunCommand.LoseLock("r9");
      case "Own" -> new RunCommand.Own(9, "node", Given.START, Optional.of(Duration.ZERO));
      case "Tick" -> new RunCommand.Tick(Map.of());
      case "FreezeBaseline" -> new RunCommand.FreezeBaseline("p99", Optional.of(STATS), "x");
      case "FreezeWayBack" -> new RunCommand.FreezeWayBack(Map.of("version", "0"), true, "x");
      case "Answer" -> new RunCommand.Answer("later", Purpose.CHECK, 1, finding);
      case "Choose" -> new RunCommand.Choose("later", 1, 0, finding);
      case "Intend" -> new RunCommand.Intend("deploy", 1, "do", Given.TIMEOUT, Given.GRACE);
      case "Begin" -> new RunCommand.Begin("deploy", op, "job-7");
      case "End" -> new RunCommand.End("deploy", op, Ending.FAILED, "409", Optional.empty());
      case "Observe" ->
          new RunCommand.Observe("errors", reading, Optional.empty(), Optional.empty());
      default -> byPerson(name);
    };
  }

  private static final Waiver WAIVER =
      new Waiver(
          "EX-7",
          "ann",
          new Waiver.Reasons("a false alarm", "low", ""),
          Given.START,
          Given.START.plus(Duration.ofDays(1)));

  private static RunCommand byPerson(String name) {
    return switch (name) {
      case "Hold" -> new RunCommand.Hold("wait");
      case "Defer" -> new RunCommand.Defer("23:59", "the quota is amber");
      case "Resume" -> new RunCommand.Resume("go on");
      case "Abort" -> new RunCommand.Abort("enough");
      case "Rollback" -> new RunCommand.Rollback("take it back");
      case "Sign" -> new RunCommand.Sign("later", "lead", "");
      case "Decline" -> new RunCommand.Decline("later", "lead", "not now");
      case "Recheck" -> new RunCommand.Recheck("later", "again");
      case "Reopen" -> new RunCommand.Reopen("later", "mistaken");
      case "StartChild" -> new RunCommand.StartChild("later", "r2");
      case "EndChild" -> new RunCommand.EndChild("r2", Outcome.SUCCEEDED, "done");
      case "Fill" -> new RunCommand.Fill("later", "lead", Map.of("cause", "x"));
      case "Comment" -> new RunCommand.Comment("later", "looks odd");
      case "Attach" ->
          new RunCommand.Attach(Remark.RUN, new FileNote("a.png", "image/png", 9, "d"));
      case "AsSeen" ->
          new RunCommand.AsSeen("later", 0, new RunCommand.Comment("later", "looks odd"));
      case "Skip" -> new RunCommand.Skip("later", "not needed");
      case "NotApplicable" -> new RunCommand.NotApplicable("later", "lead", "not needed");
      case "Settle" -> new RunCommand.Settle("deploy", true, "seen");
      case "Declare" -> new RunCommand.Declare("corruption", "lead", "rows are gone");
      case "Waive" -> new PermitCommand.Waive("later", WAIVER);
      case "OverrideFreeze" ->
          new PermitCommand.OverrideFreeze(
              "q4", new Granted("lead", "lea", "phone", "an outage"), Duration.ofHours(1));
      case "SignFor" -> new PermitCommand.SignFor("later", "lead", "lea", "", "");
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Test
  void the_table_names_every_command() {
    Set<String> commands =
        Stream.concat(
                Arrays.stream(RunCommand.class.getPermittedSubclasses()),
                Arrays.stream(PermitCommand.class.getPermittedSubclasses()))
            .filter(command -> command != RunCommand.OfPermit.class)
            .map(Class::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(TABLE.keySet()).containsExactlyInAnyOrderElementsOf(commands);
  }

  @Test
  @Covers("I10")
  void every_command_has_its_answer_in_every_phase() {
    Map<String, String> found = new LinkedHashMap<>();
    TABLE
        .keySet()
        .forEach(name -> {
          StringBuilder marks = new StringBuilder();
          for (Phase phase : Phase.values()) {
            Given given = in(phase);
            assertThat(given.state().phase()).isEqualTo(phase);
            given.at("10:00:05").when(command(name, given.state()), Actor.person("ann"));
            marks.append(given.refusal().isPresent() ? '–' : given.events().isEmpty() ? '·' : '+');
            given.replayed();
          }
          found.put(name, marks.toString());
        });
    assertThat(found).isEqualTo(TABLE);
  }

  @Test
  @Covers("I10")
  void a_closed_run_says_that_it_is_closed() {
    Given given = in(Phase.CLOSED);
    given
        .by("ann", new RunCommand.Rollback("take it back"))
        .refused("run r1 is closed (ABORTED); nothing was changed");
    given
        .at("10:00:05")
        .when(new RunCommand.Own(9, "node", Given.START, Optional.of(Duration.ZERO)))
        .thenNothing();
  }
}
