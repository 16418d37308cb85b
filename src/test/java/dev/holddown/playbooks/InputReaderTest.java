package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Input;
import dev.holddown.domain.playbook.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputReaderTest {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);

  private static Input input(String name, Input.Type type) {
    return new Input(name, type, List.of(), Optional.empty(), Optional.empty(), "", Place.none());
  }

  private static String wrong(Input.Type type, String text) {
    return String.join(
        "", InputReader.read(List.of(input("x", type)), List.of("x=" + text)).problems());
  }

  @Test
  void an_image_is_pinned_by_digest_and_known_by_its_parts() {
    InputReader.Given given =
        InputReader.read(
            List.of(input("image", Input.Type.IMAGE)),
            List.of("image=registry.example:5000/shop/checkout:1.10@" + DIGEST));

    assertThat(given.problems()).isEmpty();
    assertThat(given.values().get("image"))
        .isEqualTo(
            Map.of(
                "ref",
                "registry.example:5000/shop/checkout:1.10@" + DIGEST,
                "repository",
                "registry.example:5000/shop/checkout",
                "tag",
                "1.10",
                "digest",
                DIGEST));
    assertThat(wrong(Input.Type.IMAGE, "checkout@" + DIGEST)).isEmpty();
    assertThat(wrong(Input.Type.IMAGE, "checkout:1.10"))
        .isEqualTo(
            "--input x: `checkout:1.10` is not an image pinned by digest; a tag can be moved, so"
                + " write repository@sha256:<64 hex digits>");
  }

  @Test
  void a_version_is_text_as_it_was_written() {
    assertThat(
            InputReader.read(List.of(input("v", Input.Type.VERSION)), List.of("v=1.10")).values())
        .containsEntry("v", "1.10");
    assertThat(wrong(Input.Type.VERSION, "one two"))
        .isEqualTo(
            "--input x: `one two` is not a version: letters, digits and . + _ ~ -, such as 1.10.2");
  }

  @Test
  void values_have_the_type_of_their_input() {
    assertThat(
            InputReader.read(
                    List.of(
                        input("i", Input.Type.INT),
                        input("n", Input.Type.NUMBER),
                        input("b", Input.Type.BOOL)),
                    List.of("i=3", "n=3", "b=true"))
                .values())
        .isEqualTo(Map.of("i", 3L, "n", 3.0, "b", true));
  }

  @Test
  void a_value_that_does_not_fit_is_told_with_what_fits() {
    assertThat(wrong(Input.Type.INT, "x")).isEqualTo("--input x: `x` is not a whole number");
    assertThat(wrong(Input.Type.BOOL, "yes")).isEqualTo("--input x: `yes` is not true or false");
    assertThat(wrong(Input.Type.COMMIT, "abc123"))
        .isEqualTo(
            "--input x: `abc123` is not a whole commit id: 40 (or 64) hex digits in small letters");
    assertThat(wrong(Input.Type.URL, "http://a:b@x"))
        .isEqualTo(
            "--input x: `http://a:b@x` is not an http:// or https:// address without a password in"
                + " it");
    assertThat(wrong(Input.Type.TIME, "22:00"))
        .isEqualTo("--input x: `22:00` is not a time such as 2026-01-31T22:00:00Z");
    assertThat(wrong(Input.Type.DURATION, "5"))
        .isEqualTo("--input x: `5` is not a duration; give it a unit, such as 5s, 5m or 5h");
    assertThat(wrong(Input.Type.DNS_LABEL, "Shop_1"))
        .startsWith("--input x: `Shop_1` is not a DNS");
    assertThat(wrong(Input.Type.STRING, "a\nb"))
        .isEqualTo("--input x: the value holds control characters, such as a line break");
    assertThat(wrong(Input.Type.STRING, "a".repeat(5_000)))
        .isEqualTo("--input x: the value has 5000 characters; at most 4096 are read");
  }

  @Test
  void a_missing_input_is_asked_for_with_its_help() {
    Input version =
        new Input(
            "version",
            Input.Type.VERSION,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            "The version to release",
            Place.none());

    assertThat(InputReader.read(List.of(version), List.of()).problems())
        .containsExactly(
            "the input version is missing (The version to release); give it with --input"
                + " version=…");
  }

  @Test
  void a_default_is_used_when_nothing_is_given() {
    Input pace =
        new Input(
            "pace",
            Input.Type.CHOICE,
            List.of("careful", "brisk"),
            Optional.empty(),
            Optional.of("careful"),
            "",
            Place.none());

    assertThat(InputReader.read(List.of(pace), List.of()).values())
        .containsEntry("pace", "careful");
    assertThat(InputReader.read(List.of(pace), List.of("pace=brisc")).problems())
        .containsExactly("--input pace: `brisc` is none of careful, brisk; did you mean brisk?");
  }

  @Test
  void a_pattern_must_match_the_whole_text() {
    Input ticket =
        new Input(
            "ticket",
            Input.Type.STRING,
            List.of(),
            Optional.of("CHG-[0-9]+"),
            Optional.empty(),
            "",
            Place.none());

    assertThat(InputReader.read(List.of(ticket), List.of("ticket=CHG-12")).problems()).isEmpty();
    assertThat(InputReader.read(List.of(ticket), List.of("ticket=xCHG-12")).problems())
        .containsExactly("--input ticket: `xCHG-12` does not match the pattern CHG-[0-9]+");
  }

  @Test
  void an_input_that_the_playbook_does_not_know_is_told_with_the_nearest() {
    assertThat(
            InputReader.read(
                    List.of(input("version", Input.Type.VERSION)),
                    List.of("verison=1", "version=1", "version=2", "novalue"))
                .problems())
        .containsExactly(
            "--input verison: the playbook has no such input; did you mean version?",
            "--input version is given twice; give it once",
            "--input novalue: write it as name=value");
  }

  @Test
  void the_declaration_of_inputs_is_checked_too() {
    assertThat(
            Written.bare(
                Written.problems(
                    Written.HEAD.replaceFirst(
                            "inputs: .*\n",
                            "inputs: {a: {type: strng}, c: {type: choice}, d: {type: int, default:"
                                + " x}, e: {type: string, pattern: \"[\"}, f: {type: images}, g:"
                                + " {help: x}}\n")
                        + Written.STAGES)))
        .containsExactly(
            "`type: strng` is not known; did you mean string?",
            "the choice c needs `of`; list what may be chosen, such as of: [blue, green]",
            "the default of d does not fit: `x` is not a whole number",
            "`pattern: [` is not a regular expression: Unclosed character class",
            "type: images is not run by this version: it needs inputs with several values; declare"
                + " one input of type image for each",
            "an input needs `type`; write {type: string}");
  }
}
