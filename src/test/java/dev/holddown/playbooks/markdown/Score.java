package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a reading of a page compares with what a careful person lists of it. */
final class Score {
  private final Expected expected;
  private final Paper paper;

  int wanted;
  int found;
  int taken;
  int wrong;
  int limitsWanted;
  int limitsRight;
  int limitsTaken;
  int kindsRight;
  int polarityRight;
  final List<String> faults = new ArrayList<>();

  Score(Expected expected, Paper paper) {
    this.expected = expected;
    this.paper = paper;
    items();
  }

  private void items() {
    Set<PaperItem> used = new HashSet<>();
    taken = paper.items().size();
    for (Expected.Entry entry : expected.items()) {
      List<PaperItem> here = paper.items().stream().filter(item -> fits(entry, item)).toList();
      used.addAll(here);
      if (!entry.doubtful()) {
        wanted++;
      }
      if (here.isEmpty()) {
        if (!entry.doubtful()) {
          faults.add("missing " + entry.lines().first() + " " + entry.starts());
          limitsWanted += (int) entry.limits().stream().filter(n -> !n.doubtful()).count();
        }
        continue;
      }
      PaperItem first = here.getFirst();
      if (!entry.doubtful()) {
        found++;
        compare(entry, first);
      }
      for (PaperItem more : here.subList(1, here.size())) {
        boolean command =
            entry.commands().stream()
                .anyMatch(c -> more.details().commands().stream().anyMatch(m -> m.startsWith(c)));
        if (!command && !entry.doubtful()) {
          wrong++;
          faults.add("detail " + more.place().lines().first() + " " + more.words().title());
        }
      }
      limits(entry, here);
    }
    for (PaperItem item : paper.items()) {
      if (!used.contains(item)) {
        wrong++;
        faults.add(
            "wrong "
                + item.place().lines().first()
                + " "
                + item.words().title()
                + " ["
                + item.place().why()
                + "]");
      }
    }
  }

  private boolean fits(Expected.Entry entry, PaperItem item) {
    int line = item.place().lines().first();
    return entry.lines().holds(line) || (entry.kind().equals("choice") && line == entry.section());
  }

  private void compare(Expected.Entry entry, PaperItem item) {
    if (entry.kind().equals(item.kind().name().toLowerCase(Locale.ROOT))) {
      kindsRight++;
    } else {
      faults.add(
          "kind "
              + entry.lines().first()
              + " "
              + entry.starts()
              + ": "
              + item.kind()
              + " for "
              + entry.kind());
    }
    Optional<String> polarity =
        expected.sections().stream()
            .filter(s -> s.line() == entry.section())
            .map(Expected.Section::polarity)
            .findFirst();
    String read = paper.polarity(item).name().toLowerCase(Locale.ROOT);
    if (polarity.filter(p -> p.equals(read)).isPresent()) {
      polarityRight++;
    } else {
      faults.add(
          "polarity "
              + entry.lines().first()
              + " under \""
              + paper.sections().get(item.place().section()).heading()
              + "\": "
              + read
              + " for "
              + polarity);
    }
  }

  private void limits(Expected.Entry entry, List<PaperItem> here) {
    List<Limit> read =
        new ArrayList<>(here.stream().flatMap(item -> item.details().limits().stream()).toList());
    for (Expected.Number number : entry.limits()) {
      Optional<Limit> same = read.stream().filter(limit -> same(number, limit)).findFirst();
      same.ifPresent(read::remove);
      if (number.doubtful() || entry.doubtful()) {
        continue;
      }
      limitsWanted++;
      if (same.isPresent()) {
        limitsRight++;
      } else {
        faults.add(
            "limit "
                + entry.lines().first()
                + " "
                + entry.starts()
                + ": "
                + number
                + " not in "
                + read);
      }
    }
    if (!entry.doubtful()) {
      read.forEach(limit -> faults.add("limit-extra " + entry.lines().first() + " " + limit));
      limitsTaken += read.size();
    }
  }

  private static boolean same(Expected.Number number, Limit limit) {
    return number.comparator().equals(limit.bound().comparator())
        && base(number.values(), number.unit())
            .equals(base(limit.bound().values(), limit.bound().unit()))
        && number.window().equals(limit.over().window());
  }

  private static String base(List<Double> values, String unit) {
    Map<String, Double> factors =
        Map.of(
            "ms", 0.001, "s", 1.0, "min", 60.0, "h", 3600.0, "d", 86_400.0, "KB", 1.0, "KiB", 1.0,
            "MB", 1000.0);
    String kind =
        switch (unit) {
          case "ms", "s", "min", "h", "d" -> "time";
          case "KB", "KiB", "MB" -> "size";
          case "count", "ratio", "points", "" -> "number";
          default -> unit;
        };
    double factor = factors.getOrDefault(unit, 1.0);
    return values.stream().map(v -> String.format(Locale.ROOT, "%.6g", v * factor)).toList() + kind;
  }

  /** A line of the table of scores. */
  String row() {
    return String.format(
        Locale.ROOT,
        "%-52s items %3d/%3d  wrong %2d of %3d  limits %2d/%2d +%d  kinds %3d  polarity %3d",
        expected.file().length() > 52 ? expected.file().substring(0, 52) : expected.file(),
        found,
        wanted,
        wrong,
        taken,
        limitsRight,
        limitsWanted,
        limitsTaken,
        kindsRight,
        polarityRight);
  }
}
