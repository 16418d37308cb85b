package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.Json;
import dev.holddown.cli.link.StartAsk;
import dev.holddown.connectors.support.WebServer;
import dev.holddown.connectors.support.WebServer.Reply;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.Measures;
import dev.holddown.view.TraceSpan;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Spans of runs, as a collector of OpenTelemetry receives them. */
@Timeout(120)
class TracingTest {
  private static final Instant T = Instant.parse("2026-03-02T10:00:00Z");
  private static final int LOOKS_MAX = 2_400;
  @TempDir Path folder = Path.of("");

  private static OtlpEndpoint endpoint(WebServer server) {
    return OtlpEndpoint.of(
            server.url() + "/otel/",
            Map.of("OTEL_EXPORTER_OTLP_HEADERS", "x-key=hunter%202,x-team = a"))
        .orElseThrow();
  }

  private static TraceSpan span(int number) {
    return new TraceSpan(
        new TraceSpan.Ids("0".repeat(32), String.format("%016x", number), Optional.empty()),
        "run demo",
        T,
        T.plusSeconds(1),
        new TraceSpan.Told(Map.of(), Optional.empty(), List.of(), Optional.empty()));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A run from its start to its end. */
  private static void smooth(TestKit kit, Desk desk) throws InterruptedException {
    Playbook playbook =
        kit.language().reader().read("smooth.yaml", Playbooks.SMOOTH).playbook().orElseThrow();
    StartAsk ask =
        new StartAsk("r-traced", "prod", Map.of("version", "2.0"), "ann-the-secret-name");
    desk.answer(ask.ask("start", playbook, kit.language().codec()));
    for (int i = 0; i < LOOKS_MAX && !desk.show("r-traced").closed(); i++) {
      assertThat(new CountDownLatch(1).await(25, TimeUnit.MILLISECONDS)).isFalse();
    }
    assertThat(desk.show("r-traced").closed()).isTrue();
  }

  private static List<JsonNode> spans(JsonNode batch) {
    JsonNode resource = batch.path("resourceSpans").path(0);
    assertThat(resource.path("resource").path("attributes").toString())
        .contains("service.name", "{\"stringValue\":\"holddown\"}");
    return resource.path("scopeSpans").path(0).path("spans").valueStream().toList();
  }

  @Test
  void a_run_arrives_as_one_trace_with_its_stages_items_and_acts() throws Exception {
    BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    try (TestKit kit = new TestKit(folder);
        WebServer collector =
            new WebServer(seen -> {
              assertThat(seen.path()).isEqualTo("/otel/v1/traces");
              assertThat(seen.headers())
                  .containsEntry("content-type", "application/json")
                  .containsEntry("x-key", "hunter 2");
              received.add(Json.tree(seen.body()));
              return Reply.of(200, "{}");
            });
        Hosted hosted = kit.open(Home.of(folder.resolve("data")))) {
      List<JsonNode> spans = new ArrayList<>();
      try (Tracing tracing = Tracing.to(endpoint(collector), hosted, line -> {})) {
        assertThat(tracing).isNotNull();
        Desk desk = Desk.of(hosted, kit.means());
        smooth(kit, desk);
        // Not all that waits when it closes is sent on a slow machine; the root has to be.
        while (spans.stream().allMatch(span -> span.has("parentSpanId"))) {
          JsonNode batch = received.poll(20, TimeUnit.SECONDS);
          assertThat(batch).as("a batch with the root of " + spans).isNotNull();
          spans.addAll(spans(batch));
        }
      }
      for (JsonNode one = received.poll(); one != null; one = received.poll()) {
        spans.addAll(spans(one));
      }
      JsonNode root = spans.stream().filter(s -> !s.has("parentSpanId")).findFirst().orElseThrow();
      assertThat(root.path("name").asString()).startsWith("run ");
      assertThat(root.path("traceId").asString()).matches("[0-9a-f]{32}");
      assertThat(root.path("status").path("code").asInt()).isEqualTo(1);
      assertThat(root.path("attributes").toString()).contains("holddown.outcome", "SUCCEEDED");
      assertThat(root.path("startTimeUnixNano").asString()).matches("\\d{19}");
      assertThat(spans)
          .allMatch(s -> s.path("traceId").equals(root.path("traceId")))
          .allMatch(s ->
              Long.parseLong(s.path("endTimeUnixNano").asString())
                  >= Long.parseLong(s.path("startTimeUnixNano").asString()));
      List<String> ids = spans.stream().map(s -> s.path("spanId").asString()).toList();
      assertThat(ids).doesNotHaveDuplicates();
      assertThat(spans)
          .filteredOn(s -> s.has("parentSpanId"))
          .allMatch(s -> ids.contains(s.path("parentSpanId").asString()));
      assertThat(spans)
          .extracting(s -> s.path("name").asString())
          .anyMatch(n -> n.startsWith("stage "));
      assertThat(spans)
          .extracting(s -> s.path("name").asString())
          .anyMatch(n -> n.startsWith("item "));
      assertThat(spans.toString()).doesNotContain("ann-the-secret-name");
    }
  }

  @Test
  void a_collector_that_does_not_answer_delays_nobody_and_what_finds_no_room_is_counted()
      throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    Measures measures = new Measures();
    try (WebServer collector =
            new WebServer(seen -> {
              await(hanging);
              return Reply.of(200, "");
            });
        SpanSender sender = new SpanSender(endpoint(collector), measures, line -> {}).begin()) {
      for (int i = 0; i < 5_000; i++) {
        sender.offer(span(i)); // comes back although nobody takes anything
      }
      assertThat(measures.unsent())
          .isGreaterThanOrEqualTo(5_000 - SpanSender.QUEUE_SPANS_MAX - 256);
      hanging.countDown();
    }
  }

