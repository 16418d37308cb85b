package dev.holddown.connectors.support;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database that may be asked. Drivers read dozens of options from a URL, some of which load
 * classes or write files: so the URL is taken apart here, and put together from its parts.
 *
 * @param file SQLite's; empty: PostgreSQL at {@code server}
 * @param url for the driver
 */
public record SqlPlace(Optional<Path> file, Optional<SocketPlace> server, String url) {
  private static final int PORT = 5_432;
  private static final Pattern POSTGRES =
      Pattern.compile(
          "postgres(?:ql)?://([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:]+])(?::(\\d{1,5}))?"
              + "/([A-Za-z0-9_-]{1,63})"
              + "(?:\\?sslmode=(disable|prefer|require|verify-ca|verify-full))?");

  /** As the argument {@code database} says; {@code jdbc:} before it is passed over. */
  public static SqlPlace of(String given, Path folder) throws CallRefused {
    String text = given.startsWith("jdbc:") ? given.substring("jdbc:".length()) : given;
    if (text.startsWith("sqlite:")) {
      return sqlite(text.substring("sqlite:".length()), folder);
    }
    Matcher parts = POSTGRES.matcher(text);
    if (!parts.matches()) {
      throw new CallRefused(
          "database of sql.query must be sqlite:FILE or postgresql://HOST:PORT/NAME (with"
              + " ?sslmode=… or nothing behind it); user and password stand in fields of their"
              + " own");
    }
    int port = parts.group(2) == null ? PORT : Integer.parseInt(parts.group(2));
    String host = parts.group(1).replaceAll("[\\[\\]]", "");
    String mode = parts.group(4) == null ? "" : "?sslmode=" + parts.group(4);
    return new SqlPlace(
        Optional.empty(),
        Optional.of(SocketPlace.of(host, port)),
        "jdbc:postgresql://" + parts.group(1) + ":" + port + "/" + parts.group(3) + mode);
  }

  private static SqlPlace sqlite(String name, Path folder) throws CallRefused {
    try {
      Path file = folder.resolve(name).normalize();
      if (!file.startsWith(folder.normalize())) {
        throw new CallRefused("the file " + name + " lies outside the workspace " + folder);
      }
      if (!Files.isRegularFile(file)) {
        throw new CallRefused("there is no file " + file + "; sql.query makes none");
      }
      return new SqlPlace(Optional.of(file), Optional.empty(), "jdbc:sqlite:" + file);
    } catch (InvalidPathException e) {
      throw new CallRefused("the file " + Excerpt.of(name) + " is no path");
    }
  }

  /** Refuses a server that may not be reached. */
  public void judge(SocketCall calls, Deadline deadline) throws CallRefused, InterruptedException {
    if (server.isPresent()) {
      calls.host(server.get().host(), deadline);
    }
  }

  /** For messages. */
  public String shown() {
    return url.substring("jdbc:".length()).replaceFirst("\\?.*", "");
  }
}
