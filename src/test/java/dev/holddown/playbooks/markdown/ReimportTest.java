package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A page that changed, onto the playbook that came of it and was grown by hand. */
class ReimportTest {
  private static final String PAGE =
      """
      # Release

      ## Before
      - [ ] Health endpoint returns 200
      - [ ] Image is signed by the pipeline
      - [ ] Release notes are written

      ## After
      - [ ] Error rate is back to normal
      """;

  private static final String BOUND =
      """
      http.get: {url: "https://shop.example/health"}
      expect: result.status == 200
      """
          .indent(8);

  /** The playbook of the page, the first item bound to an action. */
  private static String grown() {
    String yaml = PlaybookWriter.write(Read.paper(PAGE), Read.SUBJECT);
    String sign = "        sign: {role: operator}\n";
    int at = yaml.indexOf(sign);
    return yaml.substring(0, at) + BOUND + yaml.substring(at + sign.length());
  }

  private static Reimport again(String page, String playbook) {
    return Reimport.of(
        Read.paper(page), "playbook.yaml", playbook.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void an_item_that_is_gone_is_kept_aside_with_its_binding_and_comes_back_with_its_line() {
    String without = PAGE.replace("- [ ] Health endpoint returns 200\n", "");
    Reimport first = again(without, grown());

    assertThat(first.differences())
        .containsExactly(
            "gone: Health endpoint returns 200 (health_endpoint_returns_200)",
            "what is gone is kept aside as a remark at the end of the playbook",
            "3 items are as before and kept as they stand in the playbook");
    String kept = first.write(Read.SUBJECT);
    assertThat(kept).contains("# aside:", "#     http.get: {url: ");
    assertThat(Read.reading(kept).problems()).isEmpty();

    // Once more without it, and then with it again.
    String still = again(without, kept).write(Read.SUBJECT);
    assertThat(still).isEqualTo(kept);
    Reimport back = again(PAGE, still);
    assertThat(back.differences())
        .contains("back, line 4: Health endpoint returns 200")
        .noneMatch(line -> line.startsWith("gone"));
    String restored = back.write(Read.SUBJECT);
    assertThat(restored).contains("        http.get: {url: ").doesNotContain("# aside:");
    assertThat(Read.reading(restored).problems()).isEmpty();
  }

  @Test
  void an_item_that_moved_stays_bound_under_its_new_heading() {
    String moved =
        PAGE.replace("- [ ] Health endpoint returns 200\n", "")
            + "- [ ] Health endpoint returns 200\n";

    Reimport again = again(moved, grown());

    assertThat(again.differences())
        .containsExactly("4 items are as before and kept as they stand in the playbook");
    String yaml = again.write(Read.SUBJECT);
    assertThat(yaml.indexOf("http.get")).isGreaterThan(yaml.indexOf("Error rate"));
    assertThat(Read.reading(yaml).problems()).isEmpty();
  }

  @Test
  void a_reworded_item_is_a_person_s_again_and_what_it_did_stands_above_it() {
    String reworded = PAGE.replace("endpoint returns 200", "endpoint still returns 200");

    Reimport again = again(reworded, grown());

    assertThat(again.differences())
        .contains(
            "changed, line 4: Health endpoint still returns 200",
            "    was: Health endpoint returns 200; it keeps the id health_endpoint_returns_200 and"
                + " is a person's again; what it did is a remark above it");
    String yaml = again.write(Read.SUBJECT);
    assertThat(yaml)
        .contains(
            "# It was this before its words changed; bind it again if that still proves it:",
            "id: health_endpoint_returns_200",
            "#   expect: result.status == 200");
    assertThat(Read.reading(yaml).problems()).isEmpty();
  }

  @Test
  void a_fence_that_changed_on_the_page_replaces_what_was_bound() {
    String fenced =
        PAGE.replace(
            "returns 200\n",
            "returns 200\n  ```holddown\n  http.get: {url: \"https://new.example\"}\n"
                + "  expect: result.status == 204\n  ```\n");

    Reimport again = again(fenced, grown());

    assertThat(again.differences())
        .anyMatch(line -> line.contains("health_endpoint_returns_200 and does what the page says"));
    assertThat(again.write(Read.SUBJECT)).contains("        expect: result.status == 204\n");
  }

  @Test
  void what_was_written_by_hand_behind_an_item_that_is_gone_is_kept_aside_too() {
    String own =
        grown()
            .replace(
                "      - check: \"Release notes are written\"",
                "      - check: Own\n        id: own\n        sign: {role: operator}\n"
                    + "      - check: \"Release notes are written\"");
    String without = PAGE.replace("- [ ] Image is signed by the pipeline\n", "");

    String yaml = again(without, own).write(Read.SUBJECT);

    assertThat(yaml).contains("id: own");
    assertThat(Read.reading(yaml).problems()).isEmpty();
  }

  @Test
  void three_thousand_items_that_all_changed_are_compared_in_seconds() {
    StringBuilder one = new StringBuilder("# Release\n");
    StringBuilder other = new StringBuilder("# Release\n");
    for (int i = 0; i < 3_000; i++) {
      one.append("- [ ] Look at the service number ").append(i).append('\n');
      other.append("- [ ] Look again at service ").append(i).append(" of all\n");
    }
    String yaml = PlaybookWriter.write(Read.paper(one.toString()), Read.SUBJECT);

    assertThat(
            org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(60), () -> again(other.toString(), yaml).differences()))
        .isNotEmpty();
  }
}
