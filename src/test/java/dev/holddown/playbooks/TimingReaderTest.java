package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Timing;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When something may begin and when it is late; what waits for itself is refused. */
class TimingReaderTest {
  private static String check(String title, String more) {
    return "- {check: " + title + ", sign: {role: a}" + more + "}\n";
  }

  @Test
  void needs_and_moments_are_read_as_they_are_written() {
    Playbook playbook =
        Written.playbook(
            Written.HEAD
                + """
                stages:
                  - stage: Before
                    opens: t0 - 30m
                    due: start + 1h
                    gate: {needs: all, late: no-go}
                    items:
                      - {check: One, sign: {role: a}}
                      - {check: Two, sign: {role: a}, needs: one, opens: one + 5m, due: t0}
                """);
    Stage stage = playbook.stages().getFirst();
    Watch.Moment half = new Watch.Moment("t0", Duration.ofMinutes(-30));
    Watch.Moment hour = new Watch.Moment("start", Duration.ofHours(1));
    assertThat(stage.timing())
        .contains(new Timing(List.of(), Optional.of(half), Optional.of(hour), true));
    assertThat(stage.items().get(1).about().timing().orElseThrow().needs()).containsExactly("one");
    assertThat(new PlaybookJson().read(new PlaybookJson().write(playbook))).isEqualTo(playbook);
  }

  @Test
  void a_stage_that_may_be_left_out_is_a_group_that_may_be() {
    Playbook playbook =
        Written.playbook(
            Written.HEAD
                + """
                stages:
                  - stage: Before
                    when: inputs.version == "1"
                    gate: all
                    items: [{check: One, sign: {role: a}}]
                """);
    Item only = playbook.stages().getFirst().items().getFirst();
    assertThat(only.about().id()).isEqualTo("before/when");
    assertThat(only.about().when().orElseThrow().source()).isEqualTo("inputs.version == \"1\"");
    assertThat(((Item.Group) only).items()).hasSize(1);
  }

  @Test
  void what_waits_for_itself_is_refused_also_by_way_of_the_order() {
    assertThat(Written.ofItems(check("One", ", needs: two") + check("Two", ", needs: one")))
        .containsExactly(
            "these wait for each other and none could begin: one → two → one; cut one");
    assertThat(
            Written.bare(
                Written.problems(
                    Written.HEAD
                        + "stages:\n  - stage: Work\n    order: listed\n    items:\n"
                        + (check("One", ", needs: two") + check("Two", "")).indent(6))))
        .containsExactly(
            "these wait for each other and none could begin: one → two → one; cut a needs: or"
                + " opens:, or change the order");
    assertThat(
            Written.bare(
                Written.problems(
                    Written.HEAD
                        + "stages:\n  - stage: First\n    items:\n"
                        + check("One", ", needs: two").indent(6)
                        + "  - stage: Second\n    items:\n"
                        + check("Two", "").indent(6))))
        .singleElement()
        .asString()
        .startsWith("these wait for each other and none could begin: ");
  }

  @Test
  void nothing_holds_up_the_way_back_and_a_late_gate_has_a_time() {
    assertThat(
            Written.bare(
                Written.problems(
                    Written.HEAD
                        + Written.STAGES
                        + Written.ROLLBACK.replace(
                            "repeatable: true", "repeatable: true\n          opens: start"))))
        .containsExactly(
            "`opens` would hold up the way back; put it into a later phase, with needs: of the"
                + " phase");
    assertThat(
            Written.bare(
                Written.problems(
                    Written.HEAD
                        + "stages:\n  - {stage: B, gate: {needs: all, late: no-go}, items: [{check:"
                        + " One, sign: {role: a}}]}\n")))
        .containsExactly("the gate has no time to be late by; add due: to the stage");
  }
}
