package dev.holddown.connectors.support;

import dev.holddown.domain.kernel.Span;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One bounded HTTP exchange: the deadline holds for all of it, body included; the body has a limit;
 * redirects are not followed, so that credentials go only where they were meant to.
 */
public final class MetricsHttp {
  /** Bytes of a response; a longer one is an error, never a shortened answer. */
  public static final int RESPONSE_BYTES_MAX = 4 * 1024 * 1024;

  private static final int EXCERPT_CHARS_MAX = 200;

  private final LongSupplier nanos;
  private @Nullable HttpClient client;

  /**
   * @param nanos a monotonic stopwatch
   */
  public MetricsHttp(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** What came back, whatever its status, except a redirect. */
  public record Reply(int status, String contentType, String body) {}

  /** Where, as whom, and until when. */
  public record Target(String who, URI uri, Map<String, String> headers, Deadline deadline) {}

  /** The end of a whole question, however many exchanges it needs. */
  public static final class Deadline {
    private final LongSupplier nanos;
    private final Duration whole;
    private final long end;

    private Deadline(LongSupplier nanos, Duration whole) {
      this.nanos = nanos;
      this.whole = whole;
      this.end = nanos.getAsLong() + whole.toNanos();
    }

    public Duration left() {
      return Duration.ofNanos(Math.max(0, end - nanos.getAsLong()));
    }

    public Duration whole() {
      return whole;
    }
  }

  public Deadline deadline(Duration whole) {
    return new Deadline(nanos, whole);
  }

  /**
   * Reads an address given by a user.
   *
   * @throws MetricFault unless it is {@code http(s)://host…} without user name and fragment
   */
  public static URI address(String text) throws MetricFault {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw MetricFault.error("the url \"" + excerpt(text) + "\" is not an address");
    }
    if (!("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
        || uri.getHost() == null) {
      throw MetricFault.error(
          "the url \""
              + excerpt(text)
              + "\" is not an address that begins with http:// or https://");
    }
    if (uri.getRawUserInfo() != null) {
      throw MetricFault.error(
          "the url of "
              + uri.getHost()
              + " holds a user name or password; put it into headers: {Authorization: {secret:"
              + " …}}");
    }
    if (uri.getRawFragment() != null) {
      throw MetricFault.error("the url " + shown(uri) + " has a # part, which no server sees");
    }
    return uri;
  }

  /** An address without its query, which may hold a token. */
  public static String shown(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }

  /** The beginning of a foreign text on one line. */
  public static String excerpt(String text) {
    String line = text.replaceAll("[\\p{Cc}\\s]+", " ").strip();
    return line.length() <= EXCERPT_CHARS_MAX ? line : line.substring(0, EXCERPT_CHARS_MAX) + "…";
  }

  public Reply get(Target target, String accept) throws MetricFault, InterruptedException {
    return send(target, builder(target).header("Accept", accept).GET());
  }

  public Reply post(Target target, Map<String, String> form)
      throws MetricFault, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        target,
        builder(target)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder builder(Target target) throws MetricFault {
    HttpRequest.Builder request = HttpRequest.newBuilder(target.uri());
    for (Map.Entry<String, String> header : target.headers().entrySet()) {
      try {
        request.setHeader(header.getKey(), header.getValue());
      } catch (IllegalArgumentException e) {
        throw MetricFault.error(
            "the header \""
                + excerpt(header.getKey())
                + "\" cannot be sent: a name or value that"
                + " HTTP does not allow here");
      }
    }
    return request;
  }

  private Reply send(Target target, HttpRequest.Builder request)
      throws MetricFault, InterruptedException {
    Duration left = target.deadline().left();
    if (left.isZero()) {
      throw late(target);
    }
    CompletableFuture<HttpResponse<String>> exchange =
        client()
            .sendAsync(
                request.timeout(left).build(),
                HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8),
                    RESPONSE_BYTES_MAX));
    try {
      return reply(target, exchange.get(left.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      throw late(target);
    } catch (ExecutionException e) {
      throw fault(target, e.getCause() == null ? e : e.getCause());
    } finally {
      exchange.cancel(true);
    }
  }

  private static Reply reply(Target target, HttpResponse<String> response) throws MetricFault {
    int status = response.statusCode();
    if (status >= 300 && status < 400) {
      throw MetricFault.error(
          target.who()
              + " answered "
              + status
              + " and points to "
              + excerpt(response.headers().firstValue("Location").orElse("nowhere"))
              + "; redirects are not followed: give the final address");
    }
    return new Reply(
        status, response.headers().firstValue("Content-Type").orElse(""), response.body());
  }

  private static MetricFault late(Target target) {
    return MetricFault.error(
        target.who() + " did not answer within " + Span.text(target.deadline().whole()));
  }

  private static MetricFault fault(Target target, Throwable cause) {
    String message = cause.getMessage() == null ? "" : cause.getMessage();
    if (cause instanceof java.net.http.HttpTimeoutException) {
      return late(target);
    }
    if (message.startsWith("body exceeds capacity")) {
      return MetricFault.error(
          target.who()
              + " sent more than "
              + RESPONSE_BYTES_MAX / 1024 / 1024
              + " MiB; nothing of it was used. Ask for less");
    }
    if (cause instanceof ConnectException) {
      return MetricFault.error(
          target.who()
              + " could not be reached: "
              + (hasCause(cause, UnresolvedAddressException.class)
                  ? "its name has no address"
                  : "connection refused or no route"));
    }
    if (cause instanceof SSLException) {
      return MetricFault.error(target.who() + " could not be reached: TLS: " + excerpt(message));
    }
    if (cause instanceof IOException) {
      return MetricFault.error(
          target.who()
              + " broke off the answer; nothing of it was used ("
              + excerpt(message)
              + ")");
    }
    return MetricFault.error(target.who() + " could not be asked: " + excerpt(cause.toString()));
  }

  private static boolean hasCause(Throwable error, Class<? extends Throwable> type) {
    Throwable each = error;
    for (int depth = 0; each != null && depth < 10; depth++) {
      if (type.isInstance(each)) {
        return true;
      }
      each = each.getCause();
    }
    return false;
  }

  private synchronized HttpClient client() {
    HttpClient ready = client;
    if (ready == null) {
      ready =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
      client = ready;
    }
    return ready;
  }
}
