package dev.holddown.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.run.Ending;
import dev.holddown.domain.run.RunCommand;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a run looks like at each turn. */
class RunViewTest {
  private static ItemView item(RunView view, String key) {
    return view.stages().stream()
        .flatMap(stage -> stage.items().stream())
        .filter(item -> item.name().key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void who_is_waited_for_comes_with_the_exact_commands() {
    RunView view = Sample.waitingForSignature().view();
    assertThat(view.standing().waiting()).hasSize(1);
    Waiting wait = view.standing().waiting().getFirst();
    assertThat(wait.who()).isEqualTo("approver, owner");
    assertThat(wait.ways().roles()).containsExactly("approver", "owner");
    assertThat(wait.ways().commands())
        .containsExactly(
            "holddown sign sample-1 approval --role approver",
            "holddown sign sample-1 approval --role owner",
            "holddown decline sample-1 approval --role approver --reason WHY");
    assertThat(item(view, "approval").mark().word()).isEqualTo("waiting");
  }

  @Test
  void one_person_is_not_counted_in_two_roles() {
    Sample sample = Sample.signedBy("ann");
    sample.tell(new RunCommand.Sign("approval", "owner", ""), Actor.person("ann"));
    Waiting wait = sample.view().standing().waiting().getFirst();
    assertThat(wait.ways().roles()).containsExactly("owner");
    assertThat(wait.ways().signed()).containsExactly("ann");
  }

  @Test
  void done_and_open_lines_are_counted_apart() {
    Standing.Counts counts = Sample.waitingForSignature().view().standing().counts();
    assertThat(counts).isEqualTo(new Standing.Counts(1, 0, 0, 2, 33));
  }

  @Test
  void a_no_go_says_which_items_to_mend() {
    RunView view = Sample.noGo().view();
    assertThat(view.stages().getFirst().status().word()).isEqualTo("no-go");
    Waiting wait = view.standing().waiting().getFirst();
    assertThat(wait.brief()).isEqualTo("mend and recheck, skip, abort or roll back");
    assertThat(wait.ways().commands())
        .contains("holddown recheck sample-1 old --reason WHY")
        .contains("holddown abort sample-1 --reason WHY");
    assertThat(view.standing().result().exitCode()).isEqualTo(3);
    assertThat(view.standing().notes().idle()).isTrue();
    assertThat(view.standing().notes().touched()).isFalse();
  }

  @Test
  void a_bake_shows_what_counted_and_the_weight_in_place() {
    Sample sample = Sample.baking();
    sample.pass(Duration.ofSeconds(10));
    ItemView.Work work = item(sample.view(), "ramp").work();
    assertThat(work.traffic().orElseThrow().weight()).isEqualTo(10);
    ItemView.Bake bake = work.bake().orElseThrow();
    assertThat(bake.counting()).isTrue();
    assertThat(bake.covered()).isEqualTo(Duration.ofSeconds(10));
    assertThat(bake.needed()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void an_act_of_which_nobody_knows_says_until_when_it_may_land_and_since_when_no_more() {
    Sample sample = Sample.shifting();
    String op = sample.state().item("ramp").act().orElseThrow().act().op();
    sample.tell(new RunCommand.End("ramp", op, Ending.UNKNOWN, "no answer", Optional.empty()));

    assertThat(item(sample.view(), "ramp").mark().reason())
        .endsWith("nobody knows whether lab.weight landed (no answer); it may until 10:01:05");
    sample.pass(Duration.ofSeconds(90));
    assertThat(item(sample.view(), "ramp").mark().reason())
        .endsWith(
            "nobody knows whether lab.weight landed (no answer); it can no more since 10:01:05");
  }

  @Test
  void a_breach_counts_down_and_stops_the_clock_of_the_bake() {
    Sample sample = Sample.baking().sees(0.034, true).sees(0.034, true).sees(0.034, true);
    RunView view = sample.view();
    WatchView watch = view.watches().getFirst();
    assertThat(watch.status()).isEqualTo("breach");
    assertThat(watch.seen().value()).contains(0.034);
    assertThat(watch.seen().unit()).isEqualTo("ratio");
    assertThat(watch.levels().getFirst().window().orElseThrow().counted())
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(item(view, "ramp").work().bake().orElseThrow().why())
        .isEqualTo("errors_high is over its limit");
  }

  @Test
  void the_figure_of_a_breach_that_begins_is_that_of_its_sentence_though_it_is_not_kept_yet() {
    WatchView begins = Sample.baking().seesUnkept(0.073, true).view().watches().getFirst();
    assertThat(begins.seen().value()).contains(0.073);
    assertThat(begins.levels().getFirst().window().orElseThrow().reason())
        .isEqualTo("result.value = 0.073");

    WatchView goesOn =
        Sample.baking().sees(0.073, true).sees(0.081, true).view().watches().getFirst();
    assertThat(goesOn.seen().value()).contains(0.081);
    assertThat(goesOn.levels().getFirst().window().orElseThrow().reason())
        .isEqualTo("result.value = 0.081");
  }

  @Test
  void a_watch_that_fired_shows_the_way_back_and_what_was_stopped() {
    Sample sample = Sample.baking();
    for (int i = 0; i < 6; i++) {
      sample.sees(0.034, true);
    }
    RunView view = sample.view();
    assertThat(view.standing().phase()).isEqualTo("ROLLING_BACK");
    assertThat(view.back().cause().orElseThrow()).startsWith("watch errors_high: ");
    assertThat(view.back().to()).containsEntry("version", "1.0");
    assertThat(view.back().phases().getFirst().status().word()).isEqualTo("open");
    assertThat(item(view, "ramp").mark().word()).isEqualTo("stopped");
    assertThat(item(view, "ramp").work().bake()).isEmpty();
    assertThat(view.watches().getFirst().status()).isEqualTo("fired");
  }

  @Test
  void an_aborted_run_that_changed_nothing_ends_with_1_and_else_with_5() {
    Sample early = Sample.waitingForSignature();
    early.tell(new RunCommand.Abort("wrong version"), Actor.person("ann"));
    assertThat(early.view().standing().result().exitCode()).isEqualTo(1);
    Sample late = Sample.baking();
    late.tell(new RunCommand.Abort("wrong version"), Actor.person("ann"));
    assertThat(late.view().standing().result().exitCode()).isEqualTo(5);
    assertThat(late.view().standing().result().sentence()).contains("Ten percent");
  }

  @Test
  void time_never_runs_behind_the_last_event() {
    Sample sample = Sample.going();
    RunView view =
        RunView.of(sample.state(), sample.state().lastAt().minusSeconds(60), java.util.List.of());
    assertThat(view.head().times().now()).isEqualTo(sample.state().lastAt());
  }
}
