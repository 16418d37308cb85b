package dev.holddown.store;

import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.EventStore.Sample;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Samples for charts, the newest of each watch of a run. Old ones are deleted once a tenth more
 * than the limit has gathered, so that most samples cost one insert; readers never see more than
 * the limit.
 */
final class SampleTable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};
  private static final String COLUMNS =
      "run, watch, at, kind, value, limit_value, reason, breached";

  /** A watch of a run. */
  private record Series(String run, String watch) {}

  /** A sample has a watch of a run at a moment to itself. */
  private record Moment(Series series, Instant at) {}

  private final Statements statements;
  private final int samplesMax;
  private final Map<Series, Integer> counts = new HashMap<>();

  SampleTable(Statements statements, int samplesMax) {
    this.statements = statements;
    this.samplesMax = samplesMax;
  }

  /** Keeps samples; one of the same moment takes the place of the one before. */
  void keep(List<Sample> samples) throws SQLException {
    Map<Moment, Sample> newest = new LinkedHashMap<>();
    Map<Series, Integer> more = new LinkedHashMap<>();
    for (Sample sample : samples) {
      Series series = new Series(sample.run(), sample.watch());
      if (newest.put(new Moment(series, sample.reading().at()), sample) == null) {
        more.merge(series, 1, Integer::sum);
      }
    }
    statements.updateAll(
        "INSERT INTO samples ("
            + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, watch, at) DO UPDATE SET"
            + " kind = excluded.kind, value = excluded.value, limit_value = excluded.limit_value,"
            + " reason = excluded.reason, breached = excluded.breached",
        newest.values().stream().map(SampleTable::values).toList());
    for (Map.Entry<Series, Integer> added : more.entrySet()) {
      Series series = added.getKey();
      Integer known = counts.get(series);
      int count = known == null ? count(series) : known + added.getValue();
      counts.put(series, count > samplesMax + samplesMax / 10 ? prune(series) : count);
    }
  }

  private static Object[] values(Sample sample) {
    Reading reading = sample.reading();
    return new Object[] {
      sample.run(),
      sample.watch(),
      reading.at(),
      reading.kind().name(),
      reading.value(),
      reading.limit(),
      reading.reason(),
      reading.breached().isEmpty() ? "[]" : JSON.writeValueAsString(reading.breached())
    };
  }

  private int count(Series series) throws SQLException {
    return statements
        .first(
            "SELECT count(*) FROM samples WHERE run = ? AND watch = ?",
            row -> row.getInt(1),
            series.run(),
            series.watch())
        .orElse(0);
  }

  private int prune(Series series) throws SQLException {
    statements.update(
        "DELETE FROM samples WHERE run = ? AND watch = ? AND at <= (SELECT at FROM samples"
            + " WHERE run = ? AND watch = ? ORDER BY at DESC LIMIT 1 OFFSET ?)",
        series.run(),
        series.watch(),
        series.run(),
        series.watch(),
        samplesMax);
    return count(series);
  }

  List<Sample> since(String run, String watch, Instant since) throws SQLException {
    List<Sample> newestFirst =
        statements.list(
            "SELECT "
                + COLUMNS
                + " FROM samples WHERE run = ? AND watch = ? AND at >= ? ORDER BY at DESC LIMIT ?",
            SampleTable::row,
            run,
            watch,
            since,
            samplesMax);
    return newestFirst.reversed();
  }

  /** What stands at one moment, of any watch. */
  List<Sample> at(String run, Instant at) throws SQLException {
    return statements.list(
        "SELECT " + COLUMNS + " FROM samples WHERE run = ? AND at = ?", SampleTable::row, run, at);
  }

  /** Steps from watch to watch through the key, so that the number of samples does not matter. */
  List<Sample> latest(String run) throws SQLException {
    return statements.list(
        "WITH RECURSIVE names (name) AS (SELECT min(watch) FROM samples WHERE run = ?"
            + " UNION ALL SELECT (SELECT min(watch) FROM samples WHERE run = ? AND watch > name)"
            + " FROM names WHERE name IS NOT NULL) SELECT "
            + COLUMNS
            + " FROM names JOIN samples ON run = ? AND watch = name AND at ="
            + " (SELECT max(n.at) FROM samples AS n WHERE n.run = ? AND n.watch = name)"
            + " ORDER BY watch",
        SampleTable::row,
        run,
        run,
        run,
        run);
  }

  private static Sample row(ResultSet row) throws SQLException {
    return new Sample(
        row.getString(1),
        row.getString(2),
        new Reading(
            SortableTime.instant(row.getString(3)),
            Reading.Kind.valueOf(row.getString(4)),
            number(row, 5),
            number(row, 6),
            row.getString(7),
            JSON.readValue(row.getString(8), NAMES)));
  }

  private static double number(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Double.NaN : value;
  }
}
