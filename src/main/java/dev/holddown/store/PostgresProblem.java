package dev.holddown.store;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What a failure of PostgreSQL means, by its SQLSTATE (PostgreSQL documentation, appendix A) and
 * not by its text, which is in the server's language.
 */
enum PostgresProblem {
  /** The server undid the transaction and says that it may be tried again at once. */
  AGAIN,
  /** A row, the disk or a slot is taken for now: nothing was done, and waiting may help. */
  BUSY,
  /** The connection is gone, or the server is going, coming or only a replica. */
  LOST,
  /** Trying again cannot help. */
  FINAL;

  static PostgresProblem of(SQLException e) {
    String state = state(e);
    return switch (state) {
      case "40001", "40P01" -> AGAIN;
      case "55P03", "57014", "53300", "53400" -> BUSY;
      case "25006", "25P03", "57P01", "57P02", "57P03", "57P05" -> LOST;
      case "08004" -> FINAL; // a password was asked for, and there is none
      default -> state.startsWith("08") || state.startsWith("58") ? LOST : FINAL;
    };
  }

  private static String state(SQLException e) {
    return Optional.ofNullable(e.getSQLState()).orElse("");
  }

  /** What the server or the network says is wrong, for a person. */
  static String cause(SQLException e) {
    return switch (state(e)) {
      case "53100" -> "the server's disk is full";
      case "53300" -> "the server has no connection left for us (max_connections)";
      case "55P03" -> "another writer holds the log locked";
      case "57014" -> "the server took too long for a statement";
      case "57P01", "57P02" -> "the server is shutting down";
      case "57P03" -> "the server is starting, and takes nobody yet";
      case "25006" -> "the server takes no writes: it is a replica";
      default -> text(e);
    };
  }

  /** The first line, without the driver's English around a cause of the network. */
  private static String text(SQLException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "no such host: " + cause.getMessage();
      }
      if (cause instanceof java.net.SocketTimeoutException) {
        return "the server does not answer";
      }
      if (cause instanceof java.net.ConnectException) {
        return "connection refused";
      }
    }
    String text = Optional.ofNullable(e.getMessage()).orElse(e.toString());
    return text.lines().findFirst().orElse(text);
  }

  /** Why a database cannot be opened, and what to do; nothing was changed. */
  static String opening(PostgresUrl url, SQLException e) {
    String server = "the PostgreSQL server at " + url.hosts();
    return switch (state(e)) {
      case "28P01" ->
          "%s refused the password of user %s; set HOLDDOWN_DB_PASSWORD, or write it to ~/.pgpass"
              .formatted(server, url.user());
      case "08004" ->
          ("%s asks for a password of user %s, and there is none; set HOLDDOWN_DB_PASSWORD, or"
                  + " write it to ~/.pgpass")
              .formatted(server, url.user());
      case "28000" ->
          "%s does not let user %s in: %s; ask whoever runs it (pg_hba.conf, CREATE ROLE)"
              .formatted(server, url.user(), text(e));
      case "3D000" ->
          "%s has no database \"%s\"; make it: createdb --encoding=UTF8 --owner=%s %s"
              .formatted(server, url.database(), url.user(), url.database());
      case "42501" ->
          ("user %s may not do what Holddown needs in %s: %s; make the user the database's owner,"
                  + " or: GRANT CREATE, USAGE ON SCHEMA public TO %s")
              .formatted(url.user(), url, text(e), url.user());
      default ->
          of(e) == FINAL
              ? "the database %s cannot be opened: %s".formatted(url, cause(e))
              : ("%s cannot be reached: %s; is it running, and does it listen there? Nothing was"
                      + " changed")
                  .formatted(server, cause(e));
    };
  }
}
