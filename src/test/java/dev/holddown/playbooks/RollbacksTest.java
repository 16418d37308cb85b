package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.RollbackPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollbacksTest {
  private static String with(String phases) {
    return Written.HEAD + Written.STAGES + "rollback:\n  phases:\n" + phases.indent(4);
  }

  private static List<String> of(String phases) {
    return Written.bare(Written.problems(with(phases)));
  }

  @Test
  void a_step_of_the_rollback_must_be_able_to_act_again() {
    assertThat(
            of(
                """
                - phase: Back
                  time-box: 5m
                  items:
                    - {step: Traffic, http.post: {url: "http://x"}}
                """))
        .containsExactly(
            "the step \"Traffic\" of the rollback has neither `done` nor `repeatable: true`; a"
                + " rollback acts without waiting, so it must be able to act again: add one of"
                + " them");
  }

  @Test
  void a_phase_has_a_time_box_and_needs_only_earlier_ones() {
    assertThat(
            of(
                """
                - phase: A
                  needs: [b]
                  items: [{step: S, http.post: {url: "http://x"}, repeatable: true}]
                - phase: B
                  time-box: 0s
                  needs: [aa]
                  items: [{step: S, http.post: {url: "http://x"}, repeatable: true}]
                """))
        .containsExactly(
            "a phase needs `time-box`; say how long it may take, such as time-box: 5m",
            "there is no earlier phase `b`; this is the first phase",
            "`time-box` must be longer than 0s",
            "there is no earlier phase `aa`; did you mean a?");
  }

  @Test
  void a_phase_that_stops_the_others_is_needed_by_each_of_them() {
    String phase = "  items: [{step: S, http.post: {url: \"http://x\"}, repeatable: true}]\n";
    RollbackPlan plan =
        Written.playbook(
                with(
                    "- phase: A\n  time-box: 5m\n  on-fail: stop\n"
                        + phase
                        + "- phase: B\n  time-box: 5m\n"
                        + phase
                        + "- phase: C\n  time-box: 5m\n  needs: [b]\n"
                        + phase))
            .rollback()
            .orElseThrow();

    assertThat(plan.phases())
        .extracting(RollbackPlan.Phase::needs)
        .containsExactly(List.of(), List.of("a"), List.of("b", "a"));
  }

  @Test
  void a_rollback_that_is_signed_for_covers_its_destructive_steps() {
    String text =
        Written.HEAD
            + Written.STAGES
            + Written.ROLLBACK.replace(
                "repeatable: true", "repeatable: true\n          destructive: true");

    assertThat(Written.bare(Written.problems(text)))
        .containsExactly(
            "the step \"Traffic back\" is destructive and nobody has to sign; add sign: {role: …}"
                + " to it");
    assertThat(
            Written.problems(text.replace("  phases:", "  approval: {sign: {role: a}}\n  phases:")))
        .isEmpty();
  }
}
