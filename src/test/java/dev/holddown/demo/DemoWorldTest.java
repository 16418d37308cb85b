package dev.holddown.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DemoWorldTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final long LOOK_NANOS = 20_000_000;
  private static DemoWorld world;

  @BeforeAll
  static void begin() throws IOException {
    world = DemoWorld.start();
  }

  @AfterAll
  static void end() {
    world.close();
    CLIENT.close();
  }

  @AfterEach
  void only_the_first_version_is_left() throws IOException {
    world.weight(0);
    for (String version : List.of("1.5.0", "1.6.0", "2.0.0")) {
      world.undeploy(version);
    }
  }

  @Test
  void ten_percent_of_real_requests_reach_the_candidate_and_say_so() throws Exception {
    world.deploy("1.5.0", Behaviour.good());
    world.weight(10);

    Map<String, Long> versions = versions(ask(100));

    assertThat(versions).isEqualTo(Map.of("1.4.2", 90L, "1.5.0", 10L));
    assertThat(ask(1).getFirst().body())
        .contains("\"service\":\"checkout\"", "\"world\":\"simulated world\"");
  }

  @Test
  void a_failing_candidate_errs_on_its_side_only_and_the_metrics_agree_with_the_traffic()
      throws Exception {
    world.deploy("1.6.0", new Behaviour(true, 10, 0.5));
    assertThat(get(world.urls().traffic() + "/healthz").statusCode()).isEqualTo(200);
    world.weight(50);
    Map<String, Long> before = counters("1.4.2");

    List<HttpResponse<String>> answers = ask(200);

    List<HttpResponse<String>> own =
        answers.stream().filter(a -> version(a).equals("1.6.0")).toList();
    long errors = own.stream().filter(a -> a.statusCode() == 500).count();
    assertThat(own).hasSize(100);
    assertThat(errors).isBetween(20L, 70L);
    assertThat(answers)
        .filteredOn(a -> version(a).equals("1.4.2"))
        .extracting(HttpResponse::statusCode)
        .containsOnly(200);
    assertThat(counters("1.6.0")).isEqualTo(Map.of("200", 100 - errors, "500", errors));
    long stable = counters("1.4.2").getOrDefault("200", 0L) - before.getOrDefault("200", 0L);
    assertThat(stable).isEqualTo(100);
    String metrics = get(world.urls().proxy() + "/metrics").body();
    assertThat(metrics)
        .contains("# TYPE http_request_duration_seconds histogram\n")
        .contains(duration("_count{backend=\"candidate\",version=\"1.6.0\"} 100\n"))
        .contains(duration("_bucket{backend=\"candidate\",version=\"1.6.0\",le=\"+Inf\"} 100\n"))
        .contains("proxy_weight{backend=\"candidate\",version=\"1.6.0\"} 50\n");
  }

  @Test
  void a_version_that_crashed_is_502_for_its_share_of_the_traffic_and_is_counted()
      throws Exception {
    world.deploy("2.0.0", Behaviour.good());
    world.weight(20);
    world.kill("2.0.0");

    List<HttpResponse<String>> answers = ask(50);

    assertThat(answers).filteredOn(a -> a.statusCode() == 502).hasSize(10);
    assertThat(answers).filteredOn(a -> a.statusCode() == 200).hasSize(40);
    assertThat(answers.stream().filter(a -> a.statusCode() == 502).findAny().orElseThrow().body())
        .isEqualTo("candidate 2.0.0 takes no connection (simulated world)\n");
    assertThat(counters("2.0.0")).isEqualTo(Map.of("502", 10L));
  }

  @Test
  void bodies_paths_and_queries_go_through_and_large_answers_too() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(world.urls().traffic().resolve("/cart/7?x=a%20b"))
            .POST(HttpRequest.BodyPublishers.ofString("x".repeat(200_000)))
            .build();

    assertThat(CLIENT.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void steady_traffic_is_counted_by_version_and_status() throws Exception {
    try (Traffic traffic = world.traffic(50)) {
      AtomicReference<Traffic.Snapshot> newest = new AtomicReference<>(traffic.last(100));
      // A machine that stood still lost a few at first, which is the truth and not looked at here.
      await(() ->
          newest.updateAndGet(before -> traffic.last(100)).statuses().equals(Map.of(200, 100L)));

      Traffic.Snapshot snapshot = newest.get();

      assertThat(snapshot.sentence()).isEqualTo("the last 100 requests: 100 × 1.4.2, no errors");
      assertThat(snapshot.statuses()).isEqualTo(Map.of(200, 100L));
      assertThat(snapshot.p50Millis()).isPositive().isLessThanOrEqualTo(snapshot.p99Millis());
      assertThat(traffic.within(Duration.ofMinutes(10)).requests()).isGreaterThanOrEqualTo(100);
    }
    assertThatThrownBy(() -> world.traffic(501))
        .hasMessage("traffic is 1 to 500 requests a second, not 501");
  }

  @Test
  void a_version_that_was_not_published_cannot_be_deployed() throws Exception {
    HttpRequest deploy =
        HttpRequest.newBuilder(world.urls().deployer().resolve("/deploy"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"version\":\"9.9.9\"}"))
            .build();

    HttpResponse<String> response = CLIENT.send(deploy, HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("no version 9.9.9 was published; there is [1.4.2, 1.5.0,");
  }

  @Test
  void a_world_whose_parent_is_killed_leaves_no_process() throws Exception {
    Child parent = Child.start(DemoWorld.class);
    List<ProcessHandle> children =
        Arrays.stream(parent.ready().split(" ", -1)[3].split(",", -1))
            .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
            .toList();
    assertThat(children).hasSize(2).allMatch(ProcessHandle::isAlive);

    parent.kill();

    await(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void closing_a_world_ends_its_processes() throws Exception {
    List<ProcessHandle> children;
    try (DemoWorld other = DemoWorld.start()) {
      other.deploy("1.5.0", Behaviour.good());
      children = other.pids().stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
      assertThat(other.startedIn()).isPositive();
    }
    assertThat(children).hasSize(3);
    await(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void a_process_that_cannot_start_says_why() {
    assertThatThrownBy(() -> Child.start(DemoService.class, "--version", "1 0").ready())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a process of the demo world did not start: it ended and said:")
        .hasMessageContaining("not a version: 1 0");
  }

  /** Until it is so, or until the time-out of the test interrupts. */
  private static void await(BooleanSupplier so) {
    while (!so.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static String duration(String rest) {
    return "http_request_duration_seconds" + rest;
  }

  private static List<HttpResponse<String>> ask(int times) throws Exception {
    List<Future<HttpResponse<String>>> answers;
    try (var pool = Executors.newFixedThreadPool(16)) {
      String url = world.urls().traffic() + "/";
      answers = IntStream.range(0, times).mapToObj(i -> pool.submit(() -> get(url))).toList();
    }
    return answers.stream().map(Future::resultNow).toList();
  }

  private static Map<String, Long> versions(List<HttpResponse<String>> answers) {
    return answers.stream()
        .collect(Collectors.groupingBy(DemoWorldTest::version, Collectors.counting()));
  }

  private static String version(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Version").orElse("none");
  }

  private static HttpResponse<String> get(String url) {
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(url + " did not answer", e);
    }
  }

  /** Requests by status code that the proxy counted for a version, whatever its place was. */
  private static Map<String, Long> counters(String version) {
    Matcher line =
        Pattern.compile("http_requests_total\\{.*version=\"(.*)\",code=\"(.*)\"} (\\d+)")
            .matcher(get(world.urls().proxy() + "/metrics").body());
    return line.results()
        .filter(found -> found.group(1).equals(version))
        .collect(
            Collectors.toMap(
                found -> found.group(2), found -> Long.valueOf(found.group(3)), Long::sum));
  }
}
