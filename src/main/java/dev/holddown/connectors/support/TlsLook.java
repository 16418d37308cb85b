package dev.holddown.connectors.support;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A TLS handshake whose only purpose is to see the certificates; the connection is closed then, and
 * nothing is ever sent over it. That is why it accepts what no real call would.
 */
public final class TlsLook {
  private TlsLook() {}

  /** The certificates as they were shown, the server's own first. */
  public record Seen(List<X509Certificate> chain, String protocol) {}

  /**
   * Shakes hands.
   *
   * @param name asked for by SNI when it is a host name
   * @throws CallRefused with a sentence when there is no connection or no TLS
   */
  public static Seen at(SocketAddress address, SocketPlace place, String name, Deadline deadline)
      throws CallRefused, InterruptedException {
    Socket plain = new Socket();
    try (plain) {
      return InTime.of(
          "no TLS answer from " + place.shown(),
          deadline,
          () -> handshake(plain, address, name, deadline),
          () -> close(plain));
    } catch (ExecutionException e) {
      throw new CallRefused(why(place, e.getCause() == null ? e : e.getCause()));
    } catch (IOException e) {
      throw new CallRefused(why(place, e));
    }
  }

  private static String why(SocketPlace place, Throwable problem) {
    String message = String.valueOf(problem.getMessage());
    return switch (problem) {
      case SSLException tls -> "no TLS with " + place.shown() + ": " + Excerpt.of(message);
      case IOException io -> "no connection to " + place.shown() + ": " + SocketCall.why(io);
      default -> "no TLS with " + place.shown() + ": " + Excerpt.of(problem.toString());
    };
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same as far as we are concerned: nobody reads it any more.
      return;
    }
  }

  private static Seen handshake(Socket plain, SocketAddress address, String name, Deadline deadline)
      throws IOException, GeneralSecurityException, CallRefused {
    plain.connect(address, (int) Math.max(1, deadline.left().toMillis()));
    Recording recording = new Recording();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {recording}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, name, 0, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      if (name.matches(".*[A-Za-z].*") && name.indexOf(':') < 0) {
        parameters.setServerNames(List.of(new SNIHostName(name)));
      }
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      List<X509Certificate> chain = recording.seen.get();
      if (chain.isEmpty()) {
        throw new CallRefused("the server showed no certificate");
      }
      return new Seen(chain, socket.getSession().getProtocol());
    }
  }

  /** Remembers what was shown and judges nothing: the judging is done afterwards. */
  private static final class Recording extends X509ExtendedTrustManager {
    private final AtomicReference<List<X509Certificate>> seen = new AtomicReference<>(List.of());

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      seen.set(List.of(chain));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      seen.set(List.of(chain));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      seen.set(List.of(chain));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("this is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
