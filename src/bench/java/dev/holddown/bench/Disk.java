package dev.holddown.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The reference: what one durable write costs here without Holddown. A bare append of 4 KiB with
 * {@code fsync}, and a bare SQLite commit of one row of 1 KiB (write-ahead log, {@code
 * synchronous=FULL}, as the store has it), in files of their own beside the data.
 */
final class Disk implements AutoCloseable {
  private final FileChannel file;
  private final Connection connection;
  private final PreparedStatement insert;
  private final List<Double> fsyncs = new ArrayList<>();
  private final List<Double> commits = new ArrayList<>();

  Disk(Path folder) throws IOException, SQLException {
    this.file =
        FileChannel.open(
            folder.resolve("reference.bytes"),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND,
            StandardOpenOption.WRITE);
    this.connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("reference.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, payload BLOB)");
    }
    connection.setAutoCommit(false);
    this.insert = connection.prepareStatement("INSERT INTO rows (payload) VALUES (?)");
  }

  /** Measures both so many times. */
  void measure(int times) throws IOException, SQLException {
    for (int i = 0; i < times; i++) {
      long begun = System.nanoTime();
      file.write(ByteBuffer.allocate(4096));
      file.force(false);
      fsyncs.add((System.nanoTime() - begun) / 1e6);
      begun = System.nanoTime();
      insert.setBytes(1, new byte[1024]);
      insert.executeUpdate();
      connection.commit();
      commits.add((System.nanoTime() - begun) / 1e6);
    }
  }

  /** Milliseconds. */
  Spread fsyncs() {
    return Spread.of(fsyncs);
  }

  /** Milliseconds. */
  Spread commits() {
    return Spread.of(commits);
  }

  @Override
  public void close() throws IOException, SQLException {
    insert.close();
    connection.close();
    file.close();
  }
}
