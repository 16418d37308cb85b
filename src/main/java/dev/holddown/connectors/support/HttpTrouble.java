package dev.holddown.connectors.support;

import dev.holddown.domain.kernel.Span;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Says in one sentence why a call got no answer, and whether it may have arrived. */
record HttpTrouble(String message, boolean maybeSent) {

  static HttpTrouble of(Throwable problem, URI uri, Duration timeout) {
    String where = Url.brief(uri);
    String span = Span.text(timeout);
    if (find(problem, HttpConnectTimeoutException.class).isPresent()) {
      return new HttpTrouble("no connection to " + where + " within " + span, false);
    }
    if (find(problem, HttpTimeoutException.class).isPresent()
        || find(problem, TimeoutException.class).isPresent()) {
      return new HttpTrouble("no answer from " + where + " within " + span, true);
    }
    Optional<CertificateException> certificate = find(problem, CertificateException.class);
    if (certificate.isPresent()) {
      return new HttpTrouble(
          "the TLS certificate of " + where + " is not trusted: " + why(certificate.get()), false);
    }
    Optional<SSLHandshakeException> handshake = find(problem, SSLHandshakeException.class);
    if (handshake.isPresent()) {
      return new HttpTrouble("no TLS connection to " + where + ": " + why(handshake.get()), false);
    }
    Optional<SSLException> tls = find(problem, SSLException.class);
    if (tls.isPresent()) {
      return new HttpTrouble("TLS with " + where + " failed: " + why(tls.get()), true);
    }
    if (find(problem, UnresolvedAddressException.class).isPresent()) {
      return new HttpTrouble("no connection to " + where + ": the name is unknown", false);
    }
    Optional<ConnectException> connect = find(problem, ConnectException.class);
    if (connect.isPresent()) {
      return new HttpTrouble("no connection to " + where + ": " + refused(connect.get()), false);
    }
    return new HttpTrouble(
        "the connection to "
            + where
            + " broke before the answer was whole: "
            + why(deepest(problem)),
        true);
  }

  /** The client drops the system's words on the way up; without any it was a refusal. */
  private static String refused(ConnectException problem) {
    String message = deepest(problem).getMessage();
    return message == null ? "connection refused" : message.toLowerCase(java.util.Locale.ROOT);
  }

  private static String why(Throwable problem) {
    String message = problem.getMessage();
    return message == null || message.isBlank()
        ? problem.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElse("");
  }

  private static Throwable deepest(Throwable problem) {
    Throwable at = problem;
    for (int depth = 0; depth < 20; depth++) {
      Throwable cause = at.getCause();
      if (cause == null || cause.getMessage() == null) {
        return at;
      }
      at = cause;
    }
    return at;
  }

  private static <T extends Throwable> Optional<T> find(Throwable problem, Class<T> type) {
    Throwable at = problem;
    for (int depth = 0; depth < 20; depth++) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
      Throwable cause = at.getCause();
      if (cause == null) {
        return Optional.empty();
      }
      at = cause;
    }
    return Optional.empty();
  }
}
