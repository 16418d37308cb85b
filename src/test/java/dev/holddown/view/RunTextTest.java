package dev.holddown.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs as lines of text. */
class RunTextTest {
  private static final Layout WIDE = new Layout(120, Layout.Detail.FULL, Paint.plain());
  private static final Layout NARROW = new Layout(80, Layout.Detail.FULL, Paint.plain());

  private static String text(Sample sample, Layout layout) {
    return String.join("\n", RunText.lines(sample.view(), layout));
  }

  private static Sample firing() {
    Sample sample = Sample.baking();
    for (int i = 0; i < 6; i++) {
      sample.sees(0.034, true);
    }
    return sample;
  }

  @Test
  void the_head_says_what_where_when_by_whom_and_with_what() {
    assertThat(text(Sample.going(), WIDE))
        .contains("A sample release")
        .contains("sample-1")
        .contains("shop/prod · started 2026-03-02 10:00:00 UTC by ann")
        .contains("version=2.0")
        .contains("GOING FORWARD   0 of 3 closed, 0 %");
  }

  @Test
  void who_is_waited_for_stands_at_the_end_with_commands_to_type() {
    assertThat(text(Sample.waitingForSignature(), NARROW))
        .contains("Waiting for approver, owner: sign \"Approval\"")
        .contains("\n  holddown sign sample-1 approval --role approver\n");
  }

  @Test
  void a_breach_is_shown_with_value_limit_and_countdown() {
    Sample sample = Sample.baking().sees(0.034, true).sees(0.034, true).sees(0.034, true);
    assertThat(text(sample, WIDE))
        .contains("! Errors are high")
        .contains("3.4 %")
        .contains("limit 1 %")
        .contains("breach 2s of 4s, then rollback")
        .contains("the clock stands: errors_high is over its limit");
  }

  @Test
  void a_rollback_shows_its_cause_its_target_and_its_phases() {
    assertThat(text(firing(), NARROW))
        .contains("ROLLING BACK since 10:00:")
        .contains("cause: watch errors_high: ")
        .contains("Rollback  to version=1.0")
        .contains("▸ Back to the old version")
        .contains("■ Ten percent and then all")
        .contains("was at 10 % of 10 → 100");
  }

  @Test
  void no_line_is_wider_than_the_page_but_for_commands() {
    for (Sample sample :
        List.of(Sample.going(), Sample.noGo(), Sample.signedBy("ann"), Sample.baking(), firing())) {
      for (int columns : new int[] {40, 60, 80, 100, 120, 200}) {
        Layout layout = new Layout(columns, Layout.Detail.FULL, Paint.plain());
        assertThat(RunText.lines(sample.view(), layout))
            .filteredOn(line -> !line.startsWith("  holddown "))
            .allMatch(line -> line.codePointCount(0, line.length()) <= columns);
      }
    }
  }

  @Test
  void without_colour_there_is_no_escape_and_without_unicode_only_ascii() {
    Layout ascii = new Layout(80, Layout.Detail.FULL, new Paint(false, false));
    for (Sample sample : List.of(Sample.noGo(), Sample.baking(), firing())) {
      assertThat(text(sample, NARROW)).doesNotContain("\033");
      assertThat(text(sample, ascii)).matches("[\\x20-\\x7e\\n]*");
    }
    Layout coloured = new Layout(80, Layout.Detail.FULL, new Paint(true, true));
    assertThat(text(Sample.noGo(), coloured)).contains("\033[1;31m");
  }

  @Test
  void control_characters_in_what_the_world_said_never_reach_the_terminal() {
    Sample sample =
        Sample.going().answer("old", Verdict.FAILED, "\033[2Jgone\r\nGO: all passed\u202e");
    assertThat(text(sample, NARROW)).doesNotContain("\033").doesNotContain("\r");
    assertThat(text(sample, NARROW)).doesNotContain("\u202e").doesNotContain("\nGO:");
  }

  @Test
  void it_fits_into_as_many_lines_as_there_are() {
    RunView view = firing().view();
    assertThat(RunText.fitting(view, NARROW, 100)).isEqualTo(RunText.lines(view, NARROW));
    assertThat(RunText.fitting(view, NARROW, 18)).hasSizeLessThanOrEqualTo(18);
    List<String> tiny = RunText.fitting(view, NARROW, 6);
    assertThat(tiny).hasSize(6).last().isEqualTo("… more: holddown show sample-1");
  }

  @Test
  void only_changes_are_told_on_a_pipe() {
    Changes changes = new Changes();
    Sample sample = Sample.going();
    assertThat(changes.lines(sample.view())).anyMatch(l -> l.contains("sample-1 is forward"));
    assertThat(changes.lines(sample.pass(Duration.ofSeconds(5)).view())).isEmpty();
    sample.answer("old", Verdict.PASSED, "result.version = \"1.0\"");
    assertThat(changes.lines(sample.view()))
        .contains("10:00:05Z  passed  The old version runs: result.version = \"1.0\"")
        .anyMatch(line -> line.contains("waiting for approver, owner: sign (holddown sign"));
  }

  @Test
  void numbers_are_shown_with_three_digits_that_matter_and_their_unit() {
    assertThat(Quantity.text(0.26582278, "ratio")).isEqualTo("26.6 %");
    assertThat(Quantity.text(0.21, "s")).isEqualTo("0.21 s");
    assertThat(Quantity.text(1234, "")).isEqualTo("1234");
    assertThat(Quantity.text(0, "percent")).isEqualTo("0 %");
    assertThat(Quantity.text(5.0 * 1024 * 1024, "bytes")).isEqualTo("5 MiB");
  }
}
