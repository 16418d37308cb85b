package dev.holddown.connectors.support;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request with its limits.
 *
 * @param headers values are text or {@link dev.holddown.spi.Secret}
 * @param body text sent as UTF-8; the caller sets {@code content-type}
 */
public record HttpAsk(
    String method,
    String url,
    Map<String, Object> headers,
    Optional<HttpBody> body,
    HttpAsk.Limits limits) {

  /** A GET without headers. */
  public static HttpAsk get(String url, Limits limits) {
    return new HttpAsk("GET", url, Map.of(), Optional.empty(), limits);
  }

  /**
   * What the call may take.
   *
   * @param timeout for everything: look-up, connection, headers and body
   * @param redirectsMax redirects followed, of GET and HEAD only, without a change of scheme
   * @param responseBytesMax bytes of the body kept; the rest is not read
   */
  public record Limits(Duration timeout, int redirectsMax, int responseBytesMax) {
    /** 1 MiB, no redirects. */
    public static Limits within(Duration timeout) {
      return new Limits(timeout, 0, HttpCall.RESPONSE_BYTES_MAX);
    }

    /** The same, but follows so many redirects. */
    public Limits withRedirects(int redirectsMax) {
      return new Limits(timeout, redirectsMax, responseBytesMax);
    }
  }

  /**
   * A body as it goes over the wire, and as it may be shown.
   *
   * @param wire may hold the value of a secret
   * @param shown holds its name instead
   */
  public record HttpBody(String wire, String shown) {
    @Override
    public String toString() {
      return shown;
    }
  }
}