  @Test
  void what_a_collector_refuses_is_counted_and_said_once() throws Exception {
    BlockingQueue<String> log = new LinkedBlockingQueue<>();
    Measures measures = new Measures();
    List<Reply> replies =
        new ArrayList<>(
            List.of(
                Reply.of(400, ""),
                Reply.of(200, "{\"partialSuccess\": {\"rejectedSpans\": \"1\"}}"),
                Reply.of(503, ""),
                Reply.of(200, "")));
    BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    try (WebServer collector =
            new WebServer(seen -> {
              calls.add("call");
              return replies.removeFirst();
            });
        SpanSender sender = new SpanSender(endpoint(collector), measures, log::add).begin()) {
      sender.offer(span(1));
      assertThat(log.poll(20, TimeUnit.SECONDS))
          .isEqualTo("spans do not arrive at 127.0.0.1 (status 400); they are dropped");
      sender.offer(span(2));
      assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("spans arrive again at 127.0.0.1");
      assertThat(measures.unsent()).isEqualTo(2);
      sender.offer(span(3));
      for (int i = 0; i < 4; i++) {
        assertThat(calls.poll(20, TimeUnit.SECONDS)).as("tried again after 503").isNotNull();
      }
      for (int i = 0; i < LOOKS_MAX && measures.sent() == 0; i++) {
        assertThat(new CountDownLatch(1).await(25, TimeUnit.MILLISECONDS)).isFalse();
      }
    }
    assertThat(measures.sent()).isEqualTo(1);
    assertThat(measures.unsent()).isEqualTo(2);
    assertThat(log).isEmpty();
  }

  @Test
  void an_address_or_header_that_cannot_be_used_is_refused_without_repeating_it() {
    for (String bad : List.of("ftp://h", "http://u:hunter2@h", "h:4318", "http://h/?k=hunter2")) {
      assertThatThrownBy(() -> OtlpEndpoint.of(bad, Map.of()))
          .hasMessage(
              "--otlp-endpoint begins with http:// or https:// and names a host, such as"
                  + " http://127.0.0.1:4318");
    }
    assertThatThrownBy(
            () -> OtlpEndpoint.of("http://h", Map.of("OTEL_EXPORTER_OTLP_HEADERS", "x y=hunter2")))
        .hasMessage(
            "OTEL_EXPORTER_OTLP_HEADERS is a list of name=value, comma between them, of headers"
                + " that may be sent");
    assertThat(OtlpEndpoint.of("", Map.of())).isEmpty();
    assertThat(OtlpEndpoint.of("", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://h:4318")).get())
        .extracting(OtlpEndpoint::traces)
        .hasToString("http://h:4318/v1/traces");
  }
}
