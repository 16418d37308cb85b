package dev.holddown.store;

import dev.holddown.domain.board.Told;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.EventStore.Sample;
import dev.holddown.engine.port.MonitorTold;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the newest answer of each monitor tells, beside its samples: one row for each, at a moment
 * at which no sample is, so that the next one takes its place and nothing has to be deleted.
 */
final class ToldTable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};
  private static final String PREFIX = "told/";

  private ToldTable() {}

  static Sample sample(MonitorTold one) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Told told = one.told();
    fields.put("at", one.at().toString());
    fields.put("askedAt", told.askedAt().toString());
    fields.put("tookMillis", told.took().toMillis());
    fields.put("shown", told.shown());
    fields.put("rows", plain(told.details().rows()));
    fields.put("left", told.details().left());
    List<Object> branches = new ArrayList<>();
    for (Told.Branch branch : told.advice().branches()) {
      List<Object> words = new ArrayList<>();
      words.addAll(List.of(branch.title(), branch.say(), branch.link()));
      branch
          .runbook()
          .ifPresent(
              book -> words.addAll(List.of(book.use(), book.environment(), plain(book.with()))));
      branches.add(words);
    }
    fields.put("branches", branches);
    fields.put("saves", plain(told.advice().saves()));
    String text = JSON.writeValueAsString(fields);
    Reading row =
        new Reading(Instant.EPOCH, Reading.Kind.NO_DATA, Double.NaN, Double.NaN, text, List.of());
    return new Sample(PREFIX + one.board(), one.series(), row);
  }

  /** Those of a board; {@code table} is where its samples stand. */
  static List<MonitorTold> of(String board, SampleTable table) throws SQLException {
    List<MonitorTold> all = new ArrayList<>();
    for (Sample row : table.at(PREFIX + board, Instant.EPOCH)) {
      all.add(told(board, row.watch(), row.reading().reason()));
    }
    return all;
  }

  private static MonitorTold told(String board, String series, String text) {
    Map<String, Object> fields = JSON.readValue(text, FIELDS);
    List<Told.Branch> branches = new ArrayList<>();
    for (Object one : list(fields.get("branches"))) {
      List<?> words = list(one);
      branches.add(
          new Told.Branch(
              String.valueOf(words.get(0)),
              String.valueOf(words.get(1)),
              String.valueOf(words.get(2)),
              runbook(words)));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    list(fields.get("rows")).forEach(row -> rows.add(map(row)));
    Told told =
        new Told(
            Instant.parse(String.valueOf(fields.get("askedAt"))),
            Duration.ofMillis(number(fields.get("tookMillis"))),
            String.valueOf(fields.get("shown")),
            new Told.Table(rows, (int) number(fields.get("left"))),
            new Told.Advice(branches, map(fields.get("saves"))));
    return new MonitorTold(board, series, Instant.parse(String.valueOf(fields.get("at"))), told);
  }

  private static Optional<Told.Runbook> runbook(List<?> words) {
    if (words.size() < 6) {
      return Optional.empty();
    }
    Map<String, String> with = new LinkedHashMap<>();
    map(words.get(5)).forEach((name, value) -> with.put(name, String.valueOf(value)));
    return Optional.of(
        new Told.Runbook(String.valueOf(words.get(3)), String.valueOf(words.get(4)), with));
  }

  private static List<?> list(@org.jspecify.annotations.Nullable Object value) {
    return value instanceof List<?> many ? many : List.of();
  }

  private static long number(@org.jspecify.annotations.Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private static Map<String, Object> map(@org.jspecify.annotations.Nullable Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> many) {
      many.forEach((name, one) -> {
        if (one != null) {
          map.put(String.valueOf(name), one);
        }
      });
    }
    return map;
  }

  /** As JSON can say it; what it cannot say is a text. */
  private static Object plain(Object value) {
    return switch (value) {
      case Map<?, ?> many -> {
        Map<String, Object> map = new LinkedHashMap<>();
        many.forEach((name, one) -> {
          if (one != null) {
            map.put(String.valueOf(name), plain(one));
          }
        });
        yield map;
      }
      case Collection<?> many -> many.stream().map(ToldTable::plain).toList();
      case Double number when !Double.isFinite(number) -> number.toString();
      case Number number -> number;
      case Boolean truth -> truth;
      default -> value.toString();
    };
  }
}
