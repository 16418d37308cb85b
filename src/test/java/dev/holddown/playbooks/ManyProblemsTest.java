package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManyProblemsTest {
  @Test
  void everything_that_is_wrong_is_told_at_once_from_the_top_of_the_file() {
    String text =
        """
        kind: playbook
        title: Broken
        subject: {service: checkout, environment: [staging, prod]}
        environments: {pord: {vars: {ns: shop}}}
        inputs: {version: {type: verion}}
        targets: {web: {url: "http://web"}}
        metrics: {p99: {prometheus.query: {url: "http://p", qery: up}, unit: s}}
        owed:
          - {owe: Status update, every: 15m}
        watches:
          - {watch: Slow, metric: p98, breach: result.value > 1, for: 1m, then: rollback}
          - {watch: Errors, http.get: {url: x}, breach: result.status > 1, then: {page: ops}}
        stages:
          - stage: Canary
            items:
              - check: Up
                each: {target: targets}
                http.get: {url: "${each.target.ulr}"}
                expct: result.status == 200
              - step: Delete the old one
                destructive: true
                http.post: {url: "http://x"}
              - rollout: Ramp
                router: {proxy.shift: {url: "http://x"}}
                steps: [{weight: 50, bake: 5m}, {weight: 10}]
                watch: [slwo]
        """;

    assertThat(Written.problems(text))
        .containsExactly(
            "p.yaml:4:1 vars.ns has no value in the environment staging; give it one there, or one"
                + " for all under vars:",
            "p.yaml:4:1 vars.ns has no value in the environment prod; give it one there, or one for"
                + " all under vars:",
            "p.yaml:4:16 there is no environment `pord`; did you mean prod?",
            "p.yaml:5:26 `type: verion` is not known; did you mean version?",
            "p.yaml:7:17 `prometheus.query` needs the argument `query`; PromQL that gives one"
                + " number",
            "p.yaml:7:53 `prometheus.query` has no argument `qery`; did you mean query?",
            "p.yaml:9:5 what is owed again and again has an end; add until:",
            "p.yaml:9:5 nothing meets what is owed; write one of message:, check: or record:",
            "p.yaml:11:27 there is no metric `p98`; did you mean p99?",
            "p.yaml:11:73 `then: rollback`, and the playbook has no rollback:; add a rollback:"
                + " block with the way back",
            "p.yaml:12:5 a watch needs `for`; say how long it must last, such as for: 2m; for: 0s"
                + " is at once",
            "p.yaml:18:28 `each.target.ulr`: the target web has no ulr; did you mean url?",
            "p.yaml:19:9 unknown key `expct` in a check; did you mean expect?",
            "p.yaml:20:9 the step \"Delete the old one\" is destructive and nobody has to sign; add"
                + " sign: {role: …} to it",
            "p.yaml:25:41 the weight 10 follows 50: weights must rise",
            "p.yaml:26:17 there is no watch `slwo`; did you mean slow?");
  }
}
