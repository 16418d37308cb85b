package dev.holddown.connectors.support;

import java.time.Duration;
import java.util.Map;

/** What came of an HTTP call. */
public sealed interface HttpOutcome {
  /** From the start of the call to its end, on the monotonic clock. */
  Duration latency();

  /**
   * The server answered, with whatever status.
   *
   * @param headers by lower-case name; several of one name are joined by {@code ", "}; the value of
   *     a cookie is left out
   * @param text the body as text, without the value of any secret that the request carried
   * @param bodyBytes bytes of the body that were read
   * @param cut whether there was more than was read
   */
  record Response(
      int status,
      Map<String, String> headers,
      String text,
      long bodyBytes,
      boolean cut,
      Duration latency)
      implements HttpOutcome {}

  /**
   * There is no answer.
   *
   * @param message a sentence without a secret
   * @param maybeSent whether the server may have received the request
   */
  record Failure(String message, boolean maybeSent, Duration latency) implements HttpOutcome {}
}
