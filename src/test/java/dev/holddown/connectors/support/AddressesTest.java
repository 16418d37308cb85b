package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.connectors.support.Addresses.Address;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
  @Test
  void an_address_becomes_an_action_and_its_arguments() {
    assertThat(Addresses.parse("terminal"))
        .isEqualTo(new Address.Known("message.terminal", Map.of("to", "terminal"), Map.of()));
    assertThat(Addresses.parse(" file:/var/log/notes.jsonl"))
        .isEqualTo(
            new Address.Known(
                "message.file",
                Map.of("to", "file:/var/log/notes.jsonl", "path", "/var/log/notes.jsonl"),
                Map.of()));
    assertThat(Addresses.parse("webhook:https://hooks.example/in?x=1#ops_key"))
        .isEqualTo(
            new Address.Known(
                "message.webhook",
                Map.of(
                    "to",
                    "webhook:https://hooks.example/in?x=1",
                    "url",
                    "https://hooks.example/in?x=1"),
                Map.of("secret", "ops_key")));
    assertThat(((Address.Known) Addresses.parse("webhook:http://a/")).secrets())
        .isEqualTo(Map.of("secret", "webhook"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "termnal | the address \"termnal\" begins with \"termnal\", did you mean terminal?; today a"
            + " message goes to terminal, file:… or webhook:…",
        "fiel:x | the address \"fiel:x\" begins with \"fiel\", did you mean file?; today a message"
            + " goes to terminal, file:… or webhook:…",
        "carrier:x | the address \"carrier:x\" begins with \"carrier\", which is no kind; today a"
            + " message goes to terminal, file:… or webhook:…",
        "slack:#ops | the address \"slack:#ops\": messages by slack come later; today a message"
            + " goes to terminal, file:… or webhook:…",
        "pagerduty:x | the address \"pagerduty:x\": messages by pagerduty come later; today a"
            + " message goes to terminal, file:… or webhook:…",
        "file | the address \"file\" is not whole; write file:notes.jsonl",
        "webhook:hooks.example | the address \"webhook:hooks.example\" is not whole; write"
            + " webhook:https://hooks.example/in",
        "terminal:x | the address \"terminal:x\": terminal takes nothing after it",
      })
  void what_nobody_delivers_is_refused_in_a_sentence(String address, String sentence) {
    assertThat(Addresses.parse(address)).isEqualTo(new Address.Refused(sentence));
  }
}
