package dev.holddown.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Connections whose n-th write or commit fails, as it does when the disk fails. */
final class FailingDisk implements UnaryOperator<Connection> {
  private static final Set<String> WRITES = Set.of("commit", "executeUpdate", "executeBatch");

  private long failAt = Long.MAX_VALUE;
  private long calls;

  /** The {@code n}-th call from now fails, counted from 1, and all after it. */
  void failAt(long n) {
    calls = 0;
    failAt = n;
  }

  long calls() {
    return calls;
  }

  @Override
  public Connection apply(Connection connection) {
    return proxy(Connection.class, connection);
  }

  private <T> T proxy(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> {
              if (WRITES.contains(method.getName())) {
                calls++;
                if (calls >= failAt) {
                  throw new SQLException("[SQLITE_IOERR_FSYNC] disk I/O error");
                }
              }
              try {
                Object result = method.invoke(target, args);
                return method.getName().equals("prepareStatement")
                    ? proxy(PreparedStatement.class, result)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
