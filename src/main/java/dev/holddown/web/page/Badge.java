package dev.holddown.web.page;

import dev.holddown.view.ItemView;
import dev.holddown.view.PlaceView;
import dev.holddown.view.RunView;
import dev.holddown.view.WatchView;
import java.util.Locale;

/** A status: symbol, word and tone, so that it can be told without colours. */
public record Badge(String symbol, String word, Tone tone) {
  /** Of an item. */
  public static Badge of(ItemView.Mark mark) {
    String word = mark.word();
    return switch (mark.status()) {
      case "PASSED", "SIGNED", "RESOLVED" -> new Badge("✓", word, Tone.GOOD);
      case "WAIVED" -> new Badge("~", word, Tone.WARN);
      case "NOT_APPLICABLE" -> new Badge("–", "not applicable", Tone.DIM);
      case "FAILED" -> new Badge("✗", word, Tone.BAD);
      case "INCONCLUSIVE" -> new Badge("?", word, Tone.BAD);
      case "ERRORED" -> new Badge("!", word, Tone.BAD);
      case "STALE" -> new Badge("↻", word, Tone.WARN);
      case "SKIPPED" -> new Badge("»", word, Tone.WARN);
      default -> open(word);
    };
  }

  private static Badge open(String word) {
    return switch (word) {
      case "open" -> new Badge("○", word, Tone.DIM);
      case "waiting" -> new Badge("●", word, Tone.WARN);
      case "unsettled" -> new Badge("!", word, Tone.BAD);
      case "stopped" -> new Badge("■", word, Tone.WARN);
      case "retrying" -> new Badge("↻", word, Tone.WARN);
      default -> new Badge("▸", word, Tone.BUSY);
    };
  }

  /** Of a stage, or a phase of the way back. */
  public static Badge of(PlaceView place) {
    String word = place.status().word();
    return switch (word) {
      case "closed" -> new Badge("✓", "done", Tone.GOOD);
      case "open" -> new Badge("▸", "open", Tone.BUSY);
      case "no-go" -> new Badge("✗", "No-Go", Tone.BAD);
      case "overdue" -> new Badge("!", word, Tone.BAD);
      case "stopped" -> new Badge("■", word, Tone.WARN);
      default -> new Badge("○", word, Tone.DIM);
    };
  }

  /** Of a watch. */
  public static Badge of(WatchView watch) {
    return switch (watch.status()) {
      case "ok" -> new Badge("✓", "within its limit", Tone.GOOD);
      case "breach" -> new Badge("!", "over its limit", Tone.BAD);
      case "fired" -> new Badge("✗", "fired", Tone.BAD);
      case "blind" -> new Badge("?", "blind", Tone.BAD);
      case "armed" -> new Badge("▸", "no sample yet", Tone.BUSY);
      case "declared" -> new Badge("○", "pulled by hand", Tone.DIM);
      case "over" -> new Badge("–", "no longer watched", Tone.DIM);
      default -> new Badge("○", "not armed", Tone.DIM);
    };
  }

  /** Of a whole run. */
  public static Badge of(RunView view) {
    if (view.closed()) {
      return outcome(view.standing().result().outcome().orElse("CLOSED"));
    }
    boolean held = view.standing().notes().held().isPresent();
    boolean noGo = view.stages().stream().anyMatch(s -> s.status().word().equals("no-go"));
    boolean waits = view.standing().notes().idle() && !view.standing().waiting().isEmpty();
    return switch (view.standing().phase()) {
      case "QUEUED" -> new Badge("…", "queued", Tone.DIM);
      case "ABORTING" -> new Badge("■", "aborting", Tone.BAD);
      case "ROLLING_BACK" -> new Badge("↶", "rolling back", Tone.BAD);
      case "WATCHING" -> new Badge("◔", "watching", Tone.BUSY);
      default ->
          held
              ? new Badge("‖", "held", Tone.WARN)
              : noGo
                  ? new Badge("✗", "No-Go", Tone.BAD)
                  : waits
                      ? new Badge("●", "waits", Tone.WARN)
                      : new Badge("▸", "going forward", Tone.BUSY);
    };
  }

  /** Of a closed run, by the name of its outcome. */
  public static Badge outcome(String outcome) {
    String word = outcome.toLowerCase(Locale.ROOT).replace('_', ' ');
    return switch (outcome) {
      case "SUCCEEDED" -> new Badge("✓", word, Tone.GOOD);
      case "ROLLED_BACK" -> new Badge("↶", word, Tone.WARN);
      case "ABORTED", "TAKEN_BACK" -> new Badge("■", word, Tone.WARN);
      default -> new Badge("✗", word, Tone.BAD);
    };
  }
}
