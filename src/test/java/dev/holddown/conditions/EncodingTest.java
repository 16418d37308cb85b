package dev.holddown.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.spi.Slot;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hostile values in every slot. What reads the slot afterwards (a URL, a PromQL, a JSON reader)
 * finds exactly one value where one was put, or the value was refused.
 */
final class EncodingTest {
  private static final Cel CEL = new Cel();

  static List<String> hostile() {
    return List.of(
        "plain",
        "",
        "it's",
        "say \"hi\"",
        "back`tick",
        "line\nbreak",
        "carriage\r\nX-Evil: 1",
        "../../etc/passwd",
        "..",
        ".",
        "%2e%2e%2f",
        "%0a%0d",
        "{{ .Values.x }}",
        "${inputs.other}",
        "$(reboot)`reboot`",
        "\"} or vector(0) or up{a=\"",
        "'} or vector(0) or up{a='",
        "trailing\\",
        "\\\" or vector(0) #",
        "-rf",
        "--output=/etc/passwd",
        "nul\0byte",
        "right\u202eto left",
        "tab\tand\u0007bell",
        "a?b#c&d=e;f/g@h:i",
        "http://evil.example/",
        "é😀\u2028",
        "<script>alert(1)</script>",
        "<!channel> *bold*",
        "x".repeat(10_000));
  }

  private static Optional<String> bind(String text, Slot slot, String value) {
    try {
      Object bound = CEL.bind(CEL.check().template(text, Place.none()), slot, Map.of("v", value));
      return Optional.of((String) bound);
    } catch (ConditionException e) {
      assertThat(e.getMessage()).isNotBlank();
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void nothing_is_put_into_a_literal_slot(String value) {
    assertThat(bind("${v}", Slot.LITERAL, value)).isEmpty();
    assertThat(bind("a ${v} b", Slot.LITERAL, value)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void data_is_the_value_itself(String value) {
    assertThat(bind("${v}", Slot.DATA, value)).hasValue(value);
    assertThat(bind("<${v}>", Slot.DATA, value)).hasValue("<" + value + ">");
    JsonMapper json = JsonMapper.shared();
    String body =
        json.writeValueAsString(Map.of("v", bind("${v}", Slot.DATA, value).orElseThrow()));
    assertThat(json.readTree(body).get("v").asString()).isEqualTo(value);
    assertThat(json.readTree(body).size()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void a_url_keeps_its_segments_and_its_query(String value) {
    Optional<String> bound = bind("https://h.example/a/${v}/b?q=${v}&c=d", Slot.URL, value);
    if (List.of("", ".", "..").contains(value)) {
      assertThat(bound).isEmpty();
      return;
    }
    URI uri = URI.create(bound.orElseThrow());
    assertThat(uri.getHost()).isEqualTo("h.example");
    assertThat(uri.getRawFragment()).isNull();
    assertThat(uri.normalize().getRawPath()).isEqualTo(uri.getRawPath());
    List<String> segments = List.of(uri.getRawPath().split("/", -1));
    assertThat(segments).hasSize(4);
    assertThat(decoded(segments.get(2))).isEqualTo(value);
    String[] query = uri.getRawQuery().split("&", -1);
    assertThat(query).hasSize(2).contains("c=d");
    assertThat(decoded(query[0].substring(2))).isEqualTo(value);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void a_promql_string_ends_where_it_did(String value) {
    String quoted = bind("up{a=\"${v}\"} > 0", Slot.PROMQL, value).orElseThrow();
    assertThat(promStrings(quoted)).containsExactly(value);
    String single = bind("up{a='${v}'} > 0", Slot.PROMQL, value).orElseThrow();
    assertThat(promStrings(single)).containsExactly(value);
    String raw = bind("up{a=`${v}`} > 0", Slot.PROMQL, value).orElseThrow();
    assertThat(raw.chars().filter(c -> c == '`').count()).isEqualTo(2);
  }

  /** The string literals of a query, read by the rules of Prometheus (util/strutil/quote.go). */
  private static List<String> promStrings(String query) {
    List<String> strings = new ArrayList<>();
    int i = 0;
    while (i < query.length()) {
      char quote = query.charAt(i++);
      if (quote != '"' && quote != '\'' && quote != '`') {
        continue;
      }
      StringBuilder text = new StringBuilder();
      while (query.charAt(i) != quote) {
        char c = query.charAt(i++);
        assertThat(c).as("a line break ends the literal").isNotEqualTo('\n');
        if (c != '\\') {
          text.append(c);
          continue;
        }
        char escape = query.charAt(i++);
        switch (escape) {
          case 'n' -> text.append('\n');
          case '\\' -> text.append('\\');
          case 'x' -> {
            text.append((char) Integer.parseInt(query.substring(i, i + 2), 16));
            i += 2;
          }
          default -> throw new AssertionError("Prometheus refuses \\" + escape);
        }
      }
      strings.add(text.toString());
      i++;
    }
    return strings;
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void a_header_stays_one_line(String value) {
    Optional<String> bound = bind("token ${v}", Slot.HEADER, value);
    boolean control = value.chars().anyMatch(c -> c < ' ' || c == 127);
    assertThat(bound).isEqualTo(control ? Optional.empty() : Optional.of("token " + value));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void an_argument_is_never_an_option(String value) {
    boolean refused = value.startsWith("-") || value.indexOf('\0') >= 0;
    Optional<String> bound = bind("${v}", Slot.ARGV, value);
    assertThat(bound).isEqualTo(refused ? Optional.empty() : Optional.of(value));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void words_hold_nothing_hidden(String value) {
    String words = bind("${v} is live", Slot.WORDS, value).orElseThrow();
    assertThat(words).endsWith(" is live");
    assertThat(words.codePoints())
        .noneMatch(c ->
            (Character.isISOControl(c) && c != '\n' && c != '\t') || (c >= 0x202a && c <= 0x202e));
  }
}
