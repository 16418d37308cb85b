package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;

/** Limits in the cells of a table, where the column says what a bare number means. */
final class LimitCells {
  /** A column of a table of limits: its name, the level it stands for, what happens then. */
  record Column(String name, String level, String action) {}

  private LimitCells() {}

  /** A limit that a cell of a table says, with the metric of its row. */
  static List<Limit> cell(String metric, String raw, Column column) {
    List<Limit> limits = new ArrayList<>();
    for (Limit limit : Thresholds.in(raw, Polarity.CRITERION)) {
      limits.add(new Limit(metric, limit.bound(), limit.over(), column.level(), column.action()));
    }
    String text = Thresholds.text(raw);
    Matcher bare = Rx.of("^(-)?" + Quantity.PATTERN + "(.*)$").matcher(text);
    if (limits.isEmpty() && bare.matches() && bare.group(1) == null && text.length() < 60) {
      String comparator = comparator(column.name(), text);
      Tails tail = new Tails(text, 0, 0, bare.start(4), text.length());
      Quantity.of(bare.group(2), bare.group(3) == null ? "" : bare.group(3))
          .ifPresent(q ->
              limits.add(
                  new Limit(
                      metric,
                      new Limit.Bound(comparator, List.of(q.value()), q.unit()),
                      tail.over(q),
                      column.level(),
                      column.action())));
    }
    return limits;
  }

  /** What a number without a comparator means in a column of this name. */
  private static String comparator(String column, String text) {
    String name = column.toLowerCase(Locale.ROOT);
    if (Rx.matches(text, "(?i).*%\\s?(?:min(?:imum)?|or more)\\b.*")) {
      return ">=";
    }
    if (text.startsWith("+") || Rx.matches(name, ".*(?:minimum|min|floor).*")) {
      return ">=";
    }
    if (Rx.matches(name, ".*(?:warn|critical|alert|threshold|red|amber|yellow).*")) {
      return ">";
    }
    if (Rx.matches(name, ".*(?:maximum|max|limit|budget|ceiling).*")) {
      return "<=";
    }
    return text.contains("%") && Rx.matches(text, ".*\\b(?:9\\d(?:\\.\\d+)?|100)\\b.*")
        ? ">="
        : "<=";
  }
}
