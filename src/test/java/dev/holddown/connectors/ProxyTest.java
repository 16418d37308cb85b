package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.holddown.demo.Behaviour;
import dev.holddown.demo.DemoWorld;
import dev.holddown.domain.kernel.Token;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Question;
import dev.holddown.spi.Verb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ProxyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Proxy PROXY = new Proxy(Acts.calls());
  private static DemoWorld world;
  private static String proxy;
  private static String deployer;
  private static long sequence;

  @BeforeAll
  static void begin() throws IOException {
    world = DemoWorld.start();
    proxy = world.urls().proxy().toString();
    deployer = world.urls().deployer().toString();
  }

  @AfterAll
  static void end() {
    world.close();
  }

  @AfterEach
  void only_the_first_version_is_left() throws Exception {
    world.fault(Map.of("hang", "none"));
    world.weight(0);
    world.undeploy("1.5.0");
  }

  @Test
  void every_verb_tells_how_to_write_it_and_every_act_is_fenced_by_its_target() {
    assertThat(PROXY.verbs())
        .extracting(verb -> verb.manual().name())
        .containsExactly(
            "proxy.weights",
            "proxy.served",
            "proxy.deployed",
            "proxy.shift",
            "proxy.promote",
            "proxy.deploy",
            "proxy.retire");
    assertThat(PROXY.verbs()).allMatch(v -> v.manual().example().contains(v.manual().name() + ":"));
    assertThat(PROXY.verbs().stream().filter(Acting.class::isInstance).map(Acting.class::cast))
        .allMatch(verb -> verb.fence() == Acting.Fence.NATIVE);
  }

  @Test
  void a_release_and_its_way_back_can_be_read_at_every_step() throws Exception {
    assertThat(act("proxy.deploy", Map.of("url", deployer, "version", "1.5.0")))
        .isInstanceOf(Deed.Landed.class);
    assertThat(ask("proxy.deployed", Map.of("url", deployer)).result())
        .containsEntry("versions", List.of("1.4.2", "1.5.0"))
        .containsKey("urls");

    Deed ten = act("proxy.shift", Map.of("url", proxy, "weight", 10L));
    assertThat(((Deed.Landed) ten).result()).isEqualTo(Map.of("weight", 10L, "samples", 1L));
    Answer weights = ask("proxy.weights", Map.of("url", proxy + "/"));
    assertThat(weights.samples()).isEqualTo(2);
    assertThat(weights.at()).isEqualTo(NOW);
    assertThat(weights.result())
        .containsEntry("value", 10L)
        .containsEntry("candidate", 10L)
        .containsEntry("stable", 90L)
        .containsEntry("total", 100L)
        .containsEntry("versions", Map.of("1.4.2", 90L, "1.5.0", 10L))
        .containsEntry("stable_version", "1.4.2")
        .containsEntry("candidate_version", "1.5.0");

    assertThat(((Deed.Failed) act("proxy.retire", Map.of("url", deployer, "version", "1.5.0"))))
        .extracting(Deed.Failed::message)
        .isEqualTo(
            "refused: HTTP 409, 1.5.0 gets 10 % of the traffic as candidate and cannot be retired");
    assertThat(act("proxy.shift", Map.of("url", proxy, "version", "1.4.2", "weight", 100L)))
        .isInstanceOf(Deed.Landed.class);
    assertThat(act("proxy.retire", Map.of("url", deployer, "version", "1.5.0")))
        .isInstanceOf(Deed.Landed.class);
    assertThat(ask("proxy.weights", Map.of("url", proxy)).result())
        .containsEntry("candidate", 0L)
        .containsEntry("candidate_version", "");
  }

  @Test
  void an_old_token_is_refused_and_the_same_operation_acts_once() throws Exception {
    world.deploy("1.5.0", Behaviour.good());
    Operation first = operation("proxy.shift", Map.of("url", proxy, "weight", 30L));
    acting("proxy.shift").begin(first);
    act("proxy.shift", Map.of("url", proxy, "weight", 0L));

    Deed again = acting("proxy.shift").begin(first);
    assertThat(((Deed.Landed) again).result()).isEqualTo(Map.of("weight", 30L, "samples", 1L));
    assertThat(weight()).isZero();

    Operation late = new Operation("late", first.token(), first.args(), NOW, first.timeout());
    Deed refused = acting("proxy.shift").begin(late);
    assertThat(((Deed.Failed) refused).message())
        .isEqualTo(
            "refused: HTTP 409, the token %s is older than 7.%d; nothing was changed"
                .formatted(first.token(), sequence));
    assertThat(weight()).isZero();
  }

  @Test
  void a_router_is_read_back_by_its_look() throws Exception {
    world.deploy("1.5.0", Behaviour.good());
    world.weight(40);
    Operation shift = operation("proxy.shift", Map.of("url", proxy, "weight", 50L));

    Deed.Landed landed = (Deed.Landed) acting("proxy.shift").look(shift, "weight");

    assertThat(landed.result()).isEqualTo(Map.of("weight", 40L, "samples", 1L));
    assertThat(landed.proof().request()).isEqualTo("GET " + proxy + "/weights\n");
    assertThat(landed.proof().response())
        .startsWith("HTTP 200 in ")
        .contains("\n\n{\"world\":\"simulated world\"");
  }

  @Test
  void a_shift_without_answer_is_of_unknown_outcome_and_can_be_read_back() throws Exception {
    world.deploy("1.5.0", Behaviour.good());
    world.fault(Map.of("hang", "weights", "seconds", 20));
    Operation shift = operation("proxy.shift", Map.of("url", proxy, "weight", 50L));

    Deed unknown =
        acting("proxy.shift")
            .begin(new Operation("slow", shift.token(), shift.args(), NOW, Duration.ofSeconds(2)));

    assertThat(((Deed.Unknown) unknown).message())
        .isEqualTo("no answer from " + proxy + "/weights within 2s; it may have been done");
    assertThat(((Deed.Landed) acting("proxy.shift").look(shift, "weight")).result())
        .isEqualTo(Map.of("weight", 50L, "samples", 1L));
  }

  @Test
  void a_server_error_leaves_the_outcome_open() throws Exception {
    world.deploy("1.5.0", Behaviour.good());
    world.fault(Map.of("hang", "weights", "status", 500, "lands", "never"));

    Deed unknown = act("proxy.shift", Map.of("url", proxy, "weight", 50L));

    assertThat(((Deed.Unknown) unknown).message())
        .isEqualTo("HTTP 500, a fault was put here (simulated world); it may have been done");
    assertThat(weight()).isZero();
  }

  @Test
  void what_cannot_have_been_sent_has_failed() throws Exception {
    String closed = closedPort();

    assertThat(failure(Map.of("url", closed, "weight", 5L)))
        .isEqualTo("no connection to " + closed + "/weights: connection refused; nothing was sent");
    assertThat(failure(Map.of("url", "no address", "weight", 5L)))
        .isEqualTo(
            "the URL \"no address/weights\" holds a space or a control character; percent-encode"
                + " it; nothing was sent");
    assertThat(failure(Map.of("url", proxy, "weight", 101L)))
        .isEqualTo(
            "weight of proxy.shift must be a whole number from 0 to 100, not 101; nothing was"
                + " sent");
    assertThat(failure(Map.of("url", proxy, "weight", 0.5)))
        .isEqualTo(
            "weight of proxy.shift must be a whole number from 0 to 100, not 0.5; nothing was"
                + " sent");
    assertThat(failure(Map.of("url", proxy, "weight", 5L, "backend", "blue")))
        .isEqualTo(
            "backend of proxy.shift must be one of candidate, stable, not blue; nothing was sent");
    assertThat(failure(Map.of("url", proxy, "weight", 5L)))
        .isEqualTo("refused: HTTP 409, there is no candidate");
  }

  @Test
  void who_answered_is_counted_over_the_newest_requests() throws Exception {
    try (var traffic = world.traffic(200)) {
      Answer answer;
      do {
        answer = ask("proxy.served", Map.of("url", proxy, "version", "1.4.2", "last", 20L));
      } while (answer.samples() < 20);

      assertThat(answer.result()).containsEntry("share", 1.0).containsEntry("errors", 0L);
      assertThat(ask("proxy.served", Map.of("url", proxy, "version", "9.9.9")).result())
          .containsEntry("share", 0.0);
      assertThat(traffic.skipped()).isZero();
    }
    assertThat(ask("proxy.served", Map.of("url", proxy, "version", "1", "last", 0L)).message())
        .isEqualTo("last of proxy.served must be a whole number from 1 to 1000, not 0");
  }

  @Test
  void an_outage_is_an_error_with_a_sentence_and_never_an_answer() throws Exception {
    String closed = closedPort();
    world.fault(Map.of("hang", "reads", "status", 503));

    Answer refused = ask("proxy.weights", Map.of("url", closed));
    Answer sick = ask("proxy.weights", Map.of("url", proxy));

    assertThat(refused.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(refused.message())
        .isEqualTo("proxy.weights: no connection to " + closed + "/weights: connection refused");
    assertThat(sick.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(sick.message())
        .isEqualTo("proxy.weights: HTTP 503, a fault was put here (simulated world)");
  }

  @Test
  void an_answer_too_large_or_not_json_is_an_error() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/weights",
        exchange -> {
          byte[] page = "<html>".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.createContext(
        "/deployed",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_200_000);
          try (var out = exchange.getResponseBody()) {
            out.write(new byte[1_200_000]);
          } catch (IOException cutOff) {
            exchange.close();
          }
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try {
      assertThat(ask("proxy.weights", Map.of("url", url)).message())
          .isEqualTo("proxy.weights: " + url + "/weights answered HTTP 200, and not with JSON");
      Answer large = ask("proxy.deployed", Map.of("url", url));
      assertThat(large.kind()).isEqualTo(Answer.Kind.ERROR);
      assertThat(large.message())
          .isEqualTo("proxy.deployed: " + url + "/deployed: the answer was cut at 1 MiB");
    } finally {
      server.stop(0);
    }
  }

  private static String failure(Map<String, Object> args) throws InterruptedException {
    return ((Deed.Failed) act("proxy.shift", args)).message();
  }

  private static long weight() throws InterruptedException {
    return (Long) Objects.requireNonNull(weights().get("candidate"));
  }

  private static Map<String, Object> weights() throws InterruptedException {
    return ask("proxy.weights", Map.of("url", proxy)).result();
  }

  private static Deed act(String verb, Map<String, Object> args) throws InterruptedException {
    return acting(verb).begin(operation(verb, args));
  }

  private static Operation operation(String verb, Map<String, Object> args) {
    Token token = new Token(7, ++sequence);
    String id = verb + " " + sequence;
    return new Operation(id, token, new LinkedHashMap<>(args), NOW, Duration.ofSeconds(20));
  }

  private static Answer ask(String verb, Map<String, Object> args) throws InterruptedException {
    return ((Asking) verb(verb)).ask(new Question(args, NOW, Duration.ofSeconds(20)));
  }

  private static Acting acting(String verb) {
    return (Acting) verb(verb);
  }

  private static Verb verb(String name) {
    return PROXY.verbs().stream()
        .filter(verb -> verb.manual().name().equals(name))
        .findAny()
        .orElseThrow();
  }

  private static String closedPort() throws IOException {
    try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort()).toString();
    }
  }
}
