package dev.holddown.engine;

import dev.holddown.domain.board.Monitor;
import dev.holddown.domain.board.Told;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.engine.port.Conditions;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.spi.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an answer tells people, cleaned of secrets and cut to size. */
final class Telling {
  static final int SHOWN_CHARS_MAX = 300;
  static final int ROWS_MAX = 200;
  static final int COLUMNS_MAX = 12;
  static final int CELL_CHARS_MAX = 200;
  static final int SAVED_CHARS_MAX = 16 * 1024;

  private final Conditions conditions;
  private final Redactor redactor;

  Telling(Conditions conditions, Redactor redactor) {
    this.conditions = conditions;
    this.redactor = redactor;
  }

  /**
   * {@code scope}: the names the answer was judged by. What cannot be told is said in its place: a
   * text that is wrong takes no proof away.
   */
  Told of(Monitor monitor, Watcher.Look look, Instant askedAt, Duration took) {
    Map<String, Object> scope = look.judged();
    if (scope.isEmpty()) {
      return Told.nothing(askedAt, took);
    }
    Monitor.Telling telling = monitor.telling();
    String shown =
        telling
            .shows()
            .map(text -> words(() -> String.valueOf(conditions.bind(text, Slot.WORDS, scope))))
            .orElse(look.reading().reason());
    return new Told(
        askedAt,
        took,
        cut(shown, SHOWN_CHARS_MAX),
        table(telling, scope),
        new Told.Advice(branches(telling, scope), saves(telling, scope)));
  }

  private interface Words {
    String say();
  }

  private String words(Words words) {
    try {
      return redactor.text(words.say());
    } catch (ConditionException | IllegalArgumentException e) {
      return redactor.text("cannot be told: " + e.getMessage());
    }
  }

  private List<Told.Branch> branches(Monitor.Telling telling, Map<String, Object> scope) {
    List<Told.Branch> branches = new ArrayList<>();
    for (Monitor.Hint hint : telling.hints()) {
      Conditions.Judgement judged = conditions.judge(hint.when(), scope);
      if (judged.verdict() == Verdict.PASSED) {
        branches.add(
            new Told.Branch(
                hint.title(),
                hint.say(),
                hint.link(),
                hint.runbook().map(runbook -> runbook(runbook, scope))));
      } else if (judged.verdict() != Verdict.FAILED) {
        String why = "cannot be told: " + redactor.text(judged.reason());
        String cut = cut(why, SHOWN_CHARS_MAX);
        branches.add(new Told.Branch(hint.title(), cut, hint.link(), Optional.empty()));
      }
    }
    return List.copyOf(branches);
  }

  private Told.Runbook runbook(Monitor.Runbook runbook, Map<String, Object> scope) {
    Map<String, String> with = new LinkedHashMap<>();
    runbook
        .with()
        .forEach((name, arg) ->
            with.put(name, words(() -> String.valueOf(conditions.bind(arg, Slot.WORDS, scope)))));
    return new Told.Runbook(runbook.use(), runbook.environment(), with);
  }

  private Map<String, Object> saves(Monitor.Telling telling, Map<String, Object> scope) {
    Map<String, Object> saves = new LinkedHashMap<>();
    telling
        .saves()
        .forEach((name, expr) -> {
          Object value;
          try {
            value = redactor.value(conditions.value(expr, scope));
          } catch (ConditionException | IllegalArgumentException e) {
            value = redactor.text("cannot be told: " + e.getMessage());
          }
          boolean big = String.valueOf(value).length() > SAVED_CHARS_MAX;
          saves.put(name, big ? "more than " + SAVED_CHARS_MAX + " characters" : value);
        });
    return saves;
  }

  // --- details ---

  private Told.Table table(Monitor.Telling telling, Map<String, Object> scope) {
    if (telling.details().isEmpty()) {
      return Told.Table.none();
    }
    try {
      Object value = conditions.value(telling.details().get(), scope);
      List<?> all = value instanceof Collection<?> many ? List.copyOf(many) : List.of(value);
      List<Map<String, Object>> rows = all.stream().limit(ROWS_MAX).map(this::row).toList();
      return new Told.Table(rows, all.size() - rows.size());
    } catch (ConditionException | IllegalArgumentException e) {
      String why = redactor.text("cannot be told: " + e.getMessage());
      return new Told.Table(List.of(Map.of("value", cut(why, CELL_CHARS_MAX))), 0);
    }
  }

  private Map<String, Object> row(Object one) {
    Map<String, Object> row = new LinkedHashMap<>();
    if (one instanceof Map<?, ?> columns) {
      columns.forEach((name, value) -> {
        if (row.size() < COLUMNS_MAX) {
          row.put(cut(redactor.text(String.valueOf(name)), CELL_CHARS_MAX), cell(value));
        }
      });
    } else {
      row.put("value", cell(one));
    }
    return row;
  }

  private Object cell(Object value) {
    if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
      return number.longValue();
    }
    return value instanceof Number || value instanceof Boolean
        ? value
        : cut(redactor.text(String.valueOf(value)), CELL_CHARS_MAX);
  }

  private static String cut(String text, int charsMax) {
    return text.length() <= charsMax ? text : text.substring(0, charsMax - 1) + "…";
  }
}
