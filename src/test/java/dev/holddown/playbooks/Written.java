package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.PlaybookProblem;
import java.util.List;

/** Reads playbooks that a test writes; the name of the file is {@code p.yaml}. */
final class Written {
  static final String HEAD =
      """
      kind: playbook
      id: demo
      title: Demo
      subject: {service: checkout, environment: prod}
      inputs: {version: {type: version}, image: {type: image}}
      targets: {web: {url: "http://web", limit: 0.5}, app: {url: "http://app", limit: 1.0}}
      """;

  static final String STAGES =
      """
      stages:
        - stage: Before
          items:
            - signoff: Go
              sign: {role: approver}
      """;

  static final String ROLLBACK =
      """
      rollback:
        to: {version: "${last_good().version}"}
        phases:
          - phase: Back
            time-box: 5m
            items:
              - step: Traffic back
                proxy.shift: {url: "http://proxy", weight: 0}
                repeatable: true
      """;

  private Written() {}

  static Reading read(String text) {
    return PlaybookReader.of(KnownVerbs.all(), new AnyExpression()).read("p.yaml", text);
  }

  /** Every problem as a person sees it. */
  static List<String> problems(String text) {
    return read(text).problems().stream().map(PlaybookProblem::toString).toList();
  }

  static Playbook playbook(String text) {
    Reading reading = read(text);
    assertThat(reading.problems()).isEmpty();
    return reading.playbook().orElseThrow();
  }

  /** A playbook whose only stage has these items, indented by nothing; they begin in line 10. */
  static String withItems(String items) {
    return HEAD + "stages:\n  - stage: Work\n    items:\n" + items.indent(6);
  }

  /** The problems of items, without the name of the file and the line and column. */
  static List<String> ofItems(String items) {
    return bare(problems(withItems(items)));
  }

  static List<String> bare(List<String> problems) {
    return problems.stream().map(p -> p.replaceFirst("^p\\.yaml:\\d+:\\d+ ", "")).toList();
  }

  static Item item(String item) {
    return playbook(withItems(item)).stages().getFirst().items().getFirst();
  }
}
