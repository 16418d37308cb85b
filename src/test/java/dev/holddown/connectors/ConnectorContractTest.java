package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.connectors.support.RawServer;
import dev.holddown.connectors.support.WebServer;
import dev.holddown.connectors.support.WebServer.Reply;
import dev.holddown.domain.kernel.Token;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Question;
import dev.holddown.spi.Secret;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import dev.holddown.testing.RealTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What each connector in the list keeps to; a new one is covered by being in the list. */
class ConnectorContractTest {
  /** Verbs to which the clauses about the body of an answer cannot apply, and why. */
  private static final Map<String, String> NO_BODY =
      Map.of(
          "http.head", "the answer to HEAD never has a body (RFC 9110 section 9.3.2)",
          "load.run", "bodies are counted and not kept; LoadTest has its deadlines",
          "load.start", "it only begins; LoadTest has its deadlines",
          "websocket.fanout", "what a refused handshake says is not read; WebSocketsTest has more");

  private static final Duration SHORT = Duration.ofMillis(300);

  /** Fits every place where a secret may stand, a webhook's key included. */
  private static final String PLANTED =
      "whsec_"
          + Base64.getEncoder()
              .encodeToString("planted-secret-planted-secret".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;
  private Acts acts;

  @BeforeEach
  void connectors() {
    acts = new Acts(folder);
  }

  /** What one clause asks of one verb. */
  private interface Clause {
    void check(Verb verb) throws Exception;
  }

  /** One test for each verb of all connectors that the clause is about. */
  private Stream<DynamicTest> each(Predicate<Verb> about, Clause clause) {
    return acts.verbs.values().stream()
        .filter(about)
        .map(verb -> DynamicTest.dynamicTest(verb.manual().name(), () -> clause.check(verb)));
  }

  private static boolean any(Verb verb) {
    return true;
  }

  private static Map<String, Object> example(Manual manual) {
    LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(false).build();
    Object loaded = new Load(settings).loadFromString(manual.example());
    assertThat(loaded).isInstanceOf(Map.class);
    Map<?, ?> call = (Map<?, ?>) loaded;
    assertThat(call.keySet()).isEqualTo(java.util.Set.of(manual.name()));
    Object given = call.values().iterator().next();
    assertThat(given).isInstanceOf(Map.class);
    Map<String, Object> args = new LinkedHashMap<>();
    ((Map<?, ?>) given).forEach((k, v) -> args.put(String.valueOf(k), bound(v)));
    return args;
  }

  private static Object bound(Object value) {
    if (value instanceof Map<?, ?> map && map.keySet().equals(java.util.Set.of("secret"))) {
      return new Secret(String.valueOf(map.get("secret")), PLANTED);
    }
    return value instanceof Integer whole ? Long.valueOf(whole) : value;
  }

  private static Object did(Verb verb, Map<String, Object> args, String op, Duration timeout)
      throws InterruptedException {
    return switch (verb) {
      case Asking asking -> asking.ask(new Question(args, Acts.AT, timeout));
      case Acting acting ->
          acting.begin(new Operation(op, new Token(1, 2), args, Acts.AT, timeout));
    };
  }

  /** The example with a server of ours in place of the world's. */
  private static Map<String, Object> against(Verb verb, String url) {
    Map<String, Object> args = new TreeMap<>(example(verb.manual()));
    args.put("url", url);
    args.remove("timeout");
    return args;
  }

  private static boolean calls(Verb verb) {
    return verb.manual().field("url").isPresent();
  }

  @TestFactory
  Stream<DynamicTest> the_example_loads_and_agrees_with_the_manual() {
    return each(
        ConnectorContractTest::any,
        verb -> {
          Manual manual = verb.manual();
          Map<String, Object> args = example(manual);
          assertThat(args.keySet()).allSatisfy(k -> assertThat(manual.field(k)).as(k).isPresent());
          assertThat(args.keySet())
              .containsAll(
                  manual.fields().stream()
                      .filter(Manual.Field::required)
                      .map(Manual.Field::name)
                      .toList());
        });
  }

  @TestFactory
  Stream<DynamicTest> the_manual_is_whole() {
    return each(
        ConnectorContractTest::any,
        verb -> {
          Manual manual = verb.manual();
          assertThat(manual.sentence()).endsWith(".").hasSizeGreaterThan(20);
          assertThat(manual.fields()).extracting(Manual.Field::name).doesNotHaveDuplicates();
          assertThat(manual.fields()).allSatisfy(f -> assertThat(f.help()).isNotBlank());
          assertThat(manual.result())
              .extracting(Manual.Output::name)
              .doesNotHaveDuplicates()
              .contains("samples");
          assertThat(manual.fields())
              .filteredOn(f -> f.name().equals("program") || f.name().equals("script"))
              .allSatisfy(f -> assertThat(f.slot()).isEqualTo(Slot.LITERAL));
        });
  }

  @TestFactory
  Stream<DynamicTest> a_server_that_never_ends_ends_at_the_deadline() {
    return each(
        ConnectorContractTest::calls,
        verb -> {
          try (RawServer silent = RawServer.silent();
              RawServer dripping = RawServer.dripping()) {
            for (RawServer server : List.of(silent, dripping)) {
              if (NO_BODY.containsKey(verb.manual().name()) && server == dripping) {
                continue;
              }
              long start = RealTime.nanos().getAsLong();
              Object did = did(verb, against(verb, server.url()), "op-1", SHORT);
              Duration took = Duration.ofNanos(RealTime.nanos().getAsLong() - start);
              assertThat(took).isLessThan(Duration.ofSeconds(20));
              assertThat(neverGreen(did) || neverSent(did, server)).as("%s", did).isTrue();
            }
          }
        });
  }

  private static boolean neverGreen(Object did) {
    return did instanceof Deed.Unknown
        || (did instanceof Deed.Failed failed && failed.message().endsWith("nothing was started"))
        || (did instanceof Answer answer && answer.kind() == Answer.Kind.ERROR);
  }

  /** On a machine that is too busy to connect in time, when the server says so too. */
  private static boolean neverSent(Object did, RawServer server) {
    return did instanceof Deed.Failed failed
        && failed.message().endsWith("nothing was sent")
        && server.heard() == 0;
  }

  @TestFactory
  Stream<DynamicTest> ten_megabytes_are_cut() {
    byte[] answer =
        RawServer.ascii(
            "HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n" + "x".repeat(10_000_000));
    return each(
        verb -> calls(verb) && !NO_BODY.containsKey(verb.manual().name()),
        verb -> {
          try (RawServer server = RawServer.answering(answer)) {
            Object did = did(verb, against(verb, server.url()), "op-1", Acts.LONG);
            assertThat(did.toString().length()).isLessThan(2_000_000);
            assertThat(did.toString()).contains("the answer was cut at ");
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> a_planted_secret_comes_back_nowhere() {
    return each(
        verb -> verb.manual().fields().stream().anyMatch(Manual.Field::secret),
        verb -> {
          try (WebServer echo = new WebServer(ConnectorContractTest::echo)) {
            Map<String, Object> args = planted(verb.manual());
            String live = echo.url();
            String dead = "http://127.0.0.1:" + RawServer.closedPort();
            for (String url : calls(verb) ? List.of(live, dead, "ftp://x") : List.of("")) {
              if (calls(verb)) {
                args.put("url", url);
              }
              Object did = did(verb, args, "op-" + url.length(), Acts.LONG);
              assertThat(did.toString()).doesNotContain(PLANTED);
            }
            assertThat(acts.printed()).doesNotContain(PLANTED);
          }
        });
  }

  private static Reply echo(WebServer.Seen seen) {
    String all = seen.headers() + seen.body();
    return Reply.of(
        200,
        dev.holddown.connectors.support.Json.wire(Map.of("echo", all, PLANTED, 1L)),
        "X-Echo: " + PLANTED,
        "Content-Type: application/json");
  }

  private Map<String, Object> planted(Manual manual) throws IOException {
    Map<String, Object> args = new TreeMap<>(example(manual));
    args.remove("timeout");
    Secret secret = new Secret("planted", PLANTED);
    for (Manual.Field field : manual.fields()) {
      if (field.secret()) {
        boolean text = field.type() == Manual.Type.TEXT;
        args.put(field.name(), text ? secret : Map.of("PLANTED", secret));
      }
    }
    if (args.containsKey("program")) {
      args.put("program", "env");
      args.put("args", List.of());
    }
    if (args.containsKey("script")) {
      args.put("script", "env; echo \"$PLANTED\" >&2; exit 1");
    }
    return args;
  }

  @TestFactory
  Stream<DynamicTest> a_repeated_message_is_told_once() {
    return each(
        verb -> verb.manual().name().startsWith("message."),
        verb -> {
          try (WebServer server = new WebServer(seen -> Reply.of(200, ""))) {
            Map<String, Object> args =
                calls(verb) ? against(verb, server.url()) : example(verb.manual());
            long before = told(server);
            for (int i = 0; i < 3; i++) {
              assertThat(did(verb, args, "same", Acts.LONG)).isInstanceOf(Deed.Landed.class);
            }
            assertThat(told(server) - before).isEqualTo(1);
          }
        });
  }

  private long told(WebServer server) throws IOException {
    Path file = folder.resolve("notes.jsonl");
    long lines = Files.exists(file) ? Files.readAllLines(file).size() : 0;
    return server.seen.size() + acts.printed().lines().count() + lines;
  }

  @TestFactory
  Stream<DynamicTest> no_argument_at_all_is_a_sentence_not_an_exception() {
    return each(
        v -> v.manual().fields().stream().anyMatch(Manual.Field::required),
        verb -> {
          Object did = did(verb, Map.of(), "op-1", SHORT);
          String message =
              switch (did) {
                case Answer answer -> answer.message();
                case Deed.Failed failed -> failed.message();
                default -> "";
              };
          assertThat(message).contains(verb.manual().name() + " needs ");
        });
  }

  @Test
  void the_key_header_of_an_http_act_is_the_same_at_each_repeat() throws Exception {
    try (WebServer server = new WebServer(seen -> Reply.of(503, ""))) {
      for (int i = 0; i < 2; i++) {
        did(acts.verb("http.post"), Map.of("url", server.url()), "op-7", Acts.LONG);
      }
      assertThat(server.seen)
          .extracting(seen -> seen.headers().get("idempotency-key"))
          .containsExactly("op-7", "op-7");
    }
  }
}
