package dev.holddown.store;

import dev.holddown.engine.port.EventStore.Append;
import dev.holddown.engine.port.EventStore.LockChange;
import dev.holddown.engine.port.EventStore.Result;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one transaction writes to the log and beside it. */
final class LogWriter {
  private final Statements statements;
  private final EventTable events;
  private final RunTable runs;
  private final LockTable locks;
  private final OutboxTable outbox;
  private final ClaimTable claims;

  LogWriter(Statements statements) {
    this.statements = statements;
    this.events = new EventTable(statements);
    this.runs = new RunTable(statements);
    this.locks = new LockTable(statements);
    this.outbox = new OutboxTable(statements);
    this.claims = new ClaimTable(statements);
  }

  /** Writes each append or nothing of it, in the caller's transaction; {@code coded} beside it. */
  List<Result> append(List<Append> appends, List<List<EventCodec.Coded>> coded)
      throws SQLException {
    if (appends.isEmpty()) {
      return List.of();
    }
    long head = events.lockHead();
    Batch batch =
        new Batch(
            head,
            events.tails(appends.stream().map(Append::run).distinct().toList()),
            locks.find(
                appends.stream()
                    .flatMap(append -> append.lock().stream())
                    .map(LockChange::lock)
                    .distinct()
                    .toList()),
            claims.hold(appends.stream().flatMap(append -> append.claim().stream()).toList()));
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < appends.size(); i++) {
      results.add(batch.add(appends.get(i), coded.get(i)));
    }
    locks.put(batch.locks());
    events.add(batch.events());
    runs.put(batch.runs());
    outbox.add(batch.outbox());
    if (batch.head() != head) {
      events.moveHead(batch.head());
    }
    return results;
  }

  long nextEpoch() throws SQLException {
    return statements
        .first(
            "UPDATE meta SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE name = 'epoch'"
                + " RETURNING value",
            row -> Long.parseLong(row.getString(1)))
        .orElseThrow(() -> new SQLException("the epoch of the store is missing"));
  }

  /** Notes which program writes this store, for an older one that meets it. */
  void noteWriter(String product) throws SQLException {
    Optional<String> noted =
        statements.first("SELECT value FROM meta WHERE name = 'writer'", row -> row.getString(1));
    if (!noted.equals(Optional.of(product))) {
      statements.update(
          "INSERT INTO meta (name, value) VALUES ('writer', ?)"
              + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
          product);
    }
  }
}
