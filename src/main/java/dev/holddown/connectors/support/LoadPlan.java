package dev.holddown.connectors.support;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What load is made: arrivals at a fixed rate, whether or not earlier ones were answered.
 *
 * @param ratePerSecond arrivals a second
 * @param limits how long and how many at once
 */
public record LoadPlan(HttpAsk ask, double ratePerSecond, LoadPlan.Limits limits) {
  private static final double RATE_MAX = 5_000;
  private static final int CONCURRENCY_MAX = 2_000;
  private static final int CONCURRENCY = 200;
  private static final Duration DURATION_MAX = Duration.ofHours(1);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  /**
   * How long and how many.
   *
   * @param warmUp arrivals of this long come first and are not counted
   * @param concurrencyMax requests under way; an arrival above it is dropped, and counted as such
   * @param requestTimeout from the moment a request should have been sent
   */
  public record Limits(
      Duration warmUp, Duration duration, int concurrencyMax, Duration requestTimeout) {
    /** All of it, at most. */
    public Duration whole() {
      return warmUp.plus(duration).plus(requestTimeout);
    }
  }

  /** As the arguments say. */
  public static LoadPlan of(Args args) throws CallRefused {
    String url = args.text("url");
    double rate =
        args.number("rate")
            .orElseThrow(() -> new CallRefused(args.action() + " needs rate, arrivals a second"));
    if (!(rate > 0 && rate <= RATE_MAX)) {
      throw new CallRefused(
          "rate of " + args.action() + " must be above 0 and at most 5000 a second, not " + rate);
    }
    Duration duration =
        args.optionalDuration("duration")
            .orElseThrow(() -> new CallRefused(args.action() + " needs duration"));
    Duration warmUp = args.optionalDuration("warm-up").orElse(Duration.ZERO);
    Duration timeout = args.optionalDuration("request-timeout").orElse(REQUEST_TIMEOUT);
    if (duration.plus(warmUp).compareTo(DURATION_MAX) > 0) {
      throw new CallRefused("duration and warm-up of " + args.action() + " may be 1h together");
    }
    int concurrency = args.whole("concurrency", 1, CONCURRENCY_MAX).orElse(CONCURRENCY);
    String method = args.optionalText("method").orElse("GET");
    if (!method.matches("GET|HEAD|POST|PUT|DELETE")) {
      throw new CallRefused("method of " + args.action() + " must be GET, HEAD, POST, PUT, DELETE");
    }
    Map<String, Object> headers = args.map("headers");
    Url.parse(url);
    Headers.check(headers);
    Optional<HttpAsk.HttpBody> body =
        args.optionalText("body").map(text -> new HttpAsk.HttpBody(text, text));
    HttpAsk ask = new HttpAsk(method, url, headers, body, HttpAsk.Limits.within(timeout));
    return new LoadPlan(ask, rate, new Limits(warmUp, duration, concurrency, timeout));
  }

  /** How many arrivals there are, those of the warm-up included. */
  long arrivals() {
    double seconds = limits.warmUp().plus(limits.duration()).toNanos() / 1e9;
    return Math.max(1, Math.round(seconds * ratePerSecond));
  }

  /** For the proof. */
  public String shown() {
    return ask.method()
        + " "
        + ask.url().replaceAll("[?#].*", "")
        + " at "
        + ratePerSecond
        + "/s for "
        + limits.duration()
        + ", warm-up "
        + limits.warmUp()
        + ", at most "
        + limits.concurrencyMax()
        + " at once\n"
        + ask.headers();
  }
}
