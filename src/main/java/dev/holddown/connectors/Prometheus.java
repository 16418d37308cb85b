package dev.holddown.connectors;

import dev.holddown.connectors.support.MetricArgs;
import dev.holddown.connectors.support.MetricFault;
import dev.holddown.connectors.support.MetricsHttp;
import dev.holddown.connectors.support.MetricsTrail;
import dev.holddown.connectors.support.PrometheusReply;
import dev.holddown.domain.kernel.Span;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Asks a Prometheus server (or one that speaks its query API: Thanos, Mimir, VictoriaMetrics).
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/api/">HTTP API</a>
 */
public final class Prometheus implements Connector {
  /** Points a series that one range call asks for; Prometheus refuses more than 11,000. */
  public static final int CALL_POINTS_MAX = 11_000;

  /** Steps of one look into the past. */
  public static final int PAST_STEPS_MAX = 110_000;

  /** Twice the scrape interval that Prometheus has by default. */
  private static final Duration STALE = Duration.ofMinutes(2);

  private static final int LABEL_SETS_SHOWN_MAX = 3;

  private final MetricsHttp http;

  /**
   * @param nanos a monotonic stopwatch
   */
  public Prometheus(LongSupplier nanos) {
    this.http = new MetricsHttp(nanos);
  }

  @Override
  public String name() {
    return "prometheus";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new Query());
  }

  private enum Expected {
    ONE,
    ALL
  }

  /** The three queries of a question: the number, how many things it stands on, its freshness. */
  private record Queries(String main, Optional<String> samples, Optional<String> freshBy) {}

  private record Ask(
      MetricsHttp.Target target, Queries queries, Expected expected, Duration stale) {}

  /** Moments of a range, in milliseconds since 1970. */
  private record Moments(long first, long step, int count) {
    long at(int index) {
      return first + index * step;
    }
  }

  /** One value of one series at one moment. */
  private record Seen(Map<String, String> labels, PrometheusReply.Point point) {}

  /** What a query gave, by moment. */
  private record Found(Map<Long, List<Seen>> byMoment, Set<String> warnings) {
    List<Seen> at(long moment) {
      return byMoment.getOrDefault(moment, List.of());
    }
  }

  private record Evidence(Found main, Optional<Found> samples, Optional<Found> freshBy) {
    List<String> warnings() {
      Set<String> all = new LinkedHashSet<>(main.warnings());
      samples.ifPresent(found -> all.addAll(found.warnings()));
      freshBy.ifPresent(found -> all.addAll(found.warnings()));
      return List.copyOf(all);
    }
  }

  private final class Query implements Asking {
    @Override
    public Manual manual() {
      return Manual.of("prometheus.query", "Asks Prometheus for a number.")
          .required("url", Manual.Type.TEXT, Slot.URL, "base address of the server")
          .required("query", Manual.Type.TEXT, Slot.PROMQL, "PromQL that gives one number")
          .optional(
              "samples",
              Manual.Type.TEXT,
              Slot.PROMQL,
              "PromQL for how many things the number stands on (requests in the window), which"
                  + " min-samples is compared with; without it the number of series")
          .optional(
              "series",
              Manual.Type.TEXT,
              Slot.LITERAL,
              "one (default): several series are an error; all: each series is a row of values")
          .optional(
              "stale",
              Manual.Type.DURATION,
              Slot.LITERAL,
              "older data is no data; twice the scrape interval (default 2m)")
          .optional(
              "fresh-by",
              Manual.Type.TEXT,
              Slot.PROMQL,
              "PromQL for the time of the newest data, such as min(timestamp(up)): a rate or sum"
                  + " hides the age of what it was made from")
          .secret("headers", Manual.Type.MAP, Slot.HEADER, "request headers, such as Authorization")
          .optional("timeout", Manual.Type.DURATION, Slot.LITERAL, "of all calls together")
          .gives("value", "the number (series: one only, so that nothing is judged by mistake)")
          .gives("samples", "how many things the number stands on")
          .gives("labels", "the labels of the series (series: one)")
          .gives("values", "a list of {labels, value} (series: all)")
          .gives("max", "the largest value (series: all)")
          .gives("min", "the smallest value (series: all)")
          .gives("warnings", "what Prometheus itself says to doubt, often empty")
          .example(
              "prometheus.query: {url: \"http://prometheus:9090\", query:"
                  + " 'sum(rate(http_requests_total{code=~\"5..\"}[1m]))', samples:"
                  + " 'sum(increase(http_requests_total[1m]))'}");
    }

    @Override
    public Answer ask(Question question) throws InterruptedException {
      MetricsTrail trail = new MetricsTrail();
      try {
        Ask ask = read(question.args(), question.timeout());
        long at = question.at().toEpochMilli();
        Evidence evidence = evidence(ask, query -> instant(ask, query, at, trail));
        return judge(ask, evidence, at, trail.proof());
      } catch (MetricFault fault) {
        return fault.answer(question.at(), trail.proof());
      }
    }

    @Override
    public Optional<List<Answer>> past(Question question, Instant from, Instant to, Duration step)
        throws InterruptedException {
      MetricsTrail trail = new MetricsTrail();
      long steps = step.toMillis() < 1 ? -1 : Duration.between(from, to).toMillis() / step.toMillis();
      if (steps < 0 || steps >= PAST_STEPS_MAX || from.isAfter(to)) {
        return Optional.of(
            List.of(
                Answer.error(
                    "a look into the past needs a step of at least 1ms and at most "
                        + PAST_STEPS_MAX
                        + " steps; asked was "
                        + from
                        + " to "
                        + to
                        + " every "
                        + Span.text(step),
                    question.at(),
                    Proof.none())));
      }
      Moments moments = new Moments(from.toEpochMilli(), step.toMillis(), (int) steps + 1);
      List<Answer> answers = new ArrayList<>(moments.count());
      try {
        Ask ask = read(question.args(), question.timeout());
        for (int done = 0; done < moments.count(); done += CALL_POINTS_MAX) {
          Moments part =
              new Moments(
                  moments.at(done),
                  moments.step(),
                  Math.min(CALL_POINTS_MAX, moments.count() - done));
          Evidence evidence = evidence(ask, query -> range(ask, query, part, trail));
          for (int index = 0; index < part.count(); index++) {
            answers.add(judge(ask, evidence, part.at(index), Proof.none()));
          }
        }
      } catch (MetricFault fault) {
        // What was answered stays; the rest is told as what it is, step by step.
        while (answers.size() < moments.count()) {
          answers.add(fault.answer(moment(moments.at(answers.size())), trail.proof()));
        }
      }
      return Optional.of(answers);
    }
  }

  private Ask read(Map<String, Object> given, Duration timeout) throws MetricFault {
    MetricArgs args = new MetricArgs(given);
    URI base = MetricsHttp.address(args.text("url"));
    if (base.getRawQuery() != null) {
      throw MetricFault.error(
          "the url " + MetricsHttp.shown(base) + " has a ? part; give the server's base address");
    }
    Duration own = args.length("timeout").orElse(timeout);
    MetricsHttp.Deadline deadline =
        http.deadline(own.compareTo(timeout) < 0 ? own : timeout);
    return new Ask(
        new MetricsHttp.Target(
            "Prometheus at " + MetricsHttp.shown(base), base, args.headers(), deadline),
        new Queries(args.text("query"), args.maybeText("samples"), args.maybeText("fresh-by")),
        args.word("series", Expected.ONE),
        args.length("stale").orElse(STALE));
  }

  /** One of the two calls, instant or range. */
  private interface Fetch {
    Found of(String query) throws MetricFault, InterruptedException;
  }

  private static Evidence evidence(Ask ask, Fetch fetch) throws MetricFault, InterruptedException {
    Found main = fetch.of(ask.queries().main());
    Optional<Found> samples = Optional.empty();
    if (ask.queries().samples().isPresent()) {
      samples = Optional.of(extra("samples", ask.queries().samples().get(), fetch));
    }
    Optional<Found> freshBy = Optional.empty();
    if (ask.queries().freshBy().isPresent()) {
      freshBy = Optional.of(extra("fresh-by", ask.queries().freshBy().get(), fetch));
    }
    return new Evidence(main, samples, freshBy);
  }

  private static Found extra(String name, String query, Fetch fetch)
      throws MetricFault, InterruptedException {
    try {
      return fetch.of(query);
    } catch (MetricFault fault) {
      throw fault.of("the query " + name);
    }
  }

  private Found instant(Ask ask, String query, long at, MetricsTrail trail)
      throws MetricFault, InterruptedException {
    Map<String, String> form = form(ask, query);
    form.put("time", seconds(at));
    PrometheusReply reply = call(ask, "/api/v1/query", form, trail, false);
    List<Seen> seen = new ArrayList<>();
    reply.series().forEach(s -> seen.add(new Seen(s.labels(), s.points().getFirst())));
    return new Found(Map.of(at, seen), new LinkedHashSet<>(reply.warnings()));
  }

  private Found range(Ask ask, String query, Moments moments, MetricsTrail trail)
      throws MetricFault, InterruptedException {
    Map<String, String> form = form(ask, query);
    form.put("start", seconds(moments.first()));
    form.put("end", seconds(moments.at(moments.count() - 1)));
    form.put("step", seconds(moments.step()));
    PrometheusReply reply = call(ask, "/api/v1/query_range", form, trail, true);
    Map<Long, List<Seen>> byMoment = new HashMap<>();
    for (PrometheusReply.Series series : reply.series()) {
      for (PrometheusReply.Point point : series.points()) {
        byMoment
            .computeIfAbsent(point.atMillis(), at -> new ArrayList<>())
            .add(new Seen(series.labels(), point));
      }
    }
    return new Found(byMoment, new LinkedHashSet<>(reply.warnings()));
  }

  private static Map<String, String> form(Ask ask, String query) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("query", query);
    // A little less than ours, so that its own words about a slow query reach us.
    form.put("timeout", seconds(Math.max(1, ask.target().deadline().left().toMillis() * 9 / 10)));
    // Without it a selector may be five minutes old; a server that does not know it ignores it.
    form.put("lookback_delta", seconds(ask.stale().toMillis()));
    return form;
  }

  private PrometheusReply call(
      Ask ask, String path, Map<String, String> form, MetricsTrail trail, boolean range)
      throws MetricFault, InterruptedException {
    String base = ask.target().uri().toString();
    URI uri = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    trail.sent("POST " + uri);
    form.forEach((name, value) -> trail.sent("  " + name + "=" + value));
    MetricsHttp.Target target = ask.target();
    MetricsHttp.Reply reply =
        http.post(
            new MetricsHttp.Target(target.who(), uri, target.headers(), target.deadline()), form);
    trail.received(reply.status() + " " + reply.body());
    return PrometheusReply.read(reply, target.who(), range);
  }

  private static Answer judge(Ask ask, Evidence evidence, long at, Proof proof) {
    try {
      List<Seen> seen = evidence.main().at(at);
      checkSeries(ask, seen);
      checkFresh(ask, evidence, seen, at);
      long samples = samples(evidence, seen.size(), at);
      long about = seen.stream().mapToLong(s -> s.point().atMillis()).min().orElse(at);
      return Answer.of(
          result(ask, seen, samples, evidence.warnings()), samples, moment(about), proof);
    } catch (MetricFault fault) {
      return fault.answer(moment(at), proof);
    }
  }

  private static void checkSeries(Ask ask, List<Seen> seen) throws MetricFault {
    if (seen.isEmpty()) {
      throw MetricFault.noData(
          "the query gave no series: is each name right, and was it scraped in the last "
              + Span.text(ask.stale())
              + "?");
    }
    if (ask.expected() == Expected.ONE && seen.size() > 1) {
      throw MetricFault.error(
          seen.size()
              + " series where one number was expected: "
              + seen.stream()
                  .limit(LABEL_SETS_SHOWN_MAX)
                  .map(s -> PrometheusReply.shown(s.labels()))
                  .collect(Collectors.joining(", "))
              + (seen.size() > LABEL_SETS_SHOWN_MAX ? ", …" : "")
              + "; wrap it in sum() or set series: all");
    }
    for (Seen each : seen) {
      double value = each.point().value();
      if (!Double.isFinite(value)) {
        throw MetricFault.noData(
            "the value"
                + (seen.size() > 1 ? " of " + PrometheusReply.shown(each.labels()) : "")
                + (Double.isNaN(value)
                    ? " is NaN (0/0: no traffic?)"
                    : " is " + (value > 0 ? "+Inf" : "-Inf") + " (divided by 0: no traffic?)"));
      }
    }
  }

  private static void checkFresh(Ask ask, Evidence evidence, List<Seen> seen, long at)
      throws MetricFault {
    long oldest = seen.stream().mapToLong(s -> s.point().atMillis()).min().orElse(at);
    if (evidence.freshBy().isPresent()) {
      List<Seen> fresh = evidence.freshBy().get().at(at);
      if (fresh.isEmpty() || fresh.stream().anyMatch(s -> !Double.isFinite(s.point().value()))) {
        throw MetricFault.noData("the query fresh-by gave no time, so the data may be of any age");
      }
      for (Seen each : fresh) {
        oldest = Math.min(oldest, Math.round(each.point().value() * 1000));
      }
    }
    Duration age = Duration.ofMillis(at - oldest);
    if (age.compareTo(ask.stale()) > 0) {
      throw MetricFault.noData(
          "the data is stale: its newest sample is "
              + Span.text(age)
              + " old, the limit is "
              + Span.text(ask.stale()));
    }
  }

  private static long samples(Evidence evidence, int series, long at) throws MetricFault {
    if (evidence.samples().isEmpty()) {
      return series;
    }
    List<Seen> seen = evidence.samples().get().at(at);
    if (seen.isEmpty()) {
      throw MetricFault.noData("the query samples gave no series, so nothing says how much was seen");
    }
    if (seen.size() > 1) {
      throw MetricFault.error(
          "the query samples gave "
              + seen.size()
              + " series where one number was expected; wrap it in sum()");
    }
    double count = seen.getFirst().point().value();
    if (!Double.isFinite(count) || count < 0) {
      throw MetricFault.noData("the query samples gave " + count + ", which is not a count");
    }
    return (long) Math.floor(count);
  }

  private static Map<String, Object> result(
      Ask ask, List<Seen> seen, long samples, List<String> warnings) {
    Map<String, Object> result = new LinkedHashMap<>();
    if (ask.expected() == Expected.ONE) {
      result.put("value", seen.getFirst().point().value());
      result.put("labels", seen.getFirst().labels());
    } else {
      result.put(
          "values",
          seen.stream()
              .map(s -> Map.<String, Object>of("labels", s.labels(), "value", s.point().value()))
              .toList());
      result.put("max", seen.stream().mapToDouble(s -> s.point().value()).max().orElseThrow());
      result.put("min", seen.stream().mapToDouble(s -> s.point().value()).min().orElseThrow());
    }
    result.put("samples", samples);
    result.put("warnings", warnings);
    return result;
  }

  private static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).toPlainString();
  }

  private static Instant moment(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
