package dev.holddown.cli;

import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.Replay;
import dev.holddown.view.EventText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a replay tells, for people and as values. */
final class ReplayText {
  private ReplayText() {}

  /** One watch as lines. */
  static String lines(String key, Replay.One one) {
    StringBuilder text = new StringBuilder();
    text.append(key + ": " + one.watch().title() + "\n");
    text.append(
        "  "
            + (one.seen() + one.unseen())
            + " samples from "
            + one.first()
            + " to "
            + one.last()
            + unseen(one)
            + "\n");
    for (Entry entry : one.entries()) {
      text.append("  " + entry.at() + "  " + sentence(key, entry.event()) + "\n");
    }
    return text.append("  " + verdict(one) + "\n").toString();
  }

  private static String unseen(Replay.One one) {
    return one.unseen() == 0
        ? ""
        : ", " + one.unseen() + " of them without a value to judge: " + one.unseenWhy();
  }

  private static String sentence(String key, RunEvent event) {
    String text =
        EventText.of(event)
            .replaceFirst("^watch " + java.util.regex.Pattern.quote(key) + ":? ", "");
    return event instanceof RunEvent.Fired fired
        ? text.replaceFirst("^fired", "FIRED")
                // A deed with after: is recorded under the level's name and its own.
                .replaceFirst("\\+PT[0-9A-Z.]+", ", what waited")
            + " → "
            + deeds(fired)
        : text;
  }

  private static String deeds(RunEvent.Fired fired) {
    return fired.then().isEmpty()
        ? "nothing at once"
        : fired.then().stream().map(ReplayText::deed).collect(Collectors.joining(", "));
  }

  private static String deed(Watch.Then then) {
    String word = then.deed().name().toLowerCase(Locale.ROOT);
    return then.to().isEmpty() ? word : word + " " + String.join(" ", then.to());
  }

  private static List<Entry> fired(Replay.One one) {
    return one.entries().stream().filter(e -> e.event() instanceof RunEvent.Fired).toList();
  }

  private static String verdict(Replay.One one) {
    if (one.seen() == 0) {
      return "no sample could be judged, so nothing can be told";
    }
    List<Entry> fired = fired(one);
    if (fired.isEmpty()) {
      long begun =
          one.entries().stream().filter(e -> e.event() instanceof RunEvent.WindowStarted).count();
      return begun == 0
          ? "it would not have fired, and nothing began"
          : "it would not have fired; what began " + times(begun) + " did not last";
    }
    String first =
        fired.stream()
            .filter(e -> does(e, Watch.Then.Deed.ROLLBACK))
            .findFirst()
            .map(e -> "; the run would have been rolled back at " + e.at())
            .orElse("");
    return "it would have fired " + times(fired.size()) + first;
  }

  private static boolean does(Entry entry, Watch.Then.Deed deed) {
    return entry.event() instanceof RunEvent.Fired fired
        && fired.then().stream().anyMatch(then -> then.deed() == deed);
  }

  private static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }

  /** One watch as values. */
  static Map<String, Object> plain(String key, Replay.One one) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("watch", key);
    plain.put("title", one.watch().title());
    plain.put("samples", one.seen() + one.unseen());
    plain.put("unseen", one.unseen());
    plain.put("unseen_why", one.unseenWhy());
    plain.put("first", one.first().toString());
    plain.put("last", one.last().toString());
    plain.put("fired", fired(one).size());
    plain.put("verdict", verdict(one));
    plain.put("events", one.entries().stream().map(e -> event(key, e)).toList());
    return plain;
  }

  private static Map<String, Object> event(String key, Entry entry) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("at", entry.at().toString());
    event.put("event", entry.event().getClass().getSimpleName());
    event.put("text", sentence(key, entry.event()));
    if (entry.event() instanceof RunEvent.Fired fired) {
      event.put("level", fired.level());
      event.put("window_start", fired.windowStart().toString());
      event.put("then", fired.then().stream().map(ReplayText::deed).toList());
    }
    return event;
  }
}
