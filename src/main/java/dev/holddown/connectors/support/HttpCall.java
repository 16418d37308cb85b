package dev.holddown.connectors.support;

import dev.holddown.connectors.support.HttpOutcome.Failure;
import dev.holddown.connectors.support.HttpOutcome.Response;
import dev.holddown.domain.kernel.Span;
import dev.holddown.spi.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 with bounds: one deadline for look-up, connection, headers and body, a most number of
 * bytes, no redirects unless asked for, only addresses that {@link Egress} allows. It never throws
 * for what the world does.
 *
 * <p>Addresses are looked up and judged before each hop, and the client looks the name up again
 * when it connects. Both look-ups share the JVM's cache (30 s by default, {@code
 * networkaddress.cache.ttl}), so a name that changes in between (DNS rebinding) is caught unless
 * the entry runs out between the two. The JDK's client cannot be tied to an address; with https the
 * certificate must still fit the name. No proxy is used, and a failed POST is never sent again.
 */
public final class HttpCall implements AutoCloseable {
  /** Bytes of a body that are kept by default: 1 MiB. */
  public static final int RESPONSE_BYTES_MAX = 1 << 20;

  private static final Set<String> PRIVATE_HEADERS =
      Set.of("authorization", "cookie", "proxy-authorization");

  private final LongSupplier nanos;
  private final Addressbook addresses;
  private @Nullable HttpClient client;

  /**
   * @param nanos a monotonic clock in nanoseconds
   * @param egress which addresses may be reached
   */
  public HttpCall(LongSupplier nanos, Egress egress) {
    this(nanos, Addressbook.ofSystem(egress));
  }

  HttpCall(LongSupplier nanos, Addressbook addresses) {
    this.nanos = nanos;
    this.addresses = addresses;
  }

  /** The end of a question that needs several calls, from now on. */
  public Deadline deadline(Duration whole) {
    client(); // Our own start-up is nobody's latency, and no reason for a time-out.
    return new Deadline(nanos, whole, nanos.getAsLong());
  }

  /** Makes the call; whatever happens outside comes back as an outcome, within the time-out. */
  public HttpOutcome send(HttpAsk ask) throws InterruptedException {
    client();
    long start = nanos.getAsLong();
    return send(ask, new Deadline(nanos, ask.limits().timeout(), start), start);
  }

  /** The same, with what is left of a deadline in place of the call's own time-out. */
  public HttpOutcome send(HttpAsk ask, Deadline deadline) throws InterruptedException {
    return send(ask, deadline, nanos.getAsLong());
  }

  private HttpOutcome send(HttpAsk ask, Deadline deadline, long start) throws InterruptedException {
    URI uri;
    try {
      uri = Url.parse(ask.url());
      Headers.check(ask.headers());
    } catch (CallRefused e) {
      return new Failure(e.sentence(), false, since(start));
    }
    Map<String, Object> headers = ask.headers();
    for (int hop = 0; ; hop++) {
      HttpOutcome outcome = hop(new Hop(ask, uri, headers, deadline), start);
      if (!(outcome instanceof Response response) || !follows(ask, response)) {
        return outcome;
      }
      if (hop == ask.limits().redirectsMax()) {
        return new Failure(
            Url.brief(uri) + " redirects once more; the limit is " + hop, true, since(start));
      }
      URI next;
      try {
        next = redirected(uri, response.headers().getOrDefault("location", ""));
      } catch (CallRefused e) {
        return new Failure(e.sentence(), true, since(start));
      }
      headers = sameServer(uri, next) ? headers : withoutPrivate(headers);
      uri = next;
    }
  }

  private static boolean follows(HttpAsk ask, Response response) {
    return ask.limits().redirectsMax() > 0
        && Set.of("GET", "HEAD").contains(ask.method())
        && Set.of(301, 302, 303, 307, 308).contains(response.status())
        && response.headers().containsKey("location");
  }

