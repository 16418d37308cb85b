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
   */
  record Response(int status, Map<String, String> headers, Content content, Duration latency)
      implements HttpOutcome {}

  /**
   * The body of an answer.
   *
   * @param text without the value of any secret that the request carried in a header
   * @param bytes how many were read
   * @param cut whether there was more
   */
  record Content(String text, long bytes, boolean cut) {}

  /**
   * There is no answer.
   *
   * @param message a sentence without a secret
   * @param maybeSent whether the server may have received the request
   */
  record Failure(String message, boolean maybeSent, Duration latency) implements HttpOutcome {}
}
