package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.Deadline;
import dev.holddown.connectors.support.HttpCall;
import dev.holddown.connectors.support.HttpOutcome;
import dev.holddown.connectors.support.MetricFault;
import dev.holddown.connectors.support.MetricsPort;
import dev.holddown.connectors.support.MetricsTrail;
import dev.holddown.connectors.support.Moments;
import dev.holddown.connectors.support.PrometheusEvidence;
import dev.holddown.connectors.support.PrometheusGroup;
import dev.holddown.connectors.support.PrometheusReply;
import dev.holddown.connectors.support.Url;
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

  private final HttpCall calls;
  private final MetricsPort port;

  public Prometheus(HttpCall calls) {
    this.calls = calls;
    this.port = new MetricsPort(calls);
  }

  @Override
  public String name() {
    return "prometheus";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new Query());
  }

  /** The three queries of a question: the number, how many things it stands on, its freshness. */
  private record Queries(String main, Optional<String> samples, Optional<String> freshBy) {}

  private record Ask(MetricsPort.Target target, Queries queries, PrometheusEvidence.Rule rule) {}

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
        return evidence(ask, query -> instant(ask, query, at, trail))
            .judge(ask.rule(), at, trail.proof());
      } catch (CallRefused e) {
        return Answer.error(e.sentence(), question.at(), Proof.none());
      } catch (MetricFault fault) {
        return fault.answer(question.at(), trail.proof());
      }
    }

    @Override
    public boolean joins() {
      return true;
    }

    @Override
    public Optional<Map<String, Object>> common(Question question) {
      return PrometheusGroup.common(question.args());
    }

    @Override
    public List<Optional<Answer>> askTogether(List<Question> questions)
        throws InterruptedException {
      Question first = questions.getFirst();
      Optional<PrometheusGroup> found =
          PrometheusGroup.of(questions.stream().map(Question::args).toList());
      if (found.isEmpty()) {
        return PrometheusGroup.none(questions.size());
      }
      PrometheusGroup group = found.get();
      Ask ask;
      try {
        ask = read(group.args(), first.timeout());
      } catch (CallRefused e) {
        return PrometheusGroup.none(questions.size());
      }
      long at = first.at().toEpochMilli();
      try {
        return group.answers(
            evidence(ask, query -> instant(ask, query, at, new MetricsTrail())), ask.rule(), at);
      } catch (MetricFault fault) {
        // what is refused at once may be taken one by one; who has waited has waited for all
        Duration left = ask.target().deadline().left();
        boolean slow = left.compareTo(first.timeout().dividedBy(2)) < 0;
        return slow
            ? group.each(fault.answer(first.at(), Proof.none()))
            : PrometheusGroup.none(questions.size());
      }
    }

    @Override
    public Optional<List<Answer>> past(Question question, Instant from, Instant to, Duration step)
        throws InterruptedException {
      MetricsTrail trail = new MetricsTrail();
      Moments moments;
      Ask ask;
      try {
        moments = Moments.of(from, to, step, PAST_STEPS_MAX);
        ask = read(question.args(), question.timeout());
      } catch (CallRefused e) {
        return Optional.of(List.of(Answer.error(e.sentence(), question.at(), Proof.none())));
      }
      List<Answer> answers = new ArrayList<>(moments.count());
      try {
        for (int done = 0; done < moments.count(); done += CALL_POINTS_MAX) {
          Moments part = moments.part(done, CALL_POINTS_MAX);
          PrometheusEvidence evidence = evidence(ask, query -> range(ask, query, part, trail));
          for (int index = 0; index < part.count(); index++) {
            answers.add(evidence.judge(ask.rule(), part.at(index), Proof.none()));
          }
        }
      } catch (MetricFault fault) {
        // What was answered stays; the rest is told as what it is, step by step.
        while (answers.size() < moments.count()) {
          answers.add(
              fault.answer(Instant.ofEpochMilli(moments.at(answers.size())), trail.proof()));
        }
      }
      return Optional.of(answers);
    }
  }

  private Ask read(Map<String, Object> given, Duration timeout) throws CallRefused {
    Args args = new Args("prometheus.query", given);
    URI base = MetricsPort.address(args.text("url"));
    if (base.getRawQuery() != null) {
      throw new CallRefused(
          "the url " + Url.brief(base) + " has a ? part; give the server's base address");
    }
    Deadline deadline = calls.deadline(args.duration("timeout", timeout));
    return new Ask(
        new MetricsPort.Target(
            "Prometheus at " + Url.brief(base), base, args.map("headers"), deadline),
        new Queries(
            args.text("query"), args.optionalText("samples"), args.optionalText("fresh-by")),
        new PrometheusEvidence.Rule(
            args.word("series", PrometheusEvidence.Expected.ONE),
            args.optionalDuration("stale").orElse(STALE)));
  }

  /** One of the two calls, instant or range. */
  private interface Fetch {
    PrometheusEvidence.Found of(String query) throws MetricFault, InterruptedException;
  }

  private static PrometheusEvidence evidence(Ask ask, Fetch fetch)
      throws MetricFault, InterruptedException {
    PrometheusEvidence.Found main = fetch.of(ask.queries().main());
    Optional<PrometheusEvidence.Found> samples = Optional.empty();
    if (ask.queries().samples().isPresent()) {
      samples = Optional.of(extra("samples", ask.queries().samples().get(), fetch));
    }
    Optional<PrometheusEvidence.Found> freshBy = Optional.empty();
    if (ask.queries().freshBy().isPresent()) {
      freshBy = Optional.of(extra("fresh-by", ask.queries().freshBy().get(), fetch));
    }
    return new PrometheusEvidence(main, samples, freshBy);
  }

  private static PrometheusEvidence.Found extra(String name, String query, Fetch fetch)
      throws MetricFault, InterruptedException {
    try {
      return fetch.of(query);
    } catch (MetricFault fault) {
      throw fault.of("the query " + name);
    }
  }

  private PrometheusEvidence.Found instant(Ask ask, String query, long at, MetricsTrail trail)
      throws MetricFault, InterruptedException {
    Map<String, String> form = form(ask, query);
    form.put("time", seconds(at));
    PrometheusReply reply = call(ask, "/api/v1/query", form, trail, false);
    List<PrometheusEvidence.Seen> seen = new ArrayList<>();
    reply
        .series()
        .forEach(s -> seen.add(new PrometheusEvidence.Seen(s.labels(), s.points().getFirst())));
    return new PrometheusEvidence.Found(Map.of(at, seen), new LinkedHashSet<>(reply.warnings()));
  }

  private PrometheusEvidence.Found range(Ask ask, String query, Moments moments, MetricsTrail trail)
      throws MetricFault, InterruptedException {
    Map<String, String> form = form(ask, query);
    form.put("start", seconds(moments.first()));
    form.put("end", seconds(moments.at(moments.count() - 1)));
    form.put("step", seconds(moments.step()));
    PrometheusReply reply = call(ask, "/api/v1/query_range", form, trail, true);
    Map<Long, List<PrometheusEvidence.Seen>> byMoment = new HashMap<>();
    for (PrometheusReply.Series series : reply.series()) {
      for (PrometheusReply.Point point : series.points()) {
        byMoment
            .computeIfAbsent(point.atMillis(), at -> new ArrayList<>())
            .add(new PrometheusEvidence.Seen(series.labels(), point));
      }
    }
    return new PrometheusEvidence.Found(byMoment, new LinkedHashSet<>(reply.warnings()));
  }

  private static Map<String, String> form(Ask ask, String query) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("query", query);
    // A little less than ours, so that its own words about a slow query reach us.
    form.put("timeout", seconds(Math.max(1, ask.target().deadline().left().toMillis() * 9 / 10)));
    // Without it a selector may be five minutes old; a server that does not know it ignores it.
    form.put("lookback_delta", seconds(ask.rule().stale().toMillis()));
    return form;
  }

  private PrometheusReply call(
      Ask ask, String path, Map<String, String> form, MetricsTrail trail, boolean range)
      throws MetricFault, InterruptedException {
    URI uri = Url.below(ask.target().uri(), path);
    MetricsPort.Target base = ask.target();
    MetricsPort.Target target =
        new MetricsPort.Target(base.who(), uri, base.headers(), base.deadline());
    HttpOutcome.Response response = port.post(target, form, trail);
    return PrometheusReply.read(response, target.who(), range);
  }

  private static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).toPlainString();
  }
}
