package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holddown.connectors.support.Quantile;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Question;
import dev.holddown.testing.RealTime;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asks the program itself, where there is one, what the small server only plays. */
@Timeout(180)
class RealPrometheusTest {
  /** Longer than a scrape may take: what is older is whole. */
  private static final Duration SETTLED_AFTER = Duration.ofSeconds(3);

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private final Asking query = (Asking) new Prometheus(Acts.calls()).verbs().getFirst();
  private String url = "";

  @Test
  void real_prometheus_answers_as_the_connector_reads_it(@TempDir Path folder) throws Exception {
    Optional<Path> program = program();
    assumeTrue(program.isPresent(), "no prometheus program on this machine");
    AtomicInteger scrapes = new AtomicInteger();
    try (MetricsServer target = new MetricsServer()) {
      target.reacts((exchange, form) ->
          MetricsServer.send(
              exchange, 200, "text/plain; version=0.0.4", exposition(scrapes.incrementAndGet())));
      Process prometheus = start(program.get(), folder, target.url());
      try {
        untilThreePoints(prometheus);
        instant();
        range();
        compareQuantiles();
        together();
      } finally {
        prometheus.destroy();
        if (!prometheus.waitFor(20, TimeUnit.SECONDS)) {
          prometheus.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
      }
    }
  }

  private static String exposition(int scrape) {
    return """
    # TYPE demo_requests_total counter
    demo_requests_total{code="200"} %d
    demo_requests_total{code="503"} %d
    # TYPE demo_lag gauge
    demo_lag 4
    # TYPE demo_wait histogram
    demo_wait_bucket{le="0.1"} 50
    demo_wait_bucket{le="0.5"} 80
    demo_wait_bucket{le="2"} 97
    demo_wait_bucket{le="+Inf"} 100
    demo_wait_count 100
    demo_wait_sum 31
    """
            .formatted(scrape * 90, scrape * 10)
        + shops(scrape);
  }

  /** Shops that have some of it, all of it, or nothing. */
  private static String shops(int scrape) {
    StringBuilder text = new StringBuilder("# TYPE shop_total counter\n");
    for (int shop = 0; shop < 6; shop++) {
      for (String code : List.of("200", "404", "503")) {
        if (shop != 2 || !code.equals("503")) {
          text.append(
              "shop_total{shop=\"s.%d/x\",code=\"%s\"} %d%n"
                  .formatted(
                      shop,
                      code,
                      (long) scrape * (shop + 1) * code.hashCode() % 1_000_003 + scrape));
        }
      }
    }
    text.append("# TYPE shop_wait histogram\n");
    for (int shop = 0; shop < 5; shop++) {
      long all = (long) scrape * (shop + 2);
      text.append("shop_wait_bucket{shop=\"s.%d/x\",le=\"0.1\"} %d%n".formatted(shop, all / 2));
      text.append("shop_wait_bucket{shop=\"s.%d/x\",le=\"+Inf\"} %d%n".formatted(shop, all));
    }
    return text.toString();
  }

  private static final List<String> ALIKE =
      List.of(
          "shop_total{shop=\"V\",code=\"200\"}",
          "shop_total{shop=\"V\"}",
          "rate(shop_total{shop='V', code!=\"404\"}[30s])",
          "2 * sum(rate(shop_total{shop=\"V\"}[30s])) + 1",
          "sum(rate(shop_total{code=~\"5..\",shop=\"V\"}[30s]))"
              + " / sum(rate(shop_total{shop=\"V\"}[30s]))",
          "shop_total{shop=\"V\",code=\"503\"} / shop_total{shop=\"V\",code=\"503\"}",
          "max by (code) (increase(shop_total{shop=\"V\"}[30s]))",
          "avg(shop_total{shop=\"V\"}) - min(shop_total{shop=\"V\"})",
          "count(shop_total{shop=\"V\"}) * max(count by (code) (shop_total{shop=\"V\"}))",
          "histogram_quantile(0.9, sum by (le) (rate(shop_wait_bucket{shop=\"V\"}[30s])))",
          "histogram_quantile(0.9, shop_wait_bucket{shop=\"V\"})",
          "sum(shop_total{shop=\"V\",code=\"200\"}) / sum(shop_total{shop=\"V\",code=\"999\"})");

  /** What many are answered together is what each is answered alone. */
  private void together() throws InterruptedException {
    Instant at = settled();
    List<String> shops =
        List.of("s.0/x", "s.1/x", "s.2/x", "s.3/x", "s.4/x", "s.5/x", "s.9/x", "sx0/x");
    for (String template : ALIKE) {
      for (String series : List.of("one", "all")) {
        List<Question> questions =
            shops.stream()
                .map(shop ->
                    question(
                        template.replace("V", shop),
                        at,
                        "series",
                        series,
                        "samples",
                        "sum(increase(shop_total{shop=\"" + shop + "\"}[30s]))",
                        "fresh-by",
                        "min(timestamp(demo_lag))"))
                .toList();
        assertThat(questions.stream().map(query::common).distinct()).hasSize(1);
        List<Optional<Answer>> answers = query.askTogether(questions);
        for (int i = 0; i < shops.size(); i++) {
          same(answers.get(i).orElseThrow(), query.ask(questions.get(i)), questions.get(i));
        }
      }
    }
  }

  private static void same(Answer together, Answer alone, Question question) {
    assertThat(together.kind()).as("%s%n%s", question, together).isEqualTo(alone.kind());
    assertThat(together.message()).as(question.toString()).isEqualTo(alone.message());
    assertThat(together.at()).isEqualTo(alone.at());
    assertThat(together.samples()).as(question.toString()).isEqualTo(alone.samples());
    assertThat(together.result())
        .as(question.toString())
        .usingRecursiveComparison()
        .ignoringCollectionOrder()
        .withComparatorForType(
            (a, b) -> Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b)) ? 0 : a.compareTo(b),
            Double.class)
        .isEqualTo(alone.result());
  }

  private void instant() throws InterruptedException {
    assertThat(ask("demo_lag").result())
        .containsEntry("value", 4.0)
        .extractingByKey("labels")
        .asString()
        .contains("__name__=demo_lag");
    assertThat(ask("scalar(demo_lag)").result()).containsEntry("value", 4.0);
    assertThat(
            (Double)
                ask("sum(rate(demo_requests_total{code=~\"5..\"}[30s]))"
                        + " / sum(rate(demo_requests_total[30s]))")
                    .result()
                    .get("value"))
        .isCloseTo(0.1, within(1e-9));
    Answer none = ask("no_such_metric");
    assertThat(none.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(none.message()).startsWith("the query gave no series");
    Answer several = ask("demo_requests_total");
    assertThat(several.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(several.message()).startsWith("2 series where one number was expected: {__name__=");
    assertThat(ask("demo_requests_total", "series", "all").samples()).isEqualTo(2);
    Answer nan = ask("vector(0) / vector(0)");
    assertThat(nan.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(nan.message()).isEqualTo("the value is NaN (0/0: no traffic?)");
    assertThat(ask("vector(1) / vector(0)").message())
        .isEqualTo("the value is +Inf (divided by 0: no traffic?)");
    assertThat(ask("sum(").message()).contains("refused the query, bad_data: ");
    assertThat(ask("demo_lag[5s]").message()).startsWith("the query gave a range where a number");
    assertThat(ask("\"text\"").message())
        .isEqualTo("the query gave the text \"text\" where a number was expected");
    assertThat(ask("demo_lag", "fresh-by", "timestamp(demo_lag)", "stale", "30s").kind())
        .isEqualTo(Answer.Kind.ANSWERED);
    assertThat(ask("vector(1)", "fresh-by", "timestamp(demo_lag)", "stale", "1ms").message())
        .startsWith("the ");
    assertThat(ask("1", "samples", "sum(demo_requests_total)").samples()).isGreaterThan(200);
  }

  private void range() throws InterruptedException {
    Instant to = RealTime.clock().instant();
    Instant from = to.minusSeconds(3600);
    List<Answer> past =
        query.past(question("demo_lag", to), from, to, Duration.ofMillis(250)).orElseThrow();
    assertThat(past).hasSize(14_401);
    assertThat(past.getFirst().kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(past.getLast().kind()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(past.getLast().result()).containsEntry("value", 4.0);
    assertThat(past).noneMatch(a -> a.kind() == Answer.Kind.ERROR);
    List<Answer> all =
        query.past(question("vector(0) / 0", to), from, to, Duration.ofMinutes(1)).orElseThrow();
    assertThat(all).hasSize(61).allMatch(a -> a.kind() == Answer.Kind.NO_DATA);
  }

  /** Our own quantile is theirs. */
  private void compareQuantiles() throws InterruptedException {
    Map<Double, Double> buckets =
        Map.of(0.1, 50.0, 0.5, 80.0, 2.0, 97.0, Double.POSITIVE_INFINITY, 100.0);
    for (double q : new double[] {0.01, 0.25, 0.5, 0.51, 0.8, 0.9, 0.969, 0.97, 0.99, 1}) {
      assertThat(
              (Double) ask("histogram_quantile(" + q + ", demo_wait_bucket)").result().get("value"))
          .as("quantile %s", q)
          .isCloseTo(Quantile.of(q, new TreeMap<>(buckets)), within(1e-12));
    }
  }

  private Answer ask(String promQl, String... more) throws InterruptedException {
    return query.ask(question(promQl, RealTime.clock().instant(), more));
  }

  private Question question(String promQl, Instant at, String... more) {
    Map<String, Object> args = new HashMap<>(Map.of("url", url, "query", promQl));
    for (int i = 0; i < more.length; i += 2) {
      args.put(more[i], more[i + 1]);
    }
    return new Question(args, at, Duration.ofSeconds(20));
  }

  private static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "prometheus"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private Process start(Path program, Path folder, String target) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    url = "http://127.0.0.1:" + port;
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 2s, scrape_timeout: 2s}
        scrape_configs:
          - {job_name: demo, static_configs: [{targets: ["%s"]}]}
        """
            .formatted(target.substring("http://".length())));
    return new ProcessBuilder(
            program.toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  /** A moment about which Prometheus will not change its mind: no scrape of it is under way. */
  private static Instant settled() {
    return RealTime.clock().instant().minus(SETTLED_AFTER);
  }

  private Answer threePoints() throws InterruptedException {
    return query.ask(question("count_over_time(demo_lag[1m]) >= 3", settled()));
  }

  private void untilThreePoints(Process prometheus) throws InterruptedException {
    long end = RealTime.nanos().getAsLong() + READY_WITHIN.toNanos();
    Answer answer = threePoints();
    while (answer.kind() != Answer.Kind.ANSWERED && RealTime.nanos().getAsLong() < end) {
      assertThat(prometheus.waitFor(100, TimeUnit.MILLISECONDS)).as("prometheus ended").isFalse();
      answer = threePoints();
    }
    assertThat(answer.kind()).as(answer.message()).isEqualTo(Answer.Kind.ANSWERED);
  }
}
