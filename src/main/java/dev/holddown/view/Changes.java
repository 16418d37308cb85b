package dev.holddown.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What differs between one picture of a run and the next, one line for each. Not thread-safe. */
public final class Changes {
  private Map<String, String> before = Map.of();

  /** The lines that are new since the picture before; all that matters the first time. */
  public List<String> lines(RunView view) {
    Map<String, String> now = told(view);
    List<String> lines = new ArrayList<>();
    String at = Times.clock(view.head().times().now()) + "Z  ";
    now.forEach((key, text) -> {
      if (!text.equals(before.get(key)) && !text.isEmpty()) {
        lines.add(at + Row.clean(text));
      }
    });
    before = now;
    return lines;
  }

  private static Map<String, String> told(RunView view) {
    Map<String, String> told = new LinkedHashMap<>();
    Standing standing = view.standing();
    told.put("phase", view.head().run() + " is " + word(standing.phase()));
    told.put("held", standing.notes().held().map(why -> "held: " + why).orElse(""));
    told.put("cause", view.back().cause().map(why -> "rollback decided: " + why).orElse(""));
    Stream.concat(view.stages().stream(), view.back().phases().stream())
        .forEach(place -> place(told, place));
    view.back().undo().forEach(item -> item(told, item));
    view.owed().forEach(owed -> item(told, owed.line()));
    view.watches().forEach(watch -> told.put("watch " + watch.key(), watch(watch)));
    for (Waiting wait : standing.waiting()) {
      told.put(
          "wait " + wait.key(),
          "waiting for "
              + wait.who()
              + ": "
              + wait.brief()
              + " ("
              + String.join("  or  ", wait.ways().commands())
              + ")");
    }
    return told;
  }

  private static String word(String phase) {
    return phase.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static void place(Map<String, String> told, PlaceView place) {
    boolean ahead = place.status().word().equals("ahead");
    String sentence = place.sentence().isEmpty() ? "" : ": " + place.sentence();
    told.put(
        "place " + place.id(),
        ahead ? "" : place.title() + " is " + place.status().word() + sentence);
    place.items().forEach(item -> item(told, item));
  }

  private static void item(Map<String, String> told, ItemView item) {
    ItemView.Mark mark = item.mark();
    boolean quiet = mark.word().equals("open") || mark.word().equals("running");
    boolean telling = mark.word().equals("retrying") || quiet;
    String traffic = item.work().traffic().map(t -> " at " + t.weight() + " %").orElse("");
    String stands =
        item.work().bake().filter(b -> !b.counting()).map(b -> ", " + b.why()).orElse("");
    told.put(
        item.name().key(),
        quiet
            ? ""
            : mark.word()
                + "  "
                + item.name().title()
                + traffic
                + stands
                + (telling || mark.reason().isEmpty() ? "" : ": " + mark.reason()));
    item.children().forEach(child -> item(told, child));
  }

  private static String watch(WatchView watch) {
    return switch (watch.status()) {
      case "breach" -> "watch " + watch.title() + ": breach" + windows(watch);
      case "fired" -> "watch " + watch.title() + " fired" + windows(watch);
      case "blind" -> "watch " + watch.title() + " is " + watch.seen().why();
      case "ok" -> "watch " + watch.title() + " is ok";
      default -> "";
    };
  }

  private static String windows(WatchView watch) {
    return watch.levels().stream()
        .flatMap(level -> level.window().stream())
        .map(window -> ": " + window.reason())
        .findFirst()
        .orElse("");
  }
}
