package dev.holddown.store;

import dev.holddown.engine.port.Claims.Claim;
import dev.holddown.engine.port.Claims.Member;
import dev.holddown.engine.port.Claims.Partition;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Partitions as an append sees them. A store that one node owns has none. */
final class ClaimTable {
  private final Statements statements;

  ClaimTable(Statements statements) {
    this.statements = statements;
  }

  /**
   * The partitions of the claims, which change owner only after this transaction. In the order of
   * their numbers, so that two writers never wait for each other.
   */
  Map<Integer, Partition> hold(Collection<Claim> claims) throws SQLException {
    if (claims.isEmpty() || statements.dialect() == Dialect.SQLITE) {
      return Map.of();
    }
    Map<Integer, Partition> held = new HashMap<>();
    List<String> numbers =
        claims.stream().map(claim -> Integer.toString(claim.partition())).distinct().toList();
    statements.list(
        "SELECT number, epoch, owner FROM partitions WHERE number IN (SELECT CAST(name AS integer)"
            + " FROM "
            + statements.dialect().names()
            + " AS n) ORDER BY number FOR SHARE",
        row -> {
          long owner = row.getLong(3);
          Optional<Member> by =
              row.wasNull() ? Optional.empty() : Optional.of(new Member("", owner));
          int number = row.getInt(1);
          return held.put(number, new Partition(number, row.getLong(2), by, by.isEmpty()));
        },
        numbers);
    return held;
  }
}
