package dev.holddown.bench;

import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.RunHead;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Playbooks for measuring, read from YAML as every playbook is. */
final class Playbooks {
  private static final String HEAD =
      """
      kind: playbook
      id: measured
      title: Measured
      about: For a benchmark.
      subject: {service: %s, environment: bench}
      inputs:
        version: {type: version, help: The new version}
        from: {type: version, help: The version that comes back}
      stages:
        - stage: Canary
          id: canary
          items:
      """;
  private static final String BACK =
      """
      rollback:
        to: {version: "${inputs.from}"}
        phases:
          - phase: Back
            id: back
            time-box: 1m
            items:
              - step: All traffic to the old version
                bench.back: {name: "${rollback.to.version}"}
                done:
                  bench.state: {name: "${rollback.to.version}"}
                  expect: result.value == 1
      """;

  private static final String CHECK =
      """
            - check: Part # answers
              id: i#
              http.get: {url: "http://127.0.0.1:8080/#?v=${inputs.version}"}
              expect: result.status == 200 && result.body.contains("part #")
      """;
  private static final String STEP =
      """
            - step: Change part #
              id: i#
              exec.run: {program: echo, args: ["part-#", "${inputs.version}"]}
              repeatable: true
              verify: {http.get: {url: "http://127.0.0.1:8080/#"}, expect: result.size > #}
      """;
  private static final String METRIC =
      """
            - check: Errors of part # are few
              id: i#
              prometheus.query: {url: "http://127.0.0.1:9090", query: "errors_#"}
              expect: result.value < percent(0.#1)
      """;
  private static final String ECHO_BACK =
      """
      watches:
        - watch: Errors
          id: w
          http.get: {url: "http://127.0.0.1:8080/"}
          breach: result.status >= 500
          for: 5s
          then: rollback
      rollback:
        to: {version: "1.0.0"}
        phases:
          - phase: Back
            id: back
            time-box: 1m
            items:
              - {step: Back, exec.run: {program: echo}, repeatable: true}
      """;

  private Playbooks() {}

