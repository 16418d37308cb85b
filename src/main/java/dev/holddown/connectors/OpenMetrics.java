package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.Deadline;
import dev.holddown.connectors.support.Excerpt;
import dev.holddown.connectors.support.Exposition;
import dev.holddown.connectors.support.HttpCall;
import dev.holddown.connectors.support.HttpOutcome;
import dev.holddown.connectors.support.LabelMatch;
import dev.holddown.connectors.support.MetricFault;
import dev.holddown.connectors.support.MetricsPort;
import dev.holddown.connectors.support.MetricsTrail;
import dev.holddown.connectors.support.Moments;
import dev.holddown.connectors.support.ScrapeFormula;
import dev.holddown.connectors.support.SeriesStore;
import dev.holddown.connectors.support.Url;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.kernel.Span;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads metrics straight from the programs that show them, for users without a Prometheus. It keeps
 * what it scraped in memory: after a restart, a window has to be observed anew.
 */
public final class OpenMetrics implements Connector {
  /** Addresses of one question. */
  public static final int URLS_MAX = 100;

  /** Addresses remembered; the one asked least recently is forgotten first. */
  public static final int STORES_MAX = 200;

  /** The longest window. */
  public static final Duration OVER_MAX = Duration.ofHours(24);

  /** Steps of one look into the past. */
  public static final int PAST_STEPS_MAX = 10_000;

  /** A question about a moment further back is answered from memory, never by a scrape. */
  private static final Duration LIVE_MAX = Duration.ofSeconds(10);

  private static final long MEMORY_MILLIS_MAX = 15_000;
  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";

  private final InstantSource clock;
  private final HttpCall calls;
  private final MetricsPort port;
  private final SequencedMap<Digest, SeriesStore> stores = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param clock the engine's clock, to tell questions about now from questions about the past
   */
  public OpenMetrics(InstantSource clock, HttpCall calls) {
    this.clock = clock;
    this.calls = calls;
    this.port = new MetricsPort(calls);
  }

