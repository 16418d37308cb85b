package dev.holddown.connectors.support;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteLimits;

/**
 * One question to one database, on a connection of its own that can only read. At the deadline the
 * statement is cancelled and the connection closed. Runs on a platform thread: SQLite is native.
 */
public final class SqlCall {
  private static final int CELL_CHARS_MAX = 64 * 1024;
  private static final int ANSWER_CHARS_MAX = 1 << 20;

  /** Of SQLite's virtual machine: about a millisecond. */
  private static final int STEPS_BETWEEN_LOOKS = 100_000;

  private final SqlPlace place;
  private final Login login;
  private final Deadline deadline;
  private final AtomicReference<@Nullable Connection> open = new AtomicReference<>();
  private final AtomicReference<@Nullable Statement> running = new AtomicReference<>();
  private volatile boolean over;

  public SqlCall(SqlPlace place, Login login, Deadline deadline) {
    this.place = place;
    this.login = login;
    this.deadline = deadline;
  }

  /** Who asks; empty for nobody in particular. */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  /** A statement, the values of its parameters, and how many rows may come. */
  public record Ask(String query, List<Object> parameters, int rowsMax) {}

  /** What came. */
  public record Rows(List<Map<String, Object>> rows, List<String> columns, boolean more) {
    /** The first column of the first row, when it is a number. */
    public Optional<Object> value() {
      return rows.isEmpty() || columns.isEmpty()
          ? Optional.empty()
          : Optional.ofNullable(rows.getFirst().get(columns.getFirst()))
              .filter(Number.class::isInstance);
    }

    /** For the proof. */
    public String text() {
      return columns + "\n" + String.join("\n", rows.stream().map(Object::toString).toList());
    }
  }

  /** Asks it. */
  public Rows ask(Ask ask) throws CallRefused, InterruptedException {
    try {
      return InTime.of("no answer from " + place.shown(), deadline, () -> query(ask), this::end);
    } catch (ExecutionException e) {
      String why = e.getCause() == null ? e.toString() : String.valueOf(e.getCause().getMessage());
      throw new CallRefused(place.shown() + ": " + Excerpt.of(why));
    }
  }

  private void end() {
    over = true;
    try {
      Statement statement = running.get();
      if (statement != null) {
        statement.cancel();
      }
      Connection connection = open.get();
      if (connection != null && place.server().isPresent()) {
        // SQLite's is closed by the thread that uses it, once its statement has been cancelled.
        connection.abort(Runnable::run);
      }
    } catch (SQLException e) {
      // It ends by itself then: the server was given the same time-out.
      return;
    }
  }

  private Rows query(Ask ask) throws SQLException, CallRefused {
    try (Connection connection = connect()) {
      open.set(connection);
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement(ask.query())) {
        running.set(statement);
        for (int i = 0; i < ask.parameters().size(); i++) {
          bind(statement, i + 1, ask.parameters().get(i));
        }
        statement.setMaxRows(ask.rowsMax() + 1);
        try (ResultSet set = statement.executeQuery()) {
          return rows(set, ask.rowsMax());
        }
      } finally {
        connection.rollback();
      }
    }
  }

  private Connection connect() throws SQLException {
    if (place.file().isPresent()) {
      SQLiteConfig config = new SQLiteConfig();
      config.setReadOnly(true);
      config.setBusyTimeout((int) Math.min(Integer.MAX_VALUE, deadline.left().toMillis()));
      // No ATTACH: other files are other databases.
      config.setPragma(SQLiteConfig.Pragma.LIMIT_ATTACHED, "0");
      Connection connection = config.createConnection(place.url());
      ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, endsInTime());
      ((org.sqlite.SQLiteConnection) connection)
          .setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, ANSWER_CHARS_MAX * 4);
      return connection;
    }
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("readOnly", "true");
    properties.setProperty("readOnlyMode", "always");
    properties.setProperty("ApplicationName", "holddown");
    int seconds = (int) Math.max(1, deadline.left().toSeconds() + 1);
    properties.setProperty("connectTimeout", Integer.toString(seconds));
    properties.setProperty("loginTimeout", Integer.toString(seconds));
    properties.setProperty("socketTimeout", Integer.toString(seconds));
    properties.setProperty(
        "options", "-c statement_timeout=" + Math.max(1, deadline.left().toMillis()));
    Driver driver = new org.postgresql.Driver();
    Connection connection = driver.connect(place.url(), properties);
    if (connection == null) {
      throw new SQLException("the driver does not take this address");
    }
    return connection;
  }

  /** A cancel that comes before the first step of a statement is lost; this one is not. */
  private ProgressHandler endsInTime() {
    return new ProgressHandler() {
      @Override
      protected int progress() {
        return over || deadline.left().isZero() ? 1 : 0;
      }
    };
  }

  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    switch (value) {
      case String text -> statement.setString(index, text);
      case Boolean flag -> statement.setBoolean(index, flag);
      case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          statement.setLong(index, number.longValue());
      case Long whole -> statement.setLong(index, whole);
      case Number number -> statement.setDouble(index, number.doubleValue());
      default -> statement.setString(index, value.toString());
    }
  }

  private Rows rows(ResultSet set, int rowsMax) throws SQLException, CallRefused {
    ResultSetMetaData about = set.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      String label = about.getColumnLabel(i);
      if (columns.contains(label)) {
        throw new CallRefused("two columns are called " + label + "; name one anew with AS");
      }
      columns.add(label);
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    boolean more = false;
    int chars = 0;
    while (set.next()) {
      if (rows.size() == rowsMax) {
        more = true;
        break;
      }
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        Object value = set.getObject(i + 1);
        if (value != null) {
          Object plain = plain(value, columns.get(i), rows.size() + 1);
          chars += plain instanceof String text ? text.length() : 8;
          row.put(columns.get(i), plain);
        }
      }
      rows.add(row);
      if (chars > ANSWER_CHARS_MAX) {
        throw new CallRefused("the rows hold more than 1 Mi characters; ask for fewer columns");
      }
    }
    return new Rows(List.copyOf(rows), List.copyOf(columns), more);
  }

  private static Object plain(Object value, String column, int row) throws CallRefused {
    Object plain =
        switch (value) {
          case Long whole -> whole;
          case Integer whole -> (long) whole;
          case Short whole -> (long) whole;
          case Boolean flag -> flag;
          case BigDecimal number -> exact(number);
          case Number number -> number.doubleValue();
          case Timestamp time -> time.toInstant().toString();
          case byte[] bytes -> "(" + bytes.length + " bytes)";
          default -> value.toString();
        };
    if (plain instanceof String text && text.length() > CELL_CHARS_MAX) {
      throw new CallRefused(
          "the column "
              + column
              + " of row "
              + row
              + " has "
              + text.length()
              + " characters; the limit is 65536");
    }
    return plain;
  }

  private static Object exact(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    return plain.scale() <= 0 && plain.precision() - plain.scale() <= 18
        ? plain.longValueExact()
        : number.doubleValue();
  }
}
