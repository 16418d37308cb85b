package dev.holddown.connectors.support;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a stream is opened: a host and a port, or a Unix socket.
 *
 * @param unix the socket's file; then host and port mean nothing
 */
public record SocketPlace(Optional<Path> unix, String host, int port) {
  private static final int PORT_MAX = 65_535;

  /** A host and a port that were told apart already. */
  public static SocketPlace of(String host, int port) throws CallRefused {
    if (!host.matches("[A-Za-z0-9_.:-]{1,253}") || host.startsWith("-")) {
      throw new CallRefused("\"" + Excerpt.of(host) + "\" is no host name and no address");
    }
    return new SocketPlace(Optional.empty(), host, port);
  }

  /** {@code /run/haproxy/admin.sock}, {@code 10.0.0.7:9999} or {@code [::1]:9999}. */
  public static SocketPlace parse(String text) throws CallRefused {
    try {
      if (text.startsWith("/")) {
        return new SocketPlace(Optional.of(Path.of(text)), "", 0);
      }
      int colon = text.lastIndexOf(':');
      String host = text.substring(0, Math.max(colon, 0));
      int port = Integer.parseInt(text.substring(colon + 1));
      boolean bracketed = host.startsWith("[") && host.endsWith("]");
      if (port >= 1 && port <= PORT_MAX && (bracketed || host.indexOf(':') < 0)) {
        return of(bracketed ? host.substring(1, host.length() - 1) : host, port);
      }
    } catch (NumberFormatException | InvalidPathException e) {
      // Falls through to the sentence below, which says both forms.
    }
    throw new CallRefused(
        "\""
            + Excerpt.of(text)
            + "\" is no socket; write /run/haproxy/admin.sock, or host:port such as"
            + " 127.0.0.1:9999");
  }

  /** For messages. */
  public String shown() {
    return unix.map(Path::toString)
        .orElse((host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port);
  }
}
