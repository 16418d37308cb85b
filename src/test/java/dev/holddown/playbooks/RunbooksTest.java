package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Linked;
import dev.holddown.domain.playbook.NotYet;
import dev.holddown.domain.playbook.Playbook;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A playbook and those that it starts runs of are one, or it is said why they cannot be. */
class RunbooksTest {
  private static String book(String id, String items) {
    return """
    kind: playbook
    id: ID
    title: A book
    subject: {service: checkout, environment: prod}
    stages:
      - stage: Work
        items:
    """
            .replace("ID", id)
        + items.indent(6);
  }

  private static final String LOOK = "- {check: Look, sign: {role: operator}}\n";

  private static String starts(String use, String more) {
    return "- {runbook: Next, use: " + use + more + "}\n";
  }

  private static Reading read(String text, Map<String, String> beside) {
    return PlaybookReader.of(KnownVerbs.all(), new AnyExpression())
        .read(
            "p.yaml",
            text.getBytes(StandardCharsets.UTF_8),
            id ->
                Optional.ofNullable(beside.get(id))
                    .map(found -> new Siblings.Source(id + ".yaml", found)));
  }

  private static List<String> problems(String text, Map<String, String> beside) {
    return Written.bare(read(text, beside).problems().stream().map(p -> p.toString()).toList());
  }

  @Test
  void what_it_starts_is_a_part_of_it_and_of_its_bytes() {
    Map<String, String> beside =
        Map.of("b", book("b", starts("c", "")), "c", book("c", LOOK).replace("A book", "Last"));
    Playbook playbook = read(book("a", starts("b", "")), beside).playbook().orElseThrow();

    assertThat(playbook.runbooks().values())
        .flatMap(b -> b.runbooks().values())
        .extracting(Playbook::title)
        .containsExactly("Last");
    assertThat(new PlaybookJson().read(new PlaybookJson().write(playbook))).isEqualTo(playbook);
  }

  @Test
  void those_that_call_each_other_and_those_too_deep_are_refused() {
    assertThat(
            problems(
                book("a", starts("b", "")),
                Map.of("a", book("a", starts("b", "")), "b", book("b", starts("a", "")))))
        .singleElement()
        .asString()
        .contains("the runbook `b` cannot be run: b.yaml:8:30 runbooks call each other: a → b → a")
        .endsWith("see: holddown validate b.yaml");
    Map<String, String> deep =
        Map.of(
            "b", book("b", starts("c", "")),
            "c", book("c", starts("d", "")),
            "d", book("d", starts("e", "")),
            "e", book("e", LOOK));
    assertThat(problems(book("a", starts("b", "")), deep))
        .singleElement()
        .asString()
        .contains("this is the runbook of a runbook, 3 deep, which is the most");
  }

  @Test
  void its_inputs_are_given_by_name_and_none_is_missing() {
    String child =
        book("b", LOOK).replace("stages:", "inputs: {version: {type: version}}\nstages:");
    assertThat(problems(book("a", starts("b", ", with: {versoin: 1}")), Map.of("b", child)))
        .containsExactly(
            "the runbook `b` has no input `versoin`; did you mean version?",
            "the runbook `b` needs the input `version`; give it under with:, or give it a default"
                + " there");
  }

  @Test
  void one_that_is_not_there_keeps_it_from_running_and_nothing_on_the_way_back_starts_one() {
    Reading reading = read(book("a", starts("b", "")), Map.of());
    assertThat(reading.sound()).isTrue();
    assertThat(reading.playbook()).isEmpty();
    assertThat(
            problems(
                Written.HEAD
                    + Written.STAGES
                    + "rollback:\n  phases:\n    - phase: Back\n      time-box: 5m\n      items:\n"
                    + starts("b", "").indent(8),
                Map.of("b", book("b", LOOK))))
        .contains("a runbook would hold up the way back; write its steps into the phase");
  }

  @Test
  void one_that_a_board_recommends_is_looked_for_and_the_board_is_shown_without_it() {
    String board =
        """
        kind: board
        id: night
        title: Night
        monitors:
          - watch: Load
            http.get: {url: "http://x"}
            levels: [{level: warn, breach: result.status != 200, for: 0s, penalty: 5}]
            hints:
              - {hint: Down, when: result.status == 500, say: Look, use: inc_33, with: {bse: x}}
        """;
    Reading reading = read(board, Map.of());
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.document()).isPresent();
    assertThat(reading.later())
        .extracting(NotYet::note)
        .containsExactly(
            "runbook inc_33 is not there: it needs a playbook `inc_33` in a file beside this one;"
                + " put it there, or correct its id");

    String book =
        book("inc_33", LOOK).replace("stages:", "inputs: {base: {type: version}}\nstages:");
    assertThat(problems(board, Map.of("inc_33", book)))
        .containsExactly(
            "the runbook `inc_33` has no input `bse`; did you mean base?",
            "the runbook `inc_33` needs the input `base`; give it under with:, or give it a default"
                + " there");
    Reading whole = read(board.replace("bse:", "base:"), Map.of("inc_33", book));
    assertThat(whole.sound()).isTrue();
    assertThat(whole.later()).isEmpty();
  }

  @Test
  void an_incident_is_another_kind_of_run() {
    Playbook playbook =
        read(book("a", LOOK).replace("title:", "mode: incident\ntitle:"), Map.of())
            .playbook()
            .orElseThrow();
    assertThat(playbook.linked().orElseThrow().mode()).isEqualTo(Linked.Mode.INCIDENT);
  }

  private static final String WITH_RUNBOOK =
      book(
          "a",
          """
          - runbook: Next
            id: next
            use: b
            with: {}
          - {check: Afterwards, sign: {role: operator}}
          """);

  private static RunnableCopy copy(Map<String, String> beside) {
    return RunnableCopy.of(
        PlaybookReader.of(KnownVerbs.all(), new AnyExpression()),
        "a.yaml",
        WITH_RUNBOOK,
        id -> Optional.ofNullable(beside.get(id)).map(t -> new Siblings.Source(id + ".yaml", t)));
  }

  @Test
  void a_runnable_copy_brings_its_runbooks_and_says_what_it_left_out_of_them() {
    String later = book("b", LOOK).replace("title:", "lock: service\ntitle:");
    RunnableCopy copy = copy(Map.of("b", later));

    assertThat(copy.changes())
        .singleElement()
        .asString()
        .startsWith("b.yaml, line 3, left out: lock: service (it needs ");
    assertThat(copy.text()).isEqualTo(WITH_RUNBOOK);
    Map<String, String> beside =
        Map.of("b", Optional.ofNullable(copy.beside().get("b")).orElseThrow().text());
    assertThat(read(copy.text(), beside).playbook().orElseThrow().runbooks()).containsKey("b");
  }

  @Test
  void a_runnable_copy_leaves_a_line_out_whose_runbook_is_nowhere() {
    RunnableCopy copy = copy(Map.of());

    assertThat(copy.changes())
        .containsExactly(
            "line 8, left out: runbook: Next (it needs a playbook `b` in a file beside this one)");
    assertThat(copy.text()).contains("#      - runbook: Next\n", "#        with: {}\n");
    Reading reading = read(copy.text(), Map.of());
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.playbook().orElseThrow().stages().getFirst().items()).hasSize(1);
  }
}
