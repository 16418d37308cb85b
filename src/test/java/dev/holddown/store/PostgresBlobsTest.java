package dev.holddown.store;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.engine.port.Blobs;
import dev.holddown.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class PostgresBlobsTest extends BlobsContract {
  private final String url = Postgres.database();
  private final List<PostgresBlobs> opened = new ArrayList<>();

  @Override
  Blobs open() {
    PostgresBlobs next = Postgres.blobs(url);
    opened.add(next);
    return next;
  }

  @AfterEach
  void close_them() {
    opened.forEach(PostgresBlobs::close);
  }

  private Connection connect() throws SQLException {
    return TestPostgres.shared().connect(url.substring(url.lastIndexOf('/') + 1));
  }

  @Override
  void change(Digest digest, byte[] bytes) {
    try (Connection connection = connect();
        PreparedStatement update =
            connection.prepareStatement("UPDATE blobs SET bytes = ? WHERE digest = ?")) {
      update.setBytes(1, bytes);
      update.setString(2, digest.hex());
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  int copies() {
    try (Connection connection = connect();
        PreparedStatement count =
            connection.prepareStatement("SELECT count(*) FROM blobs WHERE piece = 0");
        ResultSet row = count.executeQuery()) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
