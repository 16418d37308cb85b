package dev.holddown.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.spi.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How arguments are filled with values. */
final class BindingTest {
  private static final Cel CEL = new Cel();
  private static final Place PLACE = new Place("release.yaml", 12, 5);

  private static Map<String, Object> scope() {
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("version", "1.2.3");
    inputs.put("count", 3);
    inputs.put("ratio", 0.25);
    inputs.put("tiny", 1e-7);
    inputs.put("id", 9_007_199_254_740_993L);
    inputs.put("yes", true);
    inputs.put("url", "https://shop.example");
    inputs.put("path", "https://shop.example/v1");
    inputs.put("query", "https://shop.example/?a=b");
    inputs.put("dots", "..");
    inputs.put("tail", ".evil.example");
    inputs.put("image", Map.of("ref", "r.example/app@sha256:ab", "digest", "sha256:ab"));
    inputs.put("list", List.of(1, 2.5, Map.of("n", 4)));
    inputs.put("spaced", "a b/c?d#e&f=g+h%é");
    inputs.put("dash", "-rf");
    return Map.of("inputs", inputs);
  }

  private static Object bind(String text, Slot slot) {
    return CEL.bind(CEL.check().template(text, PLACE), slot, scope());
  }

  @Test
  void one_hole_keeps_its_type_in_data() {
    assertThat(bind("${inputs.count}", Slot.DATA)).isEqualTo(3L);
    assertThat(bind("${inputs.ratio}", Slot.DATA)).isEqualTo(0.25);
    assertThat(bind("${inputs.id}", Slot.DATA)).isEqualTo(9_007_199_254_740_993L);
    assertThat(bind("${inputs.yes}", Slot.DATA)).isEqualTo(true);
    assertThat(bind("${inputs.version}", Slot.DATA)).isEqualTo("1.2.3");
    assertThat(bind("${inputs.list}", Slot.DATA)).isEqualTo(List.of(1L, 2.5, Map.of("n", 4L)));
    assertThat(bind("${inputs.count + 1}", Slot.DATA)).isEqualTo(4L);
    assertThat(bind("${inputs.image}", Slot.DATA))
        .isEqualTo(Map.of("ref", "r.example/app@sha256:ab", "digest", "sha256:ab"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " # ",
      quoteCharacter = '`',
      textBlock =
          """
          DATA # n=${inputs.count} # n=3
          DATA # n=${inputs.count / 2} # n=1.5
          DATA # ${inputs.tiny} low # 0.0000001 low
          DATA # id ${inputs.id} # id 9007199254740993
          DATA # ${inputs.yes}! # true!
          DATA # ${inputs.image}! # r.example/app@sha256:ab!
          ARGV # ${inputs.image} # r.example/app@sha256:ab
          ARGV # --weight=${inputs.count} # --weight=3
          WORDS # ${inputs.version} is live # 1.2.3 is live
          LITERAL # $${X} # ${X}
          URL # https://a.example/${inputs.spaced}/z #\
           https://a.example/a%20b%2Fc%3Fd%23e%26f%3Dg%2Bh%25%C3%A9/z
          URL # ${inputs.url} # https://shop.example
          URL # ${inputs.url}/healthz # https://shop.example/healthz
          URL # ${inputs.url}/${inputs.version} # https://shop.example/1.2.3
          URL # ${inputs.path}/status?v=${inputs.version} # https://shop.example/v1/status?v=1.2.3
          URL # ${inputs.path}${inputs.tail} # https://shop.example/v1.evil.example
          URL # ${inputs.query} # https://shop.example/?a=b
          URL # https://a.example/?next=${inputs.url} #\
           https://a.example/?next=https%3A%2F%2Fshop.example
          PROMQL # up{v="${inputs.version}"} # up{v="1.2.3"}
          HEADER # Bearer ${inputs.version} # Bearer 1.2.3
          """)
  void a_hole_is_encoded_for_its_slot(Slot slot, String text, String bound) {
    assertThat(bind(text, slot)).isEqualTo(bound);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " # ",
      quoteCharacter = '`',
      textBlock =
          """
          DATA # v${inputs.versoin} # ${inputs.versoin}: inputs.versoin is missing; inputs has:\
           version,\
           count, ratio, tiny, id, yes, url, path, query, dots, tail, image and 3 more
          DATA # ${outputs.x} # ${outputs.x}: outputs is missing; known here: inputs
          DATA # v${inputs.list} # ${inputs.list}: inputs.list is a list of 3;\
           only a single value can be text
          DATA # v${inputs} # ${inputs}: inputs is a map; only a single value can be text
          DATA # v${a b} # ${a b}: "b" cannot stand here
          LITERAL # ${inputs.version} # ${inputs.version}: only literal text may stand here, no ${…}
          ARGV # ${inputs.dash} # ${inputs.dash}:\
           the value "-rf" begins with a dash and would be read as an option
          URL # https://a.example/${inputs.dots}/b # the URL "https://a.example/../b" has the path\
           segment "..", which would lead elsewhere
          URL # ${inputs.url}/x/%2e${"."}/b # the URL "https://shop.example/x/%2e./b" has the path\
           segment "..", which would lead elsewhere
          URL # https://a.example/${""}/b # ${""}: the value is empty; the path would lead elsewhere
          URL # ${inputs.url}${inputs.tail} # ${inputs.url}: a / is missing after\
           "https://shop.example"; what follows would change its host
          URL # ${inputs.url}healthz # ${inputs.url}: a / is missing after "https://shop.example";\
           what follows would change its host
          URL # ${inputs.query}/x # ${inputs.query}: "https://shop.example/?a=b" has a query or\
           fragment, so nothing may follow it
          URL # ${"https://u:p@shop.example"} # ${"https://u:p@shop.example"}:\
           "https://…@shop.example" carries a user name; give credentials as {secret: name}
          URL # ${"https://a b"}/x # ${"https://a b"}: "https://a b" is not a valid URL
          URL # ${"http:///x"} # ${"http:///x"}: "http:///x" is a URL without a host
          """)
  void what_cannot_be_bound_is_refused_with_place_and_sentence(
      Slot slot, String text, String sentence) {
    assertThat(messageOf(text, slot).replaceFirst("^release\\.yaml:12:\\d+ ", ""))
        .isEqualTo(sentence);
    assertThat(messageOf(text, slot)).startsWith("release.yaml:12:");
  }

  private static String messageOf(String text, Slot slot) {
    try {
      bind(text, slot);
      return " ";
    } catch (ConditionException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void the_place_of_a_refusal_is_that_of_the_hole() {
    assertThat(messageOf("ab ${inputs.x}", Slot.DATA)).startsWith("release.yaml:12:10 ${inputs.x}");
  }

  @Test
  void only_a_web_address_is_a_base() {
    assertThat(bind("${'javascript:alert(1)'}", Slot.URL)).isEqualTo("javascript%3Aalert%281%29");
    assertThat(bind("${'file:///etc/passwd'}", Slot.URL)).isEqualTo("file%3A%2F%2F%2Fetc%2Fpasswd");
    assertThat(bind("${'//evil.example'}", Slot.URL)).isEqualTo("%2F%2Fevil.example");
  }

  @Test
  void trees_are_bound_leaf_by_leaf_and_secrets_stay() {
    Arg.SecretRef secret = new Arg.SecretRef("api", PLACE);
    Map<String, Arg> fields = new LinkedHashMap<>();
    fields.put("n", CEL.check().template("${inputs.count}", PLACE));
    fields.put("token", secret);
    fields.put("list", new Arg.Seq(List.of(new Arg.Literal(5L, PLACE), secret), PLACE));
    assertThat(CEL.bind(new Arg.Tree(fields, PLACE), Slot.DATA, scope()))
        .isEqualTo(Map.of("n", 3L, "token", secret, "list", List.of(5L, secret)));
  }

  @Test
  void a_literal_is_as_it_was_written() {
    assertThat(CEL.bind(new Arg.Literal("-rf ..", PLACE), Slot.ARGV, Map.of())).isEqualTo("-rf ..");
    assertThat(CEL.bind(new Arg.Literal(true, PLACE), Slot.LITERAL, Map.of())).isEqualTo(true);
  }
}