  /**
   * A hold under so many watches at 1 s each: the last one decides, the ten before it hang. {@code
   * sustained} such as {@code 0s}.
   */
  static String watched(int watches, int hanging, String sustained) {
    StringBuilder text = new StringBuilder(HEAD.formatted("reaction"));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < watches; i++) {
      ids.add("w" + i);
    }
    text.append("      - hold: Bake\n        for: 1h\n        watch: [")
        .append(String.join(", ", ids))
        .append("]\n\nwatches:\n");
    for (int i = 0; i < watches; i++) {
      boolean decides = i == watches - 1;
      boolean hangs = !decides && i >= watches - 1 - hanging;
      String verb = decides ? "decide" : hangs ? "hang" : "sample";
      text.append("  - watch: Errors of part ").append(i).append("\n    id: w").append(i);
      text.append("\n    bench.").append(verb).append(": {name: \"${inputs.version}-").append(i);
      text.append(
          "\"}\n    armed: canary .. end\n    every: 1s\n    breach: result.value > percent(");
      // Thresholds differ, so that no two watches share a compiled condition.
      text.append(5 + i / 10.0).append(")\n    for: ").append(decides ? sustained : "0s");
      text.append("\n    then: rollback\n");
    }
    return text.append(BACK).toString();
  }

  /**
   * A hold under so many calm watches at 10 s, each with a window and a condition of its own.
   *
   * @param asks what each asks for, such as {@code w%d} with the number of the watch
   */
  static String armed(int watches, String asks) {
    StringBuilder text = new StringBuilder(HEAD.formatted("armed"));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < watches; i++) {
      ids.add("w" + i);
    }
    text.append("      - hold: Bake\n        for: 4h\n        watch: [")
        .append(String.join(", ", ids))
        .append("]\n\nmetrics:\n");
    for (int i = 0; i < watches; i++) {
      text.append("  m").append(i).append(":\n    bench.sample: {name: \"");
      text.append(asks.formatted(i)).append("\"}\n    unit: ratio\n    min-samples: 20\n");
    }
    text.append("\nwatches:\n");
    for (int i = 0; i < watches; i++) {
      text.append("  - watch: Errors of part ").append(i).append("\n    id: w").append(i);
      text.append("\n    metric: m").append(i).append("\n    armed: canary .. end\n    every: 10s");
      text.append("\n    breach: result.value > percent(").append(5 + i / 10.0);
      text.append(") && result.samples > 20\n    for: 1m\n    then: rollback\n");
    }
    return text.append(BACK).toString();
  }

  /**
   * Such a playbook whose watches ask a server that speaks as Prometheus does.
   *
   * @param how {@code together}: in a form of which one query may answer many, else in one that is
   *     asked alone
   */
  static String over(String text, String url, String how) {
    String sign = how.equals("together") ? "=" : "=~";
    return text.replaceAll(
            "bench\\.sample: \\{name: \"([^\"]*)\"}",
            "prometheus.query: {url: \"" + url + "\", query: \"errors{part" + sign + "'$1'}\"}")
        .replace("min-samples: 20", "min-samples: 0")
        .replace(" && result.samples > 20", "");
  }

  /** A run that waits for a person, and does nothing else. */
  static String waiting() {
    return HEAD.formatted("waiting")
        + "      - check: A person looks\n        sign: {role: operator}\n";
  }

  /** Two steps, each with the question whether it worked, and nothing to wait for. */
  static String twoSteps() {
    String step =
        """
              - step: Part # changes
                id: step#
                bench.back: {name: "part-#"}
                repeatable: true
                verify: {bench.sample: {name: "part-#"}, expect: result.value < percent(5)}
        """;
    return HEAD.formatted("two-steps").replace("    items:\n", "    gate: all\n    items:\n")
        + step.replace("#", "1")
        + step.replace("#", "2")
        + BACK;
  }

  /** A run under a watch that waits for a signature, whose check is asked anew when it is old. */
  static String fresh(Duration fresh) {
    return HEAD.formatted("recovery")
            .replace(
                "    items:\n",
                "    gate: {needs: all, fresh: "
                    + fresh.toSeconds()
                    + "s, sign: {role: operator}}\n    items:\n")
        + """
              - {check: It was looked at, id: looked, bench.state: {name: a}, expect: result.value == 0}

        watches:
          - watch: Errors
            id: w
            bench.sample: {name: a}
            armed: canary .. end
            every: 10s
            breach: result.value > percent(5)
            for: 1m
            then: rollback
        """
        + BACK;
  }

  /** So many items of the common kinds with real verbs, each with conditions of its own. */
  static String items(int items) {
    int perStage = 30;
    StringBuilder text = new StringBuilder(HEAD.substring(0, HEAD.indexOf("stages:")));
    String head = text.toString().formatted("large");
    text.setLength(0);
    text.append(head).append("stages:\n");
    for (int i = 0; i < items; i++) {
      if (i % perStage == 0) {
        text.append("  - stage: Stage ").append(i / perStage);
        text.append("\n    id: s").append(i / perStage).append("\n    gate: all\n    items:\n");
      }
      String kind = List.of(CHECK, STEP, METRIC).get(i % 3);
      text.append(kind.replace("#", "" + i));
    }
    return text.append(ECHO_BACK).toString();
  }

  /** A run of real verbs that waits for a person. */
  static String signed() {
    return HEAD.formatted("signed")
        + "      - check: A person looks\n        sign: {role: operator}\n"
        + ECHO_BACK;
  }

  static Playbook read(PlaybookReader reader, String text) {
    Reading reading = reader.read("bench.yaml", text);
    return reading
        .playbook()
        .orElseThrow(() -> new IllegalStateException(reading.problems().toString()));
  }

  /** The head of a run of its own lock. */
  static RunHead head(Playbook playbook, String run, String service) {
    return new RunHead(
        run,
        playbook.id(),
        playbook.title(),
        service,
        "bench",
        RunHead.Mode.RELEASE,
        Map.of("version", "2.0.0", "from", "1.0.0"),
        "ann",
        Optional.empty());
  }
}