  private static URI redirected(URI from, String location) throws CallRefused {
    URI next;
    try {
      next = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new CallRefused(Url.brief(from) + " redirects to something that is no URL");
    }
    URI checked = Url.parse(next.toString());
    if (!checked.getScheme().equalsIgnoreCase(from.getScheme())) {
      throw new CallRefused(
          Url.brief(from)
              + " redirects to "
              + Url.brief(checked)
              + ": a change of scheme is not followed; ask that URL itself");
    }
    return checked;
  }

  private static boolean sameServer(URI a, URI b) {
    return a.getRawAuthority().equalsIgnoreCase(b.getRawAuthority());
  }

  private static Map<String, Object> withoutPrivate(Map<String, Object> headers) {
    Map<String, Object> kept = new LinkedHashMap<>(headers);
    kept.entrySet()
        .removeIf(h ->
            h.getValue() instanceof Secret
                || PRIVATE_HEADERS.contains(h.getKey().toLowerCase(Locale.ROOT)));
    return kept;
  }

  /** One request of a call, which redirects may make several. */
  private record Hop(HttpAsk ask, URI uri, Map<String, Object> headers, Deadline deadline) {}

  private HttpOutcome hop(Hop hop, long start) throws InterruptedException {
    URI uri = hop.uri();
    Duration whole = hop.deadline().whole();
    try {
      addresses.check(uri.getHost(), hop.deadline().left());
    } catch (CallRefused e) {
      return new Failure(
          "no connection to " + Url.brief(uri) + ": " + e.sentence(), false, since(start));
    }
    Duration left = hop.deadline().left();
    if (left.toMillis() <= 0) {
      return new Failure(
          "no answer from " + Url.brief(uri) + " within " + Span.text(whole), false, since(start));
    }
    HttpAsk ask = hop.ask();
    HttpRequest request = request(hop, left);
    CompletableFuture<HttpResponse<BoundedBody.Kept>> future =
        client().sendAsync(request, info -> new BoundedBody(ask.limits().responseBytesMax()));
    try {
      return read(future.get(left.toNanos(), TimeUnit.NANOSECONDS), ask, since(start));
    } catch (ExecutionException | TimeoutException e) {
      HttpTrouble trouble = HttpTrouble.of(e, uri, whole);
      String message = Redaction.of(ask.headers()).text(trouble.message());
      return new Failure(message, trouble.maybeSent(), since(start));
    } finally {
      // Ends the exchange when it is still going on; does nothing to one that is over.
      future.cancel(true);
    }
  }

  private static HttpRequest request(Hop hop, Duration left) {
    HttpAsk ask = hop.ask();
    // A little earlier than our own wait, so that the client can say what it was waiting for.
    Duration inner = left.minusNanos(Math.min(left.toNanos() / 10, 50_000_000));
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(hop.uri())
            .timeout(inner)
            .method(
                ask.method(),
                ask.body()
                    .map(b -> BodyPublishers.ofString(b.wire()))
                    .orElse(BodyPublishers.noBody()));
    builder.setHeader("User-Agent", "holddown");
    hop.headers().forEach((name, value) -> builder.setHeader(name, Headers.wire(value)));
    return builder.build();
  }

  private static Response read(
      HttpResponse<BoundedBody.Kept> response, HttpAsk ask, Duration latency) {
    Redaction redaction = Redaction.of(ask.headers());
    Map<String, String> headers = Headers.read(response.headers());
    headers.replaceAll((name, value) -> redaction.text(value));
    BoundedBody.Kept body = response.body();
    String text = redaction.text(body.bytes().toString(Headers.charset(headers)));
    HttpOutcome.Content content = new HttpOutcome.Content(text, body.bytes().size(), body.cut());
    return new Response(response.statusCode(), headers, content, latency);
  }

  private Duration since(long start) {
    return Duration.ofNanos(nanos.getAsLong() - start);
  }

  /** Made at the first call: loading the trusted certificates takes a quarter of a second. */
  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(HttpClient.Builder.NO_PROXY)
              .build();
      client = made;
    }
    return made;
  }

  /** Drops all connections. */
  @Override
  public synchronized void close() {
    Optional.ofNullable(client).ifPresent(HttpClient::shutdownNow);
    client = null;
  }
}
