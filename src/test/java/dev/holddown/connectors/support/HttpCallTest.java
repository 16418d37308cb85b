package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.connectors.support.HttpOutcome.Failure;
import dev.holddown.connectors.support.HttpOutcome.Response;
import dev.holddown.connectors.support.WebServer.Reply;
import dev.holddown.spi.Secret;
import dev.holddown.testing.RealTime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpCallTest {
  /** Long enough for a busy machine to have connected by then. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  private static final Duration LONG = Duration.ofSeconds(20);
  private final HttpCall calls = new HttpCall(RealTime.nanos(), Egress.local());

  @AfterEach
  void close() {
    calls.close();
  }

  private HttpOutcome get(String url, Duration timeout) throws InterruptedException {
    return calls.send(HttpAsk.get(url, HttpAsk.Limits.within(timeout)));
  }

  private Failure fails(String url, Duration timeout) throws InterruptedException {
    return (Failure) get(url, timeout);
  }

  private HttpOutcome redirecting(String url, int most, Map<String, Object> headers)
      throws InterruptedException {
    HttpAsk.Limits limits = HttpAsk.Limits.within(LONG).withRedirects(most);
    return calls.send(new HttpAsk("GET", url, headers, Optional.empty(), limits));
  }

  @Test
  void an_answer_has_status_headers_text_size_and_latency() throws Exception {
    try (WebServer server =
        new WebServer(
            seen -> Reply.of(503, "grün", "X-Two: a", "X-Two: b", "Set-Cookie: s=1; Secure"))) {
      Response response = (Response) get(server.url() + "/x?y=1", LONG);
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.content().text()).isEqualTo("grün");
      assertThat(response.content().bytes()).isEqualTo(5);
      assertThat(response.content().cut()).isFalse();
      assertThat(response.headers())
          .containsEntry("x-two", "a, b")
          .containsEntry("set-cookie", "s=…; Secure");
      assertThat(response.latency()).isPositive().isLessThan(LONG);
      assertThat(server.seen.getFirst().headers()).containsEntry("user-agent", "holddown");
    }
  }

  @Test
  void latency_is_read_from_the_given_clock() throws Exception {
    long[] now = {0};
    try (WebServer server = new WebServer(seen -> Reply.of(200, "x"));
        HttpCall timed = new HttpCall(() -> now[0]++ * 1_000_000, Egress.local())) {
      HttpOutcome outcome = timed.send(HttpAsk.get(server.url(), HttpAsk.Limits.within(LONG)));
      assertThat(outcome.latency()).isEqualTo(Duration.ofMillis(now[0] - 1));
    }
  }

  @Test
  void a_server_that_never_answers_ends_at_the_deadline() throws Exception {
    try (RawServer server = RawServer.silent()) {
      Failure failure = fails(server.url() + "/x?secret=1", SHORT);
      assertThat(failure.message()).isEqualTo("no answer from " + server.url() + "/x within 2s");
      assertThat(failure.maybeSent()).isTrue();
      assertThat(failure.latency()).isBetween(Duration.ofSeconds(1), LONG);
      assertThat(server.left.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_body_that_drips_ends_at_the_deadline_too() throws Exception {
    try (RawServer server = RawServer.dripping()) {
      Failure failure = fails(server.url(), SHORT);
      assertThat(failure.message()).isEqualTo("no answer from " + server.url() + " within 2s");
      assertThat(failure.latency()).isBetween(Duration.ofSeconds(1), LONG);
      assertThat(server.left.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_large_answer_is_cut_and_the_rest_is_not_read() throws Exception {
    String big = "x".repeat(10_000_000);
    byte[] answer =
        RawServer.ascii("HTTP/1.1 200 OK\r\nContent-Length: " + big.length() + "\r\n\r\n" + big);
    try (RawServer server = RawServer.answering(answer)) {
      Response response = (Response) get(server.url(), LONG);
      assertThat(response.content().cut()).isTrue();
      assertThat(response.content().bytes()).isEqualTo(1 << 20);
      assertThat(server.left.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void an_answer_of_exactly_the_limit_is_not_cut() throws Exception {
    try (WebServer server = new WebServer(seen -> Reply.of(200, "x".repeat(1 << 20)))) {
      Response response = (Response) get(server.url(), LONG);
      assertThat(response.content().cut()).isFalse();
      assertThat(response.content().bytes()).isEqualTo(1 << 20);
    }
  }

  @Test
  void a_closed_port_is_a_refused_connection_and_nothing_was_sent() throws Exception {
    int port = RawServer.closedPort();
    Failure failure = fails("http://127.0.0.1:" + port + "/healthz", LONG);
    assertThat(failure.message())
        .isEqualTo("no connection to http://127.0.0.1:" + port + "/healthz: connection refused");
    assertThat(failure.maybeSent()).isFalse();
  }

  @Test
  void a_server_that_hangs_up_may_have_taken_the_request() throws Exception {
    try (RawServer server = RawServer.hangingUp()) {
      Failure failure = fails(server.url(), LONG);
      assertThat(failure.message())
          .startsWith("the connection to " + server.url() + " broke before the answer was whole: ");
      assertThat(failure.maybeSent()).isTrue();
    }
  }

  @Test
  void half_an_answer_is_no_answer() throws Exception {
    byte[] half = RawServer.ascii("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
    try (RawServer server = RawServer.answering(half)) {
      assertThat(fails(server.url(), LONG).message())
          .contains(" broke before the answer was whole");
    }
  }

  @Test
  void a_post_is_sent_once_even_when_the_server_hangs_up() throws Exception {
    try (RawServer server = RawServer.hangingUp()) {
      HttpAsk ask =
          new HttpAsk(
              "POST",
              server.url(),
              Map.of(),
              Optional.of(new HttpAsk.HttpBody("x", "x")),
              HttpAsk.Limits.within(LONG));
      assertThat(((Failure) calls.send(ask)).maybeSent()).isTrue();
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void the_metadata_service_is_refused_in_each_way_to_write_it() throws Exception {
    for (String host :
        List.of("169.254.169.254", "2852039166", "[::ffff:a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]")) {
      Failure failure = fails("http://" + host + "/latest/meta-data/", LONG);
      assertThat(failure.message())
          .isEqualTo(
              "no connection to http://"
                  + host
                  + "/latest/meta-data/: the address "
                  + (host.startsWith("[64") ? "64:ff9b:0:0:0:0:a9fe:a9fe" : "169.254.169.254")
                  + " is link-local (cloud metadata lives there), which is never called");
      assertThat(failure.maybeSent()).isFalse();
    }
  }

  @Test
  void a_name_is_refused_when_one_of_its_addresses_is_not_allowed() throws Exception {
    List<InetAddress> two =
        List.of(InetAddress.ofLiteral("93.184.216.34"), InetAddress.ofLiteral("10.0.0.7"));
    try (HttpCall server =
        new HttpCall(RealTime.nanos(), new Addressbook(Egress.publicOnly(), host -> two))) {
      HttpOutcome outcome =
          server.send(HttpAsk.get("http://innocent.example/", HttpAsk.Limits.within(LONG)));
      assertThat(((Failure) outcome).message())
          .isEqualTo(
              "no connection to http://innocent.example/: the address 10.0.0.7 is a private"
                  + " network, which this server does not allow");
    }
  }

  @Test
  void a_server_that_allows_public_addresses_only_does_not_call_loopback() throws Exception {
    try (WebServer web = new WebServer(seen -> Reply.of(200, ""));
        HttpCall server = new HttpCall(RealTime.nanos(), Egress.publicOnly())) {
      HttpOutcome outcome = server.send(HttpAsk.get(web.url(), HttpAsk.Limits.within(LONG)));
      assertThat(((Failure) outcome).message())
          .endsWith("is loopback, which this server does not allow");
      assertThat(web.seen).isEmpty();
    }
  }

  @Test
  void an_unknown_name_and_a_slow_look_up_are_said() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Addressbook unknown =
        new Addressbook(
            Egress.local(),
            host -> {
              throw new UnknownHostException(host);
            });
    Addressbook slow =
        new Addressbook(
            Egress.local(),
            host -> {
              CompletableFuture.runAsync(() -> {}).join();
              awaitQuietly(never);
              return List.of();
            });
    String url = "http://shop.example/";
    try (HttpCall first = new HttpCall(RealTime.nanos(), unknown);
        HttpCall second = new HttpCall(RealTime.nanos(), slow)) {
      assertThat(((Failure) first.send(HttpAsk.get(url, HttpAsk.Limits.within(LONG)))).message())
          .isEqualTo("no connection to http://shop.example/: the name shop.example is unknown");
      assertThat(((Failure) second.send(HttpAsk.get(url, HttpAsk.Limits.within(SHORT)))).message())
          .startsWith(
              "no connection to http://shop.example/: the name shop.example was not resolved"
                  + " within ");
    } finally {
      never.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_redirect_is_an_answer_unless_it_is_asked_for() throws Exception {
    try (WebServer server = new WebServer(seen -> Reply.of(302, "", "Location: /b"))) {
      assertThat(((Response) get(server.url() + "/a", LONG)).status()).isEqualTo(302);
      assertThat(server.seen).hasSize(1);
    }
  }

  @Test
  void a_redirect_is_followed_as_often_as_asked_and_no_more() throws Exception {
    try (WebServer server =
        new WebServer(seen ->
            seen.path().equals("/c")
                ? Reply.of(200, "there")
                : Reply.of(307, "", "Location: " + (seen.path().equals("/a") ? "/b" : "/c")))) {
      assertThat(((Response) redirecting(server.url() + "/a", 2, Map.of())).content().text())
          .isEqualTo("there");
      assertThat(((Failure) redirecting(server.url() + "/a", 1, Map.of())).message())
          .isEqualTo(server.url() + "/b redirects once more; the limit is 1");
    }
  }

  @Test
  void each_hop_is_checked_again() throws Exception {
    for (Map.Entry<String, String> hop :
        Map.of(
                "http://169.254.169.254/latest/", "which is never called",
                "https://127.0.0.1/", "a change of scheme is not followed; ask that URL itself",
                "file:///etc/passwd", "must begin with http:// or https://",
                "http://a:b@127.0.0.1/", "put it into a header as {secret: name}",
                "::not a url", "redirects to something that is no URL")
            .entrySet()) {
      try (WebServer server =
          new WebServer(seen -> Reply.of(302, "", "Location: " + hop.getKey()))) {
        assertThat(((Failure) redirecting(server.url(), 3, Map.of())).message())
            .endsWith(hop.getValue());
      }
    }
  }

  @Test
  void a_secret_does_not_follow_to_another_server() throws Exception {
    Map<String, Object> headers =
        Map.of(
            "X-Key", new Secret("key", "hunter2hunter2"), "Authorization", "Basic x", "X-Ok", "y");
    try (WebServer other = new WebServer(seen -> Reply.of(200, "there"));
        WebServer server =
            new WebServer(seen -> Reply.of(302, "", "Location: " + other.url() + "/there"))) {
      redirecting(server.url(), 3, headers);
      assertThat(server.seen.getFirst().headers()).containsEntry("x-key", "hunter2hunter2");
      assertThat(other.seen.getFirst().headers())
          .containsEntry("x-ok", "y")
          .doesNotContainKeys("x-key", "authorization");
    }
  }

  @Test
  void a_header_that_could_break_out_is_refused_without_its_value() throws Exception {
    try (WebServer server = new WebServer(seen -> Reply.of(200, ""))) {
      for (Map.Entry<Map<String, Object>, String> bad :
          Map.<Map<String, Object>, String>of(
                  Map.of("X-A", new Secret("s", "hunter2\r\nX-B: 1")),
                      "the value of the header X-A holds a line break or another control character;"
                          + " nothing was sent",
                  Map.of("X-A\r\nX-B", "y"),
                      "the header name \"X-A\uFFFD\uFFFDX-B\" may hold letters, digits and dashes"
                          + " only",
                  Map.of("Host", "evil"), "the header Host is set by Holddown itself; leave it out",
                  Map.of("Transfer-Encoding", "chunked"),
                      "the header Transfer-Encoding is set by Holddown itself; leave it out",
                  Map.of("X-A", "ü"),
                      "the value of the header X-A holds a character outside ASCII; percent-encode"
                          + " it or put it into the body")
              .entrySet()) {
        HttpAsk ask =
            new HttpAsk(
                "GET", server.url(), bad.getKey(), Optional.empty(), HttpAsk.Limits.within(LONG));
        assertThat(((Failure) calls.send(ask)).message()).isEqualTo(bad.getValue());
      }
      assertThat(server.seen).isEmpty();
    }
  }

  @Test
  void an_interrupted_call_ends_at_once_and_says_so() throws Exception {
    try (RawServer server = RawServer.silent()) {
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread caller =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  get(server.url(), Duration.ofMinutes(5));
                  interrupted.complete(false);
                } catch (InterruptedException e) {
                  interrupted.complete(true);
                }
              });
      caller.interrupt();
      assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
