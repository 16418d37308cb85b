package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.NotYet;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Playbook;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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

  /** Every problem as a person sees it, and everything that is not run yet, from the top. */
  static List<String> problems(String text) {
    Reading reading = read(text);
    record Told(Place place, String sentence) {}
    return Stream.concat(
            reading.problems().stream().map(p -> new Told(p.place(), p.toString())),
            reading.later().stream().map(l -> new Told(l.place(), l.toString())))
        .sorted(
            Comparator.comparingInt((Told told) -> told.place().line())
                .thenComparingInt(told -> told.place().column()))
        .map(Told::sentence)
        .toList();
  }

  /** What is understood and not run yet; there must be no problem. */
  static List<String> later(String text) {
    Reading reading = read(text);
    assertThat(reading.problems()).isEmpty();
    return reading.later().stream().map(NotYet::toString).toList();
  }

  static Playbook playbook(String text) {
    Reading reading = read(text);
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.later()).isEmpty();
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
