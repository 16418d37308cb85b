package dev.holddown.web.page;

import dev.holddown.view.ItemView;
import dev.holddown.view.PlaceView;
import dev.holddown.view.RunSheet;
import dev.holddown.view.RunView;
import dev.holddown.view.Waiting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** What waits for a signature: what, with which proof, what is new about it, and one button. */
public record ApprovalsPage(Frame frame, List<Approval> yours, List<Approval> others) {
  /**
   * A signature that is missing.
   *
   * @param proofs the lines of the stage it belongs to, those that are not good first
   */
  public record Approval(
      Need need, About about, List<Line> proofs, List<Change> changes, String before) {
    /** How many of its lines are good, in words. */
    public String tally() {
      long good = proofs.stream().filter(line -> line.badge().tone() == Tone.GOOD).count();
      return good + " of " + proofs.size() + " lines are good";
    }
  }

  /** Of which run. */
  public record About(
      String runTitle, String lock, String starter, Moment since, List<String> signed) {}

  /** A line with its status and why. */
  public record Line(Badge badge, String title, String href, String why) {}

  /** A value that differs from the last run that went through; each may be empty. */
  public record Change(String name, String was, String is) {}

  /**
   * What it is made of.
   *
   * @param last the last run about the same that went through
   * @param viewer who looks, with their roles there
   */
  public record Asked(RunSheet sheet, Optional<RunView> last, Viewer viewer) {}

  /** Puts it together. */
  public static ApprovalsPage of(Frame frame, List<Asked> asked) {
    List<Approval> all = new ArrayList<>();
    for (Asked one : asked) {
      one.sheet().view().standing().waiting().stream()
          .filter(Waiting::signature)
          .forEach(waiting -> all.add(approval(waiting, one)));
    }
    return new ApprovalsPage(
        frame,
        all.stream().filter(a -> !a.need().roles().isEmpty()).toList(),
        all.stream().filter(a -> a.need().roles().isEmpty()).toList());
  }

  private static Approval approval(Waiting waiting, Asked asked) {
    RunView view = asked.sheet().view();
    return new Approval(
        Need.of(waiting, asked.sheet(), asked.viewer()),
        new About(
            view.head().title(),
            view.head().lock(),
            view.head().origin().starter(),
            Moment.of(view.head().times().startedAt(), view.head().times().now()),
            waiting.ways().signed()),
        proofs(view, waiting.key()),
        asked.last().map(last -> changes(last, view)).orElse(List.of()),
        asked.last().map(last -> last.head().run()).orElse(""));
  }

  /** Of the stages up to the one that is open; of a gate only its own. */
  private static List<Line> proofs(RunView view, String key) {
    List<Line> lines = new ArrayList<>();
    for (PlaceView stage : view.stages()) {
      boolean own = key.equals("gate/" + stage.id());
      if (own || (!key.startsWith("gate/") && stage.status().openedAt().isPresent())) {
        Deque<ItemView> rest = new ArrayDeque<>(stage.items());
        while (!rest.isEmpty()) {
          ItemView item = rest.pop();
          item.children().reversed().forEach(rest::push);
          if (item.children().isEmpty() && !item.name().key().equals(key)) {
            lines.add(
                new Line(
                    Badge.of(item.mark()),
                    item.name().title(),
                    Links.item(view.head().run(), item.name().key()),
                    item.mark().reason()));
          }
        }
      }
    }
    lines.sort(Comparator.comparingInt(line -> weight(line.badge().tone())));
    return lines;
  }

  private static int weight(Tone tone) {
    return switch (tone) {
      case BAD -> 0;
      case WARN -> 1;
      case BUSY -> 2;
      case DIM -> 3;
      case GOOD -> 4;
    };
  }

  private static List<Change> changes(RunView last, RunView now) {
    Map<String, Object> was = last.head().origin().inputs();
    Map<String, Object> is = now.head().origin().inputs();
    TreeSet<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(was.get(name), is.get(name)))
        .map(name -> new Change(name, text(was.get(name)), text(is.get(name))))
        .toList();
  }

  private static String text(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? "" : RunHead.text(value);
  }
}
