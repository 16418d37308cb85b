package dev.holddown.cli;

import dev.holddown.cli.link.Hosted;
import dev.holddown.engine.port.StoreException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Calls a URL as long as engine and store work, so that somebody else raises the alarm when the
 * calls stop: a process that is gone cannot say so itself. A call that fails is said once, and once
 * more when calls arrive again.
 */
final class Heartbeat implements AutoCloseable {
  static final Duration EVERY = Duration.ofSeconds(30);
  private static final Duration CALL_MAX = Duration.ofSeconds(10);

  private final URI url;
  private final LongSupplier nanos;
  private final Consumer<String> log;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CALL_MAX)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private volatile boolean failing;
  private boolean begun;
  private long last;

  private Heartbeat(URI url, LongSupplier nanos, Consumer<String> log) {
    this.url = url;
    this.nanos = nanos;
    this.log = log;
  }

  /**
   * To this URL.
   *
   * @param nanos a stopwatch
   * @throws IllegalArgumentException with a sentence when it is no http or https URL
   */
  static Heartbeat to(String url, LongSupplier nanos, Consumer<String> log) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--heartbeat " + url + " is no URL", e);
    }
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "--heartbeat " + url + ": it begins with http:// or https:// and names a host");
    }
    return new Heartbeat(uri, nanos, log);
  }

  /** Calls when it is time and everything works. Does not wait for the answer. */
  void look(Hosted hosted) {
    long now = nanos.getAsLong();
    if (begun && now - last < EVERY.toNanos()) {
      return;
    }
    begun = true;
    last = now;
    if (works(hosted)) {
      HttpRequest request = HttpRequest.newBuilder(url).timeout(CALL_MAX).GET().build();
      client
          .sendAsync(request, HttpResponse.BodyHandlers.discarding())
          .whenComplete((answer, fault) -> told(answer, fault));
    }
  }

  private static boolean works(Hosted hosted) {
    try {
      return hosted.failure().isEmpty() && hosted.store().head() >= 0;
    } catch (StoreException e) {
      return false;
    }
  }

  private void told(
      @org.jspecify.annotations.Nullable HttpResponse<Void> answer,
      @org.jspecify.annotations.Nullable Throwable fault) {
    boolean good = answer != null && answer.statusCode() < 300;
    if (good == failing) {
      failing = !good;
      String why = fault == null && answer != null ? "status " + answer.statusCode() : "" + fault;
      log.accept(
          good
              ? "heartbeats arrive again at " + url.getHost()
              : "the heartbeat does not arrive at " + url.getHost() + ": " + why);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
