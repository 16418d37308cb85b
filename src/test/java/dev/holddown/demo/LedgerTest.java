package dev.holddown.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LedgerTest {
  private final Ledger ledger = new Ledger();
  private final AtomicInteger acts = new AtomicInteger();

  @Test
  void the_same_operation_acts_once_and_gets_the_same_answer() {
    assertThat(send("a", "1.1")).isEqualTo(Map.of("acts", 1));
    assertThat(send("a", "1.2")).isEqualTo(Map.of("acts", 1));
    assertThat(acts).hasValue(1);
  }

  @Test
  void an_older_token_is_refused_and_changes_nothing() {
    send("a", "2.7");

    assertThatThrownBy(() -> send("b", "2.6"))
        .hasMessage("the token 2.6 is older than 2.7; nothing was changed");
    assertThatThrownBy(() -> send("c", "1.900"))
        .hasMessage("the token 1.900 is older than 2.7; nothing was changed");
    assertThat(acts).hasValue(1);
    assertThat(ledger.token()).isEqualTo("2.7");
  }

  @Test
  void a_higher_epoch_wins_over_a_higher_sequence() {
    send("a", "2.900");
    send("b", "3.1");

    assertThat(ledger.token()).isEqualTo("3.1");
  }

  @Test
  void what_is_no_token_is_refused() {
    assertThatThrownBy(() -> send("a", "7"))
        .hasMessage("not a token of the form epoch.sequence: 7");
    assertThatThrownBy(() -> send("a", "x.1"))
        .hasMessage("not a token of the form epoch.sequence: x.1");
  }

  @Test
  void a_refused_act_may_be_tried_again() {
    assertThatThrownBy(() ->
            ledger.once(
                request("a", "1.1"),
                () -> {
                  throw new Wire.Refused(409, "not now");
                }))
        .hasMessage("not now");

    assertThat(send("a", "1.1")).isEqualTo(Map.of("acts", 1));
  }

  private Map<String, Object> send(String op, String token) {
    return ledger.once(request(op, token), () -> Map.of("acts", acts.incrementAndGet()));
  }

  private static JsonNode request(String op, String token) {
    return JsonMapper.shared().valueToTree(Map.of("op", op, "token", token));
  }
}
