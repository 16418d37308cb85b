package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.Deadline;
import dev.holddown.connectors.support.Redaction;
import dev.holddown.connectors.support.SocketCall;
import dev.holddown.connectors.support.SqlCall;
import dev.holddown.connectors.support.SqlPlace;
import dev.holddown.connectors.support.SqlText;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Secret;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a database: SQLite or PostgreSQL, in a transaction that can only read. The statement is
 * literal text of the playbook; values are bound as parameters and never become part of it.
 */
public final class Sql implements Connector {
  private static final int ROWS_MAX = 1_000;
  private static final int ROWS = 100;

  private final SocketCall calls;
  private final Path folder;

  /**
   * @param folder the workspace, in which SQLite's files lie
   */
  public Sql(SocketCall calls, Path folder) {
    this.calls = calls;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new Query(this));
  }

  /** {@code sql.query}. */
  private record Query(Sql sql) implements Asking {
    @Override
    public Manual manual() {
      return Manual.of("sql.query", "Asks a database one question that changes nothing.")
          .required(
              "database",
              Manual.Type.TEXT,
              Slot.DATA,
              "sqlite:FILE, relative to the workspace, or postgresql://HOST:PORT/NAME, which may"
                  + " end in ?sslmode=verify-full")
          .required(
              "query",
              Manual.Type.TEXT,
              Slot.LITERAL,
              "one SELECT, WITH, VALUES, TABLE, SHOW or EXPLAIN; ? stands for a parameter")
          .optional("parameters", Manual.Type.LIST, Slot.DATA, "a value for each ?, in order")
          .optional("user", Manual.Type.TEXT, Slot.DATA, "who asks; PostgreSQL only")
          .secret("password", Manual.Type.TEXT, Slot.LITERAL, "{secret: name}; PostgreSQL only")
          .optional("rows", Manual.Type.INT, Slot.DATA, "at most so many rows, 1 to 1000 (100)")
          .optional("timeout", Manual.Type.DURATION, Slot.LITERAL, "of connection and statement")
          .gives("rows", "each row as a map of column to value; nulls are left out")
          .gives("more", "whether there are more rows than asked for")
          .gives("columns", "the names of the columns")
          .gives("samples", "how many rows came; none proves something with min-samples: 0")
          .gives("value", "the first column of the first row, when it is a number")
          .example(
              "sql.query: {database: \"postgresql://db.example/shop\", user: reader, password:"
                  + " {secret: db_reader}, query: 'select count(*) from orders where state = ?',"
                  + " parameters: [stuck]}");
    }

    @Override
    public Answer ask(Question question) throws InterruptedException {
      Args args = new Args("sql.query", question.args());
      Redaction redaction = Redaction.of(question.args());
      String request = "";
      try {
        Deadline deadline = sql.calls.deadline(args.duration("timeout", question.timeout()));
        SqlPlace place = SqlPlace.of(args.text("database"), sql.folder);
        String query = SqlText.one(args.text("query"));
        List<Object> parameters = parameters(args);
        request = place.shown() + "\n" + query + "\n" + parameters;
        place.judge(sql.calls, deadline);
        SqlCall.Login login =
            new SqlCall.Login(args.optionalText("user").orElse(""), password(args));
        int rows = args.whole("rows", 1, ROWS_MAX).orElse(ROWS);
        SqlCall.Rows got =
            new SqlCall(place, login, deadline).ask(new SqlCall.Ask(query, parameters, rows));
        Map<String, Object> result = new LinkedHashMap<>();
        got.value().ifPresent(value -> result.put("value", value));
        result.put("rows", redaction.tree(got.rows()));
        result.put("more", got.more());
        result.put("columns", got.columns());
        result.put("samples", (long) got.rows().size());
        Proof proof = new Proof(redaction.text(request), redaction.text(got.text()));
        return Answer.of(result, got.rows().size(), question.at(), proof);
      } catch (CallRefused e) {
        String problem = redaction.text(e.sentence());
        return Answer.error(problem, question.at(), new Proof(redaction.text(request), problem));
      }
    }

    private static String password(Args args) throws CallRefused {
      Object given = args.values().getOrDefault("password", "");
      if (given instanceof Secret secret) {
        return secret.reveal();
      }
      if (given.toString().isEmpty()) {
        return "";
      }
      throw new CallRefused("password of sql.query must be {secret: name}, not text in a playbook");
    }

    private static List<Object> parameters(Args args) throws CallRefused {
      Object given = args.values().getOrDefault("parameters", List.of());
      if (!(given instanceof List<?> list)) {
        throw new CallRefused("parameters of sql.query must be a list");
      }
      for (Object value : list) {
        if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
          throw new CallRefused("a parameter of sql.query must be text, a number or true/false");
        }
      }
      return List.copyOf(list);
    }
  }
}
