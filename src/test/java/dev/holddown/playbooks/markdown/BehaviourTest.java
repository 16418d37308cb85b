package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.playbooks.Reading;
import org.junit.jupiter.api.Test;

/** A fence of the language holddown below an item says what the item does. */
class BehaviourTest {
  private static final String PAGE =
      """
      # Release checklist

      ## Before
      - [ ] Health endpoint returns 200
        ```holddown
        http.get: {url: "https://shop.example/health"}
        expect: result.status == 200
        ```
      - [ ] Notes written

      ## Rollback if
      - Error rate > 5%
        ```holddown
        id: errors
        http.get: {url: "https://shop.example/errors"}
        breach: result.json.rate > 0.05
        for: 2m
        ```

      ## Rollback steps
      1. Go back
      """;

  private static Reading reading(String page) {
    PlaybookWriter.Made made = PlaybookWriter.make(Read.paper(page), Read.SUBJECT);
    return Read.reading(made);
  }

  @Test
  void the_item_above_acts_and_the_others_are_signed() {
    String yaml = PlaybookWriter.write(Read.paper(PAGE), Read.SUBJECT);

    assertThat(reading(PAGE).problems()).isEmpty();
    assertThat(yaml)
        .contains("        http.get: {url: \"https://shop.example/health\"}\n")
        .contains("    breach: result.json.rate > 0.05\n", "    id: errors\n")
        .contains("Those with a holddown fence do what it says.")
        .doesNotContain("declare:");
    assertThat(yaml.split("sign: \\{role: operator}", -1)).hasSize(4);
  }

  @Test
  void a_problem_is_told_at_its_line_and_column_of_the_page() {
    String wrong =
        PAGE.replace("result.status == 200", "result.staus == 200").replace("for: 2m", "fro: 2m");

    assertThat(reading(wrong).problems())
        .extracting(problem -> problem.place() + " " + problem.what())
        .contains(
            "page.md:7:18 `result.staus == 200`: \"staus\" is not a field of result",
            "page.md:17:3 unknown key `fro` in a watch");
  }

  @Test
  void a_fence_without_an_item_or_without_keys_is_a_gap_and_binds_nothing() {
    Paper nowhere = Read.paper("# Steps\n\nWords.\n\n```holddown\nexpect: 1\n```\n\n- [ ] One\n");
    assertThat(nowhere.gaps())
        .extracting(Paper.Gap::what)
        .containsExactly("this holddown fence stands below no item, so nothing is bound");
    Paper broken = Read.paper("# Steps\n- [ ] One\n  ```holddown\n  {a: [\n  ```\n- [ ] Two\n");
    assertThat(broken.gaps())
        .extracting(Paper.Gap::what)
        .containsExactly(
            "this holddown fence is no YAML with each key on a line of its own; the item above"
                + " stays a person's");
    assertThat(Read.reading(PlaybookWriter.write(broken, Read.SUBJECT)).problems()).isEmpty();
  }

  @Test
  void a_fence_cannot_reach_beyond_its_item() {
    String sly =
        """
        # Steps
        - [ ] One
          ```holddown
          note: x
          ---
          kind: playbook
          ```
        - [ ] Two
          ```holddown
          note: "x
          stages: []
          ```
        - [ ] Three
        """;

    Paper paper = Read.paper(sly);

    assertThat(paper.gaps()).hasSize(2);
    Reading reading = Read.reading(PlaybookWriter.write(paper, Read.SUBJECT));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.playbook().orElseThrow().stages().getFirst().items()).hasSize(3);
  }

  @Test
  void a_fence_may_say_which_kind_of_item_it_is() {
    String page =
        """
        # Release steps
        - [ ] Wait a while
          ```holddown
          step: Wait
          exec.run: {program: sleep, args: ["1"]}
          repeatable: true
          ```
        """;
    assertThat(reading(page).problems()).isEmpty();
    assertThat(PlaybookWriter.write(Read.paper(page), Read.SUBJECT))
        .contains("- quote: \"Wait a while\"", "step: Wait")
        .doesNotContain("- check:");
  }
}
