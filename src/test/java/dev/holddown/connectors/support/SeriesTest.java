package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private record Point(long at, double value) {}

  @Test
  void growth_in_any_window_equals_a_plain_sum_of_rises_and_resets() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      Series series = new Series(Map.of());
      List<Point> points = new ArrayList<>();
      long at = 1_000_000;
      double value = random.nextInt(1000);
      for (int i = 0; i < 300; i++) {
        at += 1 + random.nextInt(20_000);
        value = random.nextInt(20) == 0 ? random.nextInt(30) : value + random.nextInt(50);
        points.add(new Point(at, value));
        series.append(at, value);
      }
      for (int window = 0; window < 50; window++) {
        long from = 1_000_000 + random.nextLong(at - 1_000_000);
        long to = from + random.nextLong(500_000);
        List<Point> inside = points.stream().filter(p -> p.at() >= from && p.at() <= to).toList();
        assertThat(series.window(from, to).isPresent()).isEqualTo(!inside.isEmpty());
        series
            .window(from, to)
            .ifPresent(seen -> {
              assertThat(seen.points()).isEqualTo(inside.size());
              assertThat(seen.firstAt()).isEqualTo(inside.getFirst().at());
              assertThat(seen.lastAt()).isEqualTo(inside.getLast().at());
              assertThat(seen.last()).isEqualTo(inside.getLast().value());
              assertThat(seen.growth()).isCloseTo(plain(inside), within(1e-6));
            });
      }
    }
  }

  private static double plain(List<Point> points) {
    double sum = 0;
    for (int i = 1; i < points.size(); i++) {
      double rise = points.get(i).value() - points.get(i - 1).value();
      sum += rise < 0 ? points.get(i).value() : rise;
    }
    return sum;
  }

  @Test
  void a_full_series_drops_old_points_but_no_reset() {
    Series series = new Series(Map.of());
    double rises = 0;
    for (int i = 0; i < 5_000; i++) {
      boolean reset = i % 7 == 0;
      series.append(i * 1_000L, reset ? 2 : 2 + i % 7);
      rises += i == 0 ? 0 : reset ? 2 : 1;
    }
    assertThat(series.size()).isLessThanOrEqualTo(Series.POINTS_MAX);
    Series.Window all = series.window(0, 5_000_000).orElseThrow();
    assertThat(all.firstAt()).isZero();
    assertThat(all.lastAt()).isEqualTo(4_999_000);
    assertThat(all.growth()).isEqualTo(rises);
    assertThat(series.window(4_900_000, 5_000_000).orElseThrow().points()).isEqualTo(100);
  }

  @Test
  void a_value_that_is_no_number_neither_rises_nor_resets() {
    Series series = new Series(Map.of());
    series.append(1, 10);
    series.append(2, Double.NaN);
    series.append(3, 12);
    assertThat(series.window(1, 3).orElseThrow().growth()).isEqualTo(2);
  }

  @Test
  void old_points_can_be_dropped_and_earlier_ones_are_not_taken() {
    Series series = new Series(Map.of());
    series.append(10, 1);
    series.append(20, 2);
    series.append(20, 9);
    series.append(15, 9);
    series.append(30, 3);
    series.dropBefore(20);
    assertThat(series.size()).isEqualTo(2);
    assertThat(series.window(0, 100).orElseThrow().growth()).isEqualTo(1);
    series.dropBefore(31);
    assertThat(series.size()).isZero();
    assertThat(series.window(0, 100)).isEmpty();
  }
}
