package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.spi.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
  @Test
  void the_example_of_the_specification_comes_out() throws CallRefused {
    assertThat(
            WebhookSignature.headers(
                new Secret("hook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                "{\"test\": 2432232314}"))
        .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
        .containsEntry("webhook-timestamp", "1614265330")
        .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hunter2", "whsec_", "whsec_c2hvcnQ=", "whsec_%%%"})
  void a_weak_or_broken_key_is_refused_by_its_name(String value) {
    assertThatThrownBy(
            () -> WebhookSignature.headers(new Secret("hook", value), "id", Instant.EPOCH, "{}"))
        .isInstanceOf(CallRefused.class)
        .hasMessage(
            "the secret hook is no webhook key: it must be whsec_ and the Base64 of 24 to 64 random"
                + " bytes");
  }
}
