package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.spi.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void a_document_becomes_plain_values_and_nulls_are_left_out() {
    assertThat(
            Json.read("{\"a\":[1,2.5,\"x\",true,null,1e3],\"n\":null,\"big\":12345678901234567000}")
                .value())
        .contains(Map.of("a", List.of(1L, 2.5, "x", true, 1000.0), "big", 1.2345678901234567e19));
  }

  @Test
  void what_is_not_strict_json_is_refused_with_a_place() {
    assertThat(Json.read("{\"a\":1,\"a\":2}").problem())
        .startsWith("not read as JSON: Duplicate Object property \"a\"");
    assertThat(Json.read("{} {}").problem()).startsWith("not read as JSON: ");
    assertThat(Json.read("{'a':1}").problem()).contains("(line 1, column 2)");
    assertThat(Json.read("[NaN]").problem()).startsWith("not read as JSON: ");
    assertThat(Json.read("[1e999]").problem()).isEqualTo("not read as JSON: a number is too large");
    assertThat(Json.read("[" + "9".repeat(400) + "]").problem()).contains("Number value length");
    assertThat(Json.read("[".repeat(1_000)).problem()).contains("nesting depth");
    assertThat(Json.read("").value()).isEmpty();
  }

  @Test
  void whole_numbers_are_written_without_a_point_and_secrets_only_on_the_wire() {
    Map<String, Object> body = Map.of("n", 3.0, "deep", List.of(new Secret("key", "hunter2")));
    assertThat(Json.wire(body)).contains("\"n\":3").contains("hunter2").doesNotContain("3.0");
    assertThat(Json.shown(body)).contains("{secret: key}").doesNotContain("hunter2");
  }
}
