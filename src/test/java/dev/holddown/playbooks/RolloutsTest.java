package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Playbook;
import org.junit.jupiter.api.Test;

class RolloutsTest {
  private static final String WATCHES =
      """
      watches:
        - {watch: Back, http.get: {url: x}, breach: result.status > 1, for: 0s, then: rollback}
        - {watch: Ask, http.get: {url: x}, breach: result.status > 1, for: 0s, then: propose}
        - {watch: Tell, http.get: {url: x}, breach: result.status > 1, for: 0s, then: {page: a}}
        - {watch: Pulled, declare: {role: lead}, then: rollback}
      """;

  @Test
  void a_rollout_that_names_no_watch_gets_all_that_lead_back() {
    Playbook playbook =
        Written.playbook(
            Written.withItems(
                    """
                    - rollout: Ramp
                      router: {proxy.shift: {url: "http://x"}}
                      steps: [{weight: 10, bake: 5m}, {weight: 90}]
                    """)
                + WATCHES
                + Written.ROLLBACK);
    Item.Rollout ramp = (Item.Rollout) playbook.stages().getFirst().items().getFirst();

    assertThat(ramp.watch()).containsExactly("back", "ask");
    assertThat(ramp.onBreach()).isEqualTo(Item.OnBreach.PAUSE);
    assertThat(ramp.router().args()).containsOnlyKeys("url");
  }

  @Test
  void a_bake_or_hold_that_nothing_looks_at_is_refused() {
    assertThat(
            Written.ofItems(
                """
                - rollout: Ramp
                  router: {proxy.shift: {url: "http://x"}}
                  steps: [{weight: 10, bake: 5m}, {weight: 100}]
                - {hold: Silence, for: 30m}
                """))
        .containsExactly(
            "the rollout \"Ramp\" bakes, and no watch looks on; name watches with watch: [id], or"
                + " remove bake:",
            "the hold \"Silence\" looks at no watch: waiting proves nothing; name one with watch:"
                + " [id]");
  }

  @Test
  void weights_rise_from_1_to_100() {
    assertThat(
            Written.ofItems(
                """
                - rollout: Ramp
                  router: {proxy.shift: {url: "http://x"}}
                  steps: [{weight: 10}, {weight: 10}, {weight: 101}, {segment: all}, {}]
                """))
        .containsExactly(
            "the weight 10 follows 10: weights must rise",
            "`weight: 101` is not a whole number from 1 to 100",
            "segment is not run by this version: it needs routers that know segments; remove the"
                + " block or keep it in a comment",
            "a step of a rollout needs `weight`; write {weight: 10, bake: 15m}");
  }

  @Test
  void a_router_sets_a_weight_that_comes_from_the_steps() {
    assertThat(
            Written.ofItems(
                """
                - rollout: A
                  router: {proxy.shift: {url: "http://x", weight: 3}}
                  steps: [{weight: 10}]
                - rollout: B
                  router: {proxy.promote: {url: "http://x", version: v}}
                  steps: [{weight: 10}]
                """))
        .containsExactly(
            "the weight of a router comes from steps:; remove weight here",
            "`proxy.promote` cannot be a router: it takes no weight; use an action that sets the"
                + " share of traffic");
  }

  @Test
  void the_watches_named_must_exist_and_look_for_themselves() {
    assertThat(
            Written.bare(
                Written.problems(
                    Written.withItems("- {hold: H, for: 1m, watch: [bakc, pulled]}\n")
                        + WATCHES
                        + Written.ROLLBACK)))
        .containsExactly(
            "there is no watch `bakc`; did you mean back?",
            "the watch `pulled` is pulled by a person and never sampled; name a watch that looks"
                + " for itself; this one works without being named");
  }

  @Test
  void a_breach_cannot_roll_back_without_a_way_back() {
    assertThat(
            Written.bare(
                Written.problems(
                    Written.withItems("- {hold: H, for: 1m, watch: [a], on-breach: rollback}\n")
                        + "watches: [{watch: A, http.get: {url: x}, breach: result.status > 1,"
                        + " for: 1s}]\n")))
        .containsExactly(
            "`on-breach: rollback`, and the playbook has no rollback:; add a rollback: block, or"
                + " write pause");
  }
}