  @Override
  public String name() {
    return "openmetrics";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new Query());
  }

  /** One address and its memory. */
  private record Target(MetricsPort.Target where, SeriesStore store) {
    String shown() {
      return where.who();
    }
  }

  private record Ask(List<Target> targets, ScrapeFormula formula, Deadline deadline) {}

  private final class Query implements Asking {
    @Override
    public Manual manual() {
      return Manual.of(
              "openmetrics.query",
              "Scrapes /metrics itself and computes a rate, ratio, quantile or value.")
          .optional("url", Manual.Type.TEXT, Slot.URL, "address of the metrics (or urls)")
          .optional(
              "urls", Manual.Type.LIST, Slot.URL, "several addresses, added up; all must answer")
          .required("metric", Manual.Type.TEXT, Slot.DATA, "name; for quantile the histogram's")
          .optional("labels", Manual.Type.MAP, Slot.DATA, "label: value, or label: ~regex")
          .optional(
              "compute",
              Manual.Type.TEXT,
              Slot.LITERAL,
              "value (default), age (of a Unix time), increase, rate (a second), ratio, quantile")
          .optional(
              "over",
              Manual.Type.DURATION,
              Slot.LITERAL,
              "the window of increase, rate, ratio and quantile; half of it must have been"
                  + " observed")
          .optional(
              "quantile", Manual.Type.NUMBER, Slot.LITERAL, "above 0, at most 1, such as 0.99")
          .optional("bad", Manual.Type.MAP, Slot.DATA, "further labels of the bad part of a ratio")
          .optional("bad-metric", Manual.Type.TEXT, Slot.DATA, "another metric for the bad part")
          .optional(
              "series",
              Manual.Type.TEXT,
              Slot.LITERAL,
              "several series of a value or age: one (default, an error), sum, max or min")
          .secret("headers", Manual.Type.MAP, Slot.HEADER, "request headers, such as Authorization")
          .optional("timeout", Manual.Type.DURATION, Slot.LITERAL, "of all scrapes together")
          .gives("value", "the number")
          .gives(
              "samples",
              "ratio, quantile: requests in the window; rate, increase: points; else series")
          .gives("increase", "how much the counter rose in what was observed (increase, rate)")
          .gives("bad", "how many were bad (ratio)")
          .gives("total", "how many there were (ratio, quantile)")
          .gives("beyond", "true if the quantile is above the largest finite bucket (quantile)")
          .gives("labels", "labels of the one series (value, age)")
          .gives("errors", "what is wrong with each address, by address")
          .example(
              "openmetrics.query: {url: \"http://checkout:8080/metrics\", metric:"
                  + " http_requests_total, compute: ratio, bad: {code: \"~5..\"}, over: 30s}");
    }

    @Override
    public Answer ask(Question question) throws InterruptedException {
      MetricsTrail trail = new MetricsTrail();
      try {
        Ask ask = read(question);
        boolean live = !question.at().isBefore(clock.instant().minus(LIVE_MAX));
        List<ScrapeFormula.Source> sources =
            live
                ? scraped(ask, question.at(), trail)
                : remembered(ask, question.at(), MEMORY_MILLIS_MAX);
        if (!live && !ask.formula().observed(sources)) {
          throw MetricFault.noData(
              "nothing had been observed by "
                  + question.at()
                  + ": openmetrics.query knows only what it scraped itself; prometheus.query knows"
                  + " the past");
        }
        return answer(ask.formula().of(sources, trail), sources.getFirst().at(), trail.proof());
      } catch (Unanswered down) {
        return new Answer(
            Answer.Kind.ERROR,
            Map.of("errors", down.errors),
            0,
            question.at(),
            String.join("; ", down.errors.values()),
            trail.proof());
      } catch (CallRefused e) {
        return Answer.error(e.sentence(), question.at(), Proof.none());
      } catch (MetricFault fault) {
        return fault.answer(question.at(), trail.proof());
      }
    }

    @Override
    public Optional<List<Answer>> past(Question question, Instant from, Instant to, Duration step) {
      try {
        Ask ask = read(question);
        Moments moments = Moments.of(from, to, step, PAST_STEPS_MAX);
        List<Answer> answers = new ArrayList<>();
        boolean observed = false;
        for (int index = 0; index < moments.count(); index++) {
          Instant at = Instant.ofEpochMilli(moments.at(index));
          List<ScrapeFormula.Source> sources = remembered(ask, at, Math.max(moments.step(), 2_000));
          observed |= ask.formula().observed(sources);
          answers.add(
              ask.deadline().left().isZero()
                  ? Answer.error("the look into the past took too long", at, Proof.none())
                  : compute(ask, sources, at));
        }
        return observed ? Optional.of(answers) : Optional.empty();
      } catch (CallRefused e) {
        return Optional.of(List.of(Answer.error(e.sentence(), question.at(), Proof.none())));
      } catch (MetricFault fault) {
        return Optional.of(List.of(fault.answer(question.at(), Proof.none())));
      }
    }
  }

  private static Answer compute(Ask ask, List<ScrapeFormula.Source> sources, Instant at) {
    try {
      return answer(ask.formula().of(sources, new MetricsTrail()), at.toEpochMilli(), Proof.none());
    } catch (MetricFault fault) {
      return fault.answer(at, Proof.none());
    }
  }

  private static Answer answer(ScrapeFormula.Computed computed, long at, Proof proof) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("value", computed.value());
    result.put("samples", computed.samples());
    result.put("errors", Map.of());
    result.putAll(computed.more());
    return Answer.of(result, computed.samples(), Instant.ofEpochMilli(at), proof);
  }

  private Ask read(Question question) throws CallRefused, MetricFault {
    Args args = new Args("openmetrics.query", question.args());
    ScrapeFormula formula = formula(args);
    Deadline deadline = calls.deadline(args.duration("timeout", question.timeout()));
    List<String> urls = args.has("url") ? List.of(args.text("url")) : args.list("urls");
    if (urls.isEmpty() || args.has("url") && args.has("urls")) {
      throw new CallRefused("give either url or urls, the address of the metrics");
    }
    if (urls.size() > URLS_MAX) {
      throw new CallRefused(
          "urls holds " + urls.size() + " addresses; at most " + URLS_MAX + " are allowed");
    }
    Map<String, Object> headers = args.map("headers");
    List<Target> targets = new ArrayList<>();
    for (String url : urls.stream().distinct().toList()) {
      URI uri = MetricsPort.address(url);
      targets.add(
          new Target(
              new MetricsPort.Target(Url.brief(uri), uri, headers, deadline), store(uri, headers)));
    }
    return new Ask(List.copyOf(targets), formula, deadline);
  }

  private static ScrapeFormula formula(Args args) throws CallRefused, MetricFault {
    String metric = args.text("metric");
    ScrapeFormula.Compute compute = args.word("compute", ScrapeFormula.Compute.VALUE);
    String word = compute.name().toLowerCase(Locale.ROOT);
    boolean windowed =
        compute != ScrapeFormula.Compute.VALUE && compute != ScrapeFormula.Compute.AGE;
    Duration over = args.optionalDuration("over").orElse(Duration.ZERO);
    if (windowed && over.isZero()) {
      throw new CallRefused("compute: " + word + " needs over, the window such as 30s");
    }
    if (over.compareTo(OVER_MAX) > 0) {
      throw new CallRefused(
          "over is " + Span.text(over) + "; at most " + Span.text(OVER_MAX) + " is kept");
    }
    double quantile = args.number("quantile").orElse(Double.NaN);
    if (compute == ScrapeFormula.Compute.QUANTILE && !(quantile > 0 && quantile <= 1)) {
      throw new CallRefused("compute: quantile needs quantile, above 0 and at most 1");
    }
    boolean ratio = compute == ScrapeFormula.Compute.RATIO;
    if (ratio && !args.has("bad") && !args.has("bad-metric")) {
      throw new CallRefused("compute: ratio needs bad, the labels of the bad part");
    }
    ScrapeFormula.Selection all =
        new ScrapeFormula.Selection(metric, LabelMatch.of(args.texts("labels")));
    ScrapeFormula.Selection bad =
        new ScrapeFormula.Selection(
            args.optionalText("bad-metric").orElse(metric),
            all.labels().and(LabelMatch.of(args.texts("bad"))));
    return new ScrapeFormula(
        compute,
        new ScrapeFormula.Parts(all, bad),
        over.toMillis(),
        quantile,
        args.word("series", ScrapeFormula.Several.ONE));
  }

  /** Another header may mean another tenant, so it is another memory. */
  private SeriesStore store(URI uri, Map<String, Object> headers) {
    Digest key = Digest.of(uri + "\n" + headers);
    synchronized (stores) {
      SeriesStore store = stores.computeIfAbsent(key, k -> new SeriesStore());
      if (stores.size() > STORES_MAX) {
        stores.pollFirstEntry();
      }
      return store;
    }
  }

  private static List<ScrapeFormula.Source> remembered(Ask ask, Instant at, long freshMillis) {
    long moment = at.toEpochMilli();
    return ask.targets().stream()
        .map(t -> new ScrapeFormula.Source(t.shown(), t.store(), moment, moment - freshMillis))
        .toList();
  }

  /** Some addresses did not answer, or not with metrics. */
  private static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Map<String, String> errors;

    Unanswered(Map<String, String> errors) {
      super("", null, false, false);
      this.errors = errors;
    }
  }

  private List<ScrapeFormula.Source> scraped(Ask ask, Instant at, MetricsTrail trail)
      throws Unanswered, InterruptedException {
    SeriesStore.Want want =
        new SeriesStore.Want(
            ask.formula().metrics(), ask.formula().overMillis(), at.toEpochMilli());
    List<ScrapeFormula.Source> sources = new ArrayList<>();
    Map<String, String> errors = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> scrapes = new ArrayList<>();
      for (Target target : ask.targets()) {
        trail.sent("GET " + target.shown());
        scrapes.add(
            threads.submit(
                () -> target.store().observe(want, () -> scrape(target), ask.deadline())));
      }
      for (int i = 0; i < scrapes.size(); i++) {
        Target target = ask.targets().get(i);
        try {
          long moment = scrapes.get(i).get();
          sources.add(new ScrapeFormula.Source(target.shown(), target.store(), moment, moment));
        } catch (ExecutionException e) {
          errors.put(target.shown(), sentence(target, e));
        } catch (InterruptedException e) {
          threads.shutdownNow();
          throw e;
        }
      }
    }
    if (!errors.isEmpty()) {
      throw new Unanswered(errors);
    }
    return sources;
  }

  private static String sentence(Target target, ExecutionException failed) {
    String text =
        failed.getCause() instanceof MetricFault fault ? fault.sentence() : failed.toString();
    return text.contains(target.shown()) ? text : target.shown() + ": " + text;
  }

  private SeriesStore.Body scrape(Target target) throws MetricFault, InterruptedException {
    HttpOutcome.Response response = port.get(target.where(), ACCEPT);
    String text = response.content().text();
    if (response.status() != 200) {
      throw MetricFault.error(
          target.shown()
              + " answered "
              + response.status()
              + " instead of metrics: \""
              + Excerpt.of(text)
              + "\"");
    }
    String type =
        response.headers().getOrDefault("content-type", "").strip().toLowerCase(Locale.ROOT);
    if (type.startsWith("application/openmetrics-text")) {
      return new SeriesStore.Body(text, Exposition.Format.OPENMETRICS);
    }
    if (type.isEmpty() || type.startsWith("text/plain")) {
      return new SeriesStore.Body(text, Exposition.Format.TEXT);
    }
    throw MetricFault.error(
        target.shown()
            + " sent "
            + Excerpt.of(type)
            + ", not metrics (text/plain or application/openmetrics-text): is this the address of"
            + " /metrics?");
  }
}
