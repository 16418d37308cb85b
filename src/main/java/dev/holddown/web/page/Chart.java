package dev.holddown.web.page;

import dev.holddown.domain.watch.Reading;
import dev.holddown.view.Chronicle;
import dev.holddown.view.ItemView;
import dev.holddown.view.PlaceView;
import dev.holddown.view.Quantity;
import dev.holddown.view.RunSheet;
import dev.holddown.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A line over time as SVG: the server draws it, so that page, print and report show the same. Its
 * box has {@link #WIDTH} by {@link #HEIGHT} units and is stretched to what room there is.
 *
 * @param lines parts of the line; it is broken where nothing was seen
 * @param levels limit and baseline
 * @param traffic the share of traffic as an area; empty for none
 */
public record Chart(
    List<String> lines, List<Level> levels, String traffic, List<Mark> marks, Scale scale) {
  public static final int WIDTH = 600;
  public static final int HEIGHT = 120;
  private static final int POINTS_MAX = 150;
  private static final double ROOM = 1.15;

  /** A level line. {@code css}: its class, {@code limit} or {@code baseline}. */
  public record Level(String css, String y, String text) {}

  /** A moment. */
  public record Mark(String x, String text, Moment at) {}

  /** What the edges stand for. {@code said}: the whole in a sentence. */
  public record Scale(String top, Moment from, Moment to, String dot, String said) {}

  /** Where time and value fall. */
  private record Box(Instant from, Instant to, double top) {
    String x(Instant at) {
      double whole = Math.max(1, Duration.between(from, to).toMillis());
      double part = Duration.between(from, at).toMillis() / whole;
      return number(Math.clamp(part, 0, 1) * WIDTH);
    }

    String y(double value) {
      return number(HEIGHT - Math.clamp(value / top, 0, 1) * HEIGHT);
    }

    boolean holds(Instant at) {
      return !at.isBefore(from) && !at.isAfter(to);
    }
  }

  /** Empty when fewer than two readings have a value. */
  static Optional<Chart> of(RunView run, String unit, RunSheet.Curve curve, Chronicle chronicle) {
    List<Reading> readings = curve.readings();
    List<Reading> seen = readings.stream().filter(Chart::numbered).toList();
    if (seen.size() < 2) {
      return Optional.empty();
    }
    Reading last = seen.getLast();
    double limit = last.limit();
    double most =
        Math.max(
            seen.stream().mapToDouble(Reading::value).max().orElse(0),
            Math.max(Double.isFinite(limit) ? limit : 0, curve.baseline().orElse(0.0)));
    Box box =
        new Box(readings.getFirst().at(), readings.getLast().at(), most > 0 ? most * ROOM : 1);
    Instant now = run.head().times().now();
    return Optional.of(
        new Chart(
            lines(thinned(readings), box),
            levels(limit, curve.baseline(), unit, box),
            traffic(run, chronicle, box),
            chronicle.signs().stream()
                .filter(sign -> box.holds(sign.at()))
                .map(sign -> new Mark(box.x(sign.at()), sign.text(), Moment.of(sign.at(), now)))
                .toList(),
            new Scale(
                Quantity.text(box.top(), unit),
                Moment.of(box.from(), now),
                Moment.of(box.to(), now),
                box.x(last.at()) + " " + box.y(last.value()),
                said(seen, unit))));
  }

  /** The readings of something that belongs to no run. */
  public static Optional<Chart> of(List<Reading> readings, String unit, Instant now) {
    List<Reading> seen = readings.stream().filter(Chart::numbered).toList();
    if (seen.size() < 2) {
      return Optional.empty();
    }
    Reading last = seen.getLast();
    double limit = last.limit();
    double most = seen.stream().mapToDouble(Reading::value).max().orElse(0);
    double top = Math.max(most, Double.isFinite(limit) ? limit : 0);
    Box box = new Box(readings.getFirst().at(), readings.getLast().at(), top > 0 ? top * ROOM : 1);
    return Optional.of(
        new Chart(
            lines(thinned(readings), box),
            levels(limit, Optional.empty(), unit, box),
            "",
            List.of(),
            new Scale(
                Quantity.text(box.top(), unit),
                Moment.of(box.from(), now),
                Moment.of(box.to(), now),
                box.x(last.at()) + " " + box.y(last.value()),
                said(seen, unit))));
  }

  private static String said(List<Reading> seen, String unit) {
    double least = seen.stream().mapToDouble(Reading::value).min().orElse(0);
    double most = seen.stream().mapToDouble(Reading::value).max().orElse(0);
    return seen.size()
        + " samples between "
        + Quantity.text(least, unit)
        + " and "
        + Quantity.text(most, unit)
        + ", the last "
        + Quantity.text(seen.getLast().value(), unit);
  }

  private static boolean numbered(Reading reading) {
    return reading.kind() == Reading.Kind.SEEN && Double.isFinite(reading.value());
  }

  /** Of each stretch the reading with the highest value, so that no peak is lost. */
  private static List<Reading> thinned(List<Reading> readings) {
    if (readings.size() <= POINTS_MAX) {
      return readings;
    }
    List<Reading> kept = new ArrayList<>();
    for (int i = 0; i < POINTS_MAX; i++) {
      int from = (int) ((long) i * readings.size() / POINTS_MAX);
      int to = (int) ((long) (i + 1) * readings.size() / POINTS_MAX);
      Reading most = readings.get(from);
      for (Reading one : readings.subList(from, to)) {
        most = !numbered(most) || (numbered(one) && one.value() > most.value()) ? one : most;
      }
      kept.add(most);
    }
    return kept;
  }

  private static List<String> lines(List<Reading> readings, Box box) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (Reading reading : readings) {
      if (numbered(reading)) {
        line.append(line.isEmpty() ? "" : " ")
            .append(box.x(reading.at()))
            .append(',')
            .append(box.y(reading.value()));
      } else if (!line.isEmpty()) {
        lines.add(line.toString());
        line.setLength(0);
      }
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  private static List<Level> levels(double limit, Optional<Double> baseline, String unit, Box box) {
    List<Level> levels = new ArrayList<>();
    if (Double.isFinite(limit)) {
      levels.add(new Level("limit", box.y(limit), "limit " + Quantity.text(limit, unit)));
    }
    baseline.ifPresent(mean ->
        levels.add(new Level("baseline", box.y(mean), "baseline " + Quantity.text(mean, unit))));
    return levels;
  }

  // --- traffic ---

  private static String traffic(RunView run, Chronicle chronicle, Box box) {
    Map<String, List<Integer>> plans = plans(run);
    StringBuilder area = new StringBuilder();
    double share = 0;
    for (Chronicle.Ramp ramp : chronicle.ramps()) {
      List<Integer> plan = plans.getOrDefault(ramp.key(), List.of());
      if (ramp.step() < plan.size()) {
        area.append(area.isEmpty() ? "0," + HEIGHT : "");
        area.append(step(box.x(ramp.at()), share, plan.get(ramp.step())));
        share = plan.get(ramp.step());
      }
    }
    if (area.isEmpty()) {
      return "";
    }
    String end = run.back().decidedAt().map(box::x).orElse(String.valueOf(WIDTH));
    return area.append(step(end, share, 0)).toString();
  }

  private static String step(String x, double from, double to) {
    return " "
        + x
        + ","
        + number(HEIGHT - from / 100 * HEIGHT)
        + " "
        + x
        + ","
        + number(HEIGHT - to / 100 * HEIGHT);
  }

  private static Map<String, List<Integer>> plans(RunView run) {
    Map<String, List<Integer>> plans = new HashMap<>();
    Deque<ItemView> rest = new ArrayDeque<>();
    run.stages().stream().map(PlaceView::items).forEach(rest::addAll);
    while (!rest.isEmpty()) {
      ItemView item = rest.pop();
      item.work().traffic().ifPresent(t -> plans.put(item.name().key(), t.plan()));
      rest.addAll(item.children());
    }
    return plans;
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
