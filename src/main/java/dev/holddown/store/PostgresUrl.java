package dev.holddown.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a PostgreSQL database is, in the form that libpq defines (PostgreSQL documentation,
 * 34.1.1): {@code postgresql://user@host:port/database?name=value}, several hosts parted by commas;
 * {@code jdbc:postgresql:} is taken too. The password is kept apart and is in no text of this
 * class.
 */
public final class PostgresUrl {
  private static final int PORT = 5432;
  private static final List<String> SCHEMES =
      List.of("jdbc:postgresql://", "postgresql://", "postgres://");

  /** Settings that a URL may have, and the name that the driver knows them by. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("sslmode", "sslmode"),
          Map.entry("sslrootcert", "sslrootcert"),
          Map.entry("sslcert", "sslcert"),
          Map.entry("sslkey", "sslkey"),
          Map.entry("gssEncMode", "gssEncMode"),
          Map.entry("gssencmode", "gssEncMode"),
          Map.entry("channel_binding", "channelBinding"),
          Map.entry("channelBinding", "channelBinding"),
          Map.entry("currentSchema", "currentSchema"));

  private final String hosts;
  private final String database;
  private final String user;
  private final Optional<String> password;
  private final Map<String, String> settings;

  private PostgresUrl(
      String hosts,
      String database,
      String user,
      Optional<String> password,
      Map<String, String> settings) {
    this.hosts = hosts;
    this.database = database;
    this.user = user;
    this.password = password;
    this.settings = Map.copyOf(settings);
  }

  /** Whether the text means a PostgreSQL database at all. */
  public static boolean is(String text) {
    return SCHEMES.stream().anyMatch(text::startsWith);
  }

  /**
   * Reads a URL. The password comes from the URL, else from {@code HOLDDOWN_DB_PASSWORD}, else the
   * driver looks it up in {@code PGPASSFILE} or {@code ~/.pgpass}.
   *
   * @throws IllegalArgumentException with a sentence that never repeats the URL, since it may hold
   *     a password
   */
  public static PostgresUrl parse(String text, Map<String, String> environment) {
    String scheme =
        SCHEMES.stream()
            .filter(text::startsWith)
            .findFirst()
            .orElseThrow(() -> bad("it begins with none of " + String.join(", ", SCHEMES)));
    String rest = text.substring(scheme.length());
    int question = rest.indexOf('?');
    Map<String, String> query = query(question < 0 ? "" : rest.substring(question + 1));
    String place = question < 0 ? rest : rest.substring(0, question);
    int at = place.lastIndexOf('@');
    String[] who = (at < 0 ? "" : place.substring(0, at)).split(":", 2);
    String[] where = place.substring(at + 1).split("/", 2);
    String user = first(decoded(who[0]), query.remove("user"), environment.get("PGUSER"));
    if (user.isEmpty()) {
      throw bad("it names no user");
    }
    String database = where.length < 2 ? "" : decoded(where[1]);
    if (database.isEmpty()) {
      throw bad("it names no database");
    }
    String password =
        first(
            who.length < 2 ? "" : decoded(who[1]),
            query.remove("password"),
            environment.get("HOLDDOWN_DB_PASSWORD"));
    return new PostgresUrl(
        hosts(where[0]),
        database,
        user,
        password.isEmpty() ? Optional.empty() : Optional.of(password),
        settings(query));
  }

  private static String first(@org.jspecify.annotations.Nullable String... texts) {
    for (String text : texts) {
      if (text != null && !text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  private static String hosts(String text) {
    String[] hosts = (text.isEmpty() ? "localhost" : text).split(",", -1);
    for (int i = 0; i < hosts.length; i++) {
      hosts[i] = host(hosts[i]);
    }
    return String.join(",", hosts);
  }

  private static String host(String text) {
    try {
      URI uri = new URI("postgresql://" + text);
      if (uri.getHost() == null || uri.getUserInfo() != null) {
        throw bad("\"" + text + "\" is not a host, with a port if need be");
      }
      return uri.getHost() + ":" + (uri.getPort() < 0 ? PORT : uri.getPort());
    } catch (URISyntaxException e) {
      throw bad("\"" + text + "\" is not a host, with a port if need be");
    }
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new TreeMap<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query.put(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
    }
    return query;
  }

  private static Map<String, String> settings(Map<String, String> query) {
    Map<String, String> settings = new TreeMap<>();
    query.forEach((name, value) -> {
      String known = SETTINGS.get(name);
      if (known == null) {
        throw bad(
            "it has the setting \""
                + name
                + "\"; known are "
                + String.join(", ", new TreeMap<>(SETTINGS).keySet()));
      }
      settings.put(known, value);
    });
    return settings;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw bad("a percent sign in it is not followed by two hex digits");
    }
  }

  private static IllegalArgumentException bad(String why) {
    return new IllegalArgumentException(
        "the database URL cannot be used: "
            + why
            + "; write postgresql://USER@HOST:5432/DATABASE, the password in"
            + " HOLDDOWN_DB_PASSWORD or ~/.pgpass");
  }

  /** What the driver connects to; without user, password and settings. */
  String driverUrl() {
    return "jdbc:postgresql://"
        + hosts
        + "/"
        + java.net.URLEncoder.encode(database, StandardCharsets.UTF_8);
  }

  /** Which database it is, whoever connects to it. */
  public String place() {
    return "postgresql://" + hosts + "/" + database;
  }

  /** Host and port, several parted by commas. */
  String hosts() {
    return hosts;
  }

  String database() {
    return database;
  }

  String user() {
    return user;
  }

  /** Empty when the driver is to look for one. */
  Optional<String> password() {
    return password;
  }

  /** By the names of the driver. */
  Map<String, String> settings() {
    return settings;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "postgresql://" + user + "@" + hosts + "/" + database;
  }
}
