package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.EvidenceNeed;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.domain.playbook.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code keep}, {@code store} and {@code evidence}. */
class EvidenceReaderTest {
  private static final String STAGES =
      """
      stages:
        - stage: One
          items:
            - {check: A, sign: {role: a}, keep: [bundle, manifest]}
            - {check: B, http.get: {url: "http://a.example"}, expect: result.status == 200, store: counts}
        - stage: Two
          items:
            - {check: C, sign: {role: a}, keep: k6}
      """;

  @Test
  void names_and_needs_are_read_as_they_are_written() {
    Playbook playbook =
        Written.playbook(
            Written.HEAD
                + STAGES
                + "evidence:\n  - {need: bundle, by: one, at-least: 2}\n  - {need: k6}\n");

    assertThat(playbook.needs())
        .containsExactly(new EvidenceNeed("bundle", 2, "one"), new EvidenceNeed("k6", 1, "two"));
    Item first = playbook.stages().getFirst().items().getFirst();
    assertThat(first.about().notes()).containsEntry("keep", "bundle, manifest");
    Item.Check second = (Item.Check) playbook.stages().getFirst().items().get(1);
    assertThat(second.probe().orElseThrow().body()).contains(Probe.Body.COUNTED);
    assertThat(new PlaybookJson().read(new PlaybookJson().write(playbook))).isEqualTo(playbook);
  }

  @Test
  void what_no_line_keeps_in_time_cannot_be_needed() {
    assertThat(
            Written.problems(
                Written.HEAD
                    + STAGES
                    + "evidence:\n  - {need: manifests}\n  - {need: k6, by: one}\n"
                    + "  - {need: k6, by: three}\n"))
        .anySatisfy(problem ->
            assertThat(problem)
                .contains("there is no line that keeps `manifests`")
                .contains("manifest"))
        .anySatisfy(problem ->
            assertThat(problem)
                .contains("`k6` is kept in the stage two only, and needed by the end of one"))
        .anySatisfy(problem -> assertThat(problem).contains("there is no stage `three`"));
  }

  @Test
  void of_a_message_that_is_read_the_message_keeps_and_a_group_never_does() {
    Playbook playbook =
        Written.playbook(
            Written.withItems(
                    "- {message: Out, id: out, to: [\"file:a.log\"], text: Hi, keep: words,"
                        + " ack: {role: on_call, within: 10m}}")
                + "evidence: [{need: words}]\n");
    Stage stage = playbook.stages().getFirst();
    Item.Group group = (Item.Group) stage.items().getFirst();
    assertThat(group.about().notes()).doesNotContainKey("keep");
    assertThat(group.items())
        .extracting(item -> item.about().notes().get("keep"))
        .containsExactly("words", null);
    Item.Group keeping =
        new Item.Group(
            group.items().getFirst().about(), Item.Order.LISTED, List.of(group.items().getLast()));
    Stage alone =
        new Stage(
            "one",
            "One",
            Item.Order.LISTED,
            Duration.ZERO,
            Optional.empty(),
            List.of(keeping),
            stage.place());
    assertThat(EvidenceReader.kept(List.of(alone))).isEmpty();
    assertThat(EvidenceReader.kept(List.of(stage))).containsOnlyKeys("words");
  }
}
