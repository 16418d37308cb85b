package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<prev-version>",
        "deploy@<previous version>",
        "--bucket=YOUR_BUCKET",
        "https://hooks.example/YOUR/WEBHOOK",
        "[REGION]",
        "[START TIME]",
        "--rest-api-id=API_ID",
        "$LATEST"
      })
  void what_a_template_left_open_is_found(String text) {
    assertThat(Placeholders.find(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a < b and c > d",
        "<3",
        "[A-Z]*",
        "[[:alpha:]]",
        "[ok]",
        "$HOME",
        "MY_API_IDS",
        "yours",
        "function:$LATEST.qualified"
      })
  void what_only_looks_like_it_is_left_alone(String text) {
    assertThat(Placeholders.find(text)).isEmpty();
  }
}
