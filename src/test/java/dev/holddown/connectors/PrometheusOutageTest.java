package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.spi.Answer;
import dev.holddown.spi.Secret;
import dev.holddown.testing.RealTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusOutageTest extends PrometheusScene {
  @Test
  void prometheus_own_error_is_told_in_its_words() throws InterruptedException {
    json(400, "{'status':'error','errorType':'bad_data','error':'1:5: parse error: no'}");
    Answer answer = ask();
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.message())
        .isEqualTo(
            "Prometheus at " + server.url() + " refused the query, bad_data: 1:5: parse error: no");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "502|<html>Bad Gateway</html>|\"<html>Bad Gateway</html>\"",
        "200|<html>Login</html>|\"<html>Login</html>\"",
        "200|{\"status\":\"success\",\"da|\"{\"status\":\"success\",\"da\"",
        "200|[1,2]|\"[1,2]\"",
        "500|''|an empty body",
      },
      quoteCharacter = '\'')
  void what_is_not_prometheus_is_told_as_what_came(int status, String body, String shown)
      throws InterruptedException {
    server.answers(status, "text/html", body);
    Answer answer = ask();
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.message())
        .isEqualTo(
            "Prometheus at "
                + server.url()
                + " answered "
                + status
                + " with something that is not an answer of Prometheus: "
                + shown
                + ". The url must be the server's base address");
  }

  @Test
  void a_success_with_a_status_of_error_is_no_answer() throws InterruptedException {
    json(500, "{'status':'success','data':{'resultType':'scalar','result':[1,'1']}}");
    assertThat(ask().kind()).isEqualTo(Answer.Kind.ERROR);
  }

  @Test
  void refused_credentials_say_so_and_are_never_shown() throws InterruptedException {
    server.answers(401, "text/plain", "no");
    Answer answer = ask("headers", Map.of("Authorization", new Secret("prom", "Bearer hush-hush")));
    assertThat(answer.message())
        .isEqualTo(
            "Prometheus at "
                + server.url()
                + " answered 401: the credentials in headers were not accepted");
    assertThat(answer.toString()).doesNotContain("hush-hush");
  }

  @Test
  void a_header_that_cannot_be_sent_is_named_without_its_value() throws InterruptedException {
    Answer answer = ask("headers", Map.of("X-Token", new Secret("t", "a\nhush")));
    assertThat(answer.message())
        .isEqualTo(
            "the value of the header X-Token holds a line break or another control character;"
                + " nothing was sent")
        .doesNotContain("hush");
  }

  @Test
  void a_redirect_is_not_followed() throws InterruptedException {
    server.reacts((exchange, form) -> {
      exchange.getResponseHeaders().set("Location", "http://elsewhere.example/");
      exchange.sendResponseHeaders(302, -1);
    });
    assertThat(ask().message())
        .isEqualTo(
            "Prometheus at "
                + server.url()
                + " answered 302 and points to http://elsewhere.example/; redirects are not"
                + " followed: give the final address");
  }

  @Test
  void an_answer_that_is_too_large_is_not_used() throws InterruptedException {
    server.answers(200, "application/json", " ".repeat(4 * 1024 * 1024 + 1));
    assertThat(ask().message())
        .isEqualTo(
            "Prometheus at "
                + server.url()
                + ": the answer was cut at 4 MiB; nothing of it was used. Ask for less");
  }

  @Test
  void a_broken_off_answer_is_not_used() throws InterruptedException {
    server.reacts((exchange, form) -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange
          .getResponseBody()
          .write("{\"status\":\"success\"".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      throw new IOException("the test hangs up");
    });
    Answer answer = ask();
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.message())
        .startsWith(
            "the connection to "
                + server.url()
                + "/api/v1/query broke before the answer was whole: ");
  }

  @Test
  void a_body_that_never_ends_meets_the_deadline() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    server.reacts((exchange, form) -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      try {
        done.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    long start = RealTime.nanos().getAsLong();
    Answer answer = ask("timeout", "2s");
    done.countDown();
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.message())
        .isEqualTo("no answer from " + server.url() + "/api/v1/query within 2s");
    assertThat(Duration.ofNanos(RealTime.nanos().getAsLong() - start))
        .isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void a_closed_port_is_told_plainly() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Answer answer = ask("url", "http://127.0.0.1:" + port);
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.message())
        .isEqualTo(
            "no connection to http://127.0.0.1:" + port + "/api/v1/query: connection refused");
  }

  @Test
  void an_outage_in_the_past_call_is_an_error_at_each_step() throws InterruptedException {
    server.answers(503, "text/plain", "down");
    List<Answer> past =
        query.past(question(NOW), NOW, NOW.plusSeconds(20), Duration.ofSeconds(10)).orElseThrow();
    assertThat(past).hasSize(3).allMatch(a -> a.kind() == Answer.Kind.ERROR);
    List<Answer> refused =
        query
            .past(question(NOW), NOW, NOW.plusSeconds(200_000), Duration.ofSeconds(1))
            .orElseThrow();
    assertThat(refused.getFirst().message())
        .startsWith("a look into the past needs a step of at least 1ms and at most 110000 steps");
  }
}
