package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.connectors.support.Exposition.Format;
import dev.holddown.connectors.support.Exposition.Sample;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {
  private static List<Sample> text(String body) throws MetricFault {
    return Exposition.parse(body, Format.TEXT, name -> true).samples();
  }

  private static List<Sample> open(String body) throws MetricFault {
    return Exposition.parse(body, Format.OPENMETRICS, name -> true).samples();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a 1|1.0",
        "a\t 1|1.0",
        "  a 1|1.0",
        "a -1.5e-3|-0.0015",
        "a +2.|2.0",
        "a .5|0.5",
        "a NaN|NaN",
        "a +Inf|Infinity",
        "a Inf|Infinity",
        "a -Inf|-Infinity",
        "a{} 3|3.0",
        "a{}3|3.0",
        "a {x=\"y\"} 4|4.0",
        "a:b_9 5|5.0",
        "a{x=\"y\",} 6|6.0",
        "a{ x = \"y\" , z=\"\" } 7 |7.0",
        "a 8 1700000000000|8.0",
        "a 9 -1|9.0",
      })
  void reads_a_value(String line, double value) throws MetricFault {
    assertThat(text(line + "\n")).extracting(Sample::value).containsExactly(value);
  }

  @Test
  void reads_labels_with_escapes_and_foreign_letters() throws MetricFault {
    assertThat(text("a{p=\"C:\\\\x\",q=\"say \\\"hi\\\"\",n=\"1\\n2\",u=\"é, }\",o=\"\\d\"} 1\n"))
        .extracting(Sample::labels)
        .containsExactly(
            Map.of("p", "C:\\x", "q", "say \"hi\"", "n", "1\n2", "u", "é, }", "o", "\\d"));
  }

  @Test
  void reads_types_and_skips_other_comments_and_empty_lines() throws MetricFault {
    Exposition all =
        Exposition.parse(
            """
            # HELP http_requests_total The total # of requests, {all}.
            # TYPE http_requests_total counter
            http_requests_total{code="200"} 10 1700000000000

            # a comment
            #TYPE not counter
            # TYPE lag gauge
            lag 1
            # TYPE wait histogram
            wait_bucket{le="+Inf"} 1
            """,
            Format.TEXT,
            name -> !name.equals("lag"));
    assertThat(all.samples())
        .extracting(Sample::name)
        .containsExactly("http_requests_total", "wait_bucket");
    assertThat(all.samples().getFirst().atMillis()).isEqualTo(OptionalLong.of(1_700_000_000_000L));
    assertThat(all.type("http_requests_total")).isEqualTo("counter");
    assertThat(all.type("wait_bucket")).isEqualTo("histogram");
    assertThat(all.type("lag")).isEqualTo("gauge");
    assertThat(all.type("not")).isEqualTo("unknown");
  }

  @Test
  void reads_openmetrics_with_exemplars_and_times_in_seconds() throws MetricFault {
    List<Sample> samples =
        open(
            """
            # TYPE foo histogram
            # UNIT foo seconds
            foo_bucket{le="0.1"} 8 # {} 0.054
            foo_bucket{le="1"} 11 1700000000.5 # {trace_id="KOO5S4vxi0o"} 0.67 1700000000.25
            foo_bucket{le="+Inf"} 17 # {trace_id="a b # }"} 9.8
            # EOF
            """);
    assertThat(samples).extracting(Sample::value).containsExactly(8.0, 11.0, 17.0);
    assertThat(samples.get(1).atMillis()).isEqualTo(OptionalLong.of(1_700_000_000_500L));
    assertThat(open("a 1\n# EOF")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1a 1|it does not begin with a name: 1a 1",
        "é 1|it does not begin with a name: é 1",
        "{x=\"y\"} 1|it does not begin with a name: {x=\"y\"} 1",
        "a|a name must be followed by a space or {: a",
        "a-b 1|a name must be followed by a space or {: a-b 1",
        "a x|the value \"x\" is not a number: a x",
        "a 1d|the value \"1d\" is not a number: a 1d",
        "a 0x10|the value \"0x10\" is not a number: a 0x10",
        "a 1_0|the value \"1_0\" is not a number: a 1_0",
        "a 1e|the value \"1e\" is not a number: a 1e",
        "a Infinity|the value \"Infinity\" is not a number: a Infinity",
        "a{x=\"y\"}|the value is missing: a{x=\"y\"}",
        "a{x=\"y} 1|a label's value has no closing quote: a{x=\"y} 1",
        "a{x=\"y\\\"} 1|a label's value has no closing quote: a{x=\"y\\\"} 1",
        "a{x=y} 1|expected \" at column 5: a{x=y} 1",
        "a{x} 1|expected = at column 4: a{x} 1",
        "a{x=\"y\" z=\"1\"} 1|after a label comes , or }: a{x=\"y\" z=\"1\"} 1",
        "a{,} 1|a label's name is missing: a{,} 1",
        "a{0x=\"y\"} 1|a label's name is missing: a{0x=\"y\"} 1",
        "a{x=\"1\",x=\"2\"} 1|the label x stands twice: a{x=\"1\",x=\"2\"} 1",
        "a{x=\"y\"|after a label comes , or }: a{x=\"y\"",
        "a 1 2 3|there is more after the value: a 1 2 3",
        "a 1 x|the time \"x\" is not a number: a 1 x",
        "a 1 NaN|the time is not a number: a 1 NaN",
        "a 1 # {} 1|there is more after the value: a 1 # {} 1",
      })
  void a_malformed_line_is_told_with_number_and_text(String line, String message) {
    assertThatThrownBy(() -> text("good 1\n" + line + "\n"))
        .isInstanceOf(MetricFault.class)
        .hasMessage("line 2 of the metrics is malformed, " + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a 1 # x", "a 1 # {", "a 1 # {} ", "a 1 # {} 1 2 3", "a 1 #{x=1} 1"})
  void a_malformed_exemplar_is_an_error(String line) {
    assertThatThrownBy(() -> open(line + "\n# EOF\n"))
        .hasMessageStartingWith("line 1 of the metrics is malformed");
  }

  @Test
  void a_cut_off_text_is_not_used() {
    assertThatThrownBy(() -> text("a 1\nrequests 12"))
        .hasMessage("the metrics were cut off (the last line does not end); none of them was used");
    assertThatThrownBy(() -> open("a 1\nb 2\n"))
        .hasMessage("the metrics were cut off (# EOF is missing); none of them was used");
    assertThatThrownBy(() -> open("a 1\n# EOF\nb 2\n"))
        .hasMessage("line 3 of the metrics is malformed, there is text after # EOF: b 2");
  }

  @Test
  void an_unwanted_line_is_still_checked() {
    assertThatThrownBy(() -> Exposition.parse("a x\n", Format.TEXT, name -> false))
        .hasMessage("line 1 of the metrics is malformed, the value \"x\" is not a number: a x");
  }

  @Test
  void more_than_a_hundred_thousand_lines_are_refused() throws MetricFault {
    assertThat(text("a 1\n".repeat(100_000))).hasSize(100_000);
    assertThatThrownBy(() -> text("a 1\n".repeat(100_001)))
        .hasMessage("the metrics have more than 100000 lines; none of them was used");
  }

  @Test
  void hostile_text_gives_samples_or_a_sentence_and_nothing_else() {
    Random random = new Random(7);
    String alphabet = "a1{}=\",\\ \n\t#.+-eNI\0é_:";
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder body = new StringBuilder(random.nextBoolean() ? "a{x=\"y\"} 1" : "");
      for (int i = random.nextInt(40); i > 0; i--) {
        body.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Exposition.parse(body.append('\n').toString(), Format.values()[round % 2], name -> true);
        read++;
      } catch (MetricFault fault) {
        assertThat(fault.sentence()).contains("metrics").hasSizeLessThan(700);
      }
    }
    assertThat(read).isPositive();
  }
}
