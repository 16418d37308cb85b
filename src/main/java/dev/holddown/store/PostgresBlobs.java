package dev.holddown.store;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.engine.port.RemovableBlobs;
import dev.holddown.engine.port.StoreException;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Evidence in the database, where every node reads it; in pieces of a megabyte, each sent and read
 * alone. On a connection of its own, so that large evidence does not hold up the log.
 */
public final class PostgresBlobs implements RemovableBlobs, AutoCloseable {
  private static final int PIECE_BYTES_MAX = 1024 * 1024;

  private final PostgresServer server;
  private final PostgresOutage outage;
  private @Nullable Statements session;

  private final ExecutorService platform =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("evidence-", 0).factory());

  private PostgresBlobs(PostgresServer server, PostgresOutage outage) {
    this.server = server;
    this.outage = outage;
  }

  /** Uses a database that {@link PostgresEventStore} has opened; connects at the first call. */
  public static PostgresBlobs of(PostgresUrl url, PostgresEventStore.Opening opening) {
    return new PostgresBlobs(
        new PostgresServer(url, opening.limits()),
        new PostgresOutage(opening.nanos(), opening.pause(), opening.limits().outageMillisMax()));
  }

  @Override
  public Digest put(byte[] bytes) {
    BlobRules.check(bytes);
    Digest digest = Digest.of(bytes);
    try {
      // Putting it again is harmless, so an uncertain commit is simply tried again.
      call(statements -> {
        Optional<byte[]> there = read(statements, digest);
        // A copy that no longer fits its digest is replaced by the whole one at hand.
        if (there.isEmpty() || !Digest.of(there.get()).equals(digest)) {
          write(statements, digest, bytes, there.isPresent());
        } else if (statements.update(
                "UPDATE blobs SET put_at = now() WHERE digest = ?", digest.hex())
            == 0) {
          write(statements, digest, bytes, false); // removed since the look at it
        }
        return true;
      });
    } catch (SQLException e) {
      throw new StoreException(
          "evidence %s could not be kept in %s: %s; nothing cites it yet"
              .formatted(digest.brief(), server.url(), PostgresProblem.cause(e)),
          e);
    }
    return digest;
  }

  private static void write(Statements statements, Digest digest, byte[] bytes, boolean replaces)
      throws SQLException {
    if (replaces) {
      statements.update("DELETE FROM blobs WHERE digest = ?", digest.hex());
    }
    int pieces = Math.max(1, Math.ceilDiv(bytes.length, PIECE_BYTES_MAX));
    for (int piece = 0; piece < pieces; piece++) {
      int from = piece * PIECE_BYTES_MAX;
      statements.update(
          "INSERT INTO blobs (digest, piece, pieces, bytes) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT (digest, piece) DO NOTHING",
          digest.hex(),
          piece,
          pieces,
          Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE_BYTES_MAX)));
    }
  }

  @Override
  public Optional<byte[]> get(Digest digest) {
    try {
      return call(statements -> read(statements, digest))
          .map(bytes -> BlobRules.checked(digest, bytes, digest.brief() + " in " + server.url()));
    } catch (SQLException e) {
      throw unreadable(digest, e);
    }
  }

  @Override
  public OptionalLong size(Digest digest) {
    try {
      return call(statements ->
              statements.first(
                  "SELECT sum(length(bytes)) FROM blobs WHERE digest = ? HAVING count(*) > 0",
                  row -> row.getLong(1),
                  digest.hex()))
          .map(OptionalLong::of)
          .orElseGet(OptionalLong::empty);
    } catch (SQLException e) {
      throw unreadable(digest, e);
    }
  }

  @Override
  public boolean remove(Digest digest, Duration idle) {
    try {
      return call(statements ->
          statements.update(
                  // Of the row itself, so that one that is put meanwhile is looked at again.
                  "DELETE FROM blobs WHERE digest = ?"
                      + " AND put_at < now() - ? * interval '1 second'",
                  digest.hex(),
                  idle.toSeconds())
              > 0);
    } catch (SQLException e) {
      throw new StoreException(
          "evidence %s in %s cannot be removed: %s"
              .formatted(digest.brief(), server.url(), PostgresProblem.cause(e)),
          e);
    }
  }

  private StoreException unreadable(Digest digest, SQLException e) {
    return new StoreException(
        "evidence %s in %s cannot be read: %s"
            .formatted(digest.brief(), server.url(), PostgresProblem.cause(e)),
        e);
  }

  /** Whatever stands under the digest, whole or not; empty when nothing does. */
  private static Optional<byte[]> read(Statements statements, Digest digest) throws SQLException {
    List<Integer> numbers = new ArrayList<>();
    numbers.addAll(
        statements.list(
            "SELECT piece FROM blobs WHERE digest = ? ORDER BY piece",
            row -> row.getInt(1),
            digest.hex()));
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int number : numbers) {
      whole.writeBytes(
          statements
              .first(
                  "SELECT bytes FROM blobs WHERE digest = ? AND piece = ?",
                  row -> row.getBytes(1),
                  digest.hex(),
                  number)
              .orElse(new byte[0]));
    }
    return Optional.of(whole.toByteArray());
  }

  /** Watches look on virtual threads; whoever comes on one waits for a platform thread. */
  private <T> T call(SqlEventStore.Query<T> call) throws SQLException {
    if (!Thread.currentThread().isVirtual()) {
      return here(call);
    }
    Future<T> there = platform.submit(() -> here(call));
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return there.get(); // bounded, as every call to the server is
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException sql) {
        throw sql;
      }
      throw new StoreException("evidence is not at hand: " + e.getCause(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized <T> T here(SqlEventStore.Query<T> call) throws SQLException {
    try (PostgresOutage.Call tries = outage.begin()) {
      while (true) {
        try {
          Statements now = connected();
          T answer = call.run(now);
          now.connection().commit();
          return answer;
        } catch (SQLException e) {
          drop();
          tries.failed(e);
        }
      }
    }
  }

  private Statements connected() throws SQLException {
    Statements now = session;
    if (now == null) {
      Connection connection = server.connect("holddown evidence");
      connection.setAutoCommit(false);
      now = new Statements(connection, Dialect.POSTGRES);
      session = now;
    }
    return now;
  }

  private void drop() {
    Statements now = session;
    session = null;
    if (now != null) {
      PostgresServer.abort(now.connection());
    }
  }

  @Override
  public void close() {
    platform.shutdown();
    synchronized (this) {
      drop();
    }
  }
}
