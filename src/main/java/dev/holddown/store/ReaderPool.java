package dev.holddown.store;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;

/** A few connections for reading, each lent to one thread at a time. */
final class ReaderPool implements AutoCloseable {
  private final Semaphore permits;
  private final Deque<Statements> idle = new ArrayDeque<>();
  private final int size;

  ReaderPool(Database database, int size) throws SQLException {
    this.size = size;
    this.permits = new Semaphore(size, true);
    for (int i = 0; i < size; i++) {
      idle.push(new Statements(database.reader(), Dialect.SQLITE));
    }
  }

  /** Waits for a connection, not broken off by an interrupt: a reader is never busy for long. */
  <T> T read(SqlEventStore.Query<T> query) throws SQLException {
    permits.acquireUninterruptibly();
    try {
      Statements lent = pop();
      try {
        return query.run(lent);
      } finally {
        push(lent);
      }
    } finally {
      permits.release();
    }
  }

  private synchronized Statements pop() throws SQLException {
    if (idle.isEmpty()) {
      throw new SQLException("the store was closed");
    }
    return idle.pop();
  }

  private synchronized void push(Statements statements) {
    idle.push(statements);
  }

  /** Waits for those who read. */
  @Override
  public void close() throws SQLException {
    permits.acquireUninterruptibly(size);
    List<SQLException> failures = new ArrayList<>();
    synchronized (this) {
      for (Statements statements : idle) {
        try {
          statements.close();
        } catch (SQLException e) {
          failures.add(e);
        }
      }
      idle.clear();
    }
    permits.release(size);
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }
}
