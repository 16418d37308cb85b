package dev.holddown.web.page;

import dev.holddown.view.Chronicle;
import dev.holddown.view.ItemView;
import dev.holddown.view.OwedList;
import dev.holddown.view.PlaceView;
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

/**
 * What waits for a signature: what, with which proof, what is new about it, and one button.
 *
 * @param left how many more wait and are not shown; the pages of their runs show them
 * @param owing what is owed beside that
 */
public record ApprovalsPage(
    Frame frame, List<Approval> yours, List<Approval> others, int left, Owing owing) {
  private static final int APPROVALS_MAX = 60;
  private static final int PROOFS_MAX = 40;

  /** How much is owed to people, and how much of it is overdue. */
  public record Owing(long all, long overdue) {
    /** In words. */
    public String text() {
      return (all == 1 ? "One thing is owed" : all + " things are owed")
          + " to people"
          + (overdue == 0 ? "" : ", " + overdue + " of it overdue");
    }
  }

  /**
   * A signature that is missing.
   *
   * @param proofs the lines of the stage it belongs to
   */
  public record Approval(
      Need need, About about, Proofs proofs, List<Change> changes, String before) {
    /** How many of its lines are good, in words. */
    public String tally() {
      return proofs.good() + " of " + proofs.all() + " lines are good";
    }
  }

  /** Lines of a stage, those that are not good first and no more than one reads. */
  public record Proofs(List<Line> shown, long good, int all) {
    static Proofs of(List<Line> lines) {
      return new Proofs(
          List.copyOf(lines.subList(0, Math.min(PROOFS_MAX, lines.size()))),
          lines.stream().filter(line -> line.badge().tone() == Tone.GOOD).count(),
          lines.size());
    }

    /** How many are not shown. */
    public int left() {
      return all - shown.size();
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
   * @param chronicle of the run
   * @param last the last run about the same that went through
   * @param viewer who looks, with their roles there
   */
  public record Asked(RunView view, Chronicle chronicle, Optional<RunView> last, Viewer viewer) {}

  /** Puts it together. */
  public static ApprovalsPage of(Frame frame, List<Asked> asked, OwedList owed) {
    List<Due> yours = new ArrayList<>();
    List<Due> others = new ArrayList<>();
    for (Asked one : asked) {
      one.view().standing().waiting().stream()
          .filter(Waiting::signature)
          .map(waiting -> new Due(waiting, one))
          .forEach(due -> (due.isTheirs() ? yours : others).add(due));
    }
    List<Approval> first = yours.stream().limit(APPROVALS_MAX).map(Due::approval).toList();
    int room = APPROVALS_MAX - first.size();
    return new ApprovalsPage(
        frame,
        first,
        others.stream().limit(room).map(Due::approval).toList(),
        yours.size() + others.size() - first.size() - Math.min(room, others.size()),
        new Owing(owed.lines().size(), owed.overdue()));
  }

  /** One that waits, before its proofs are gathered: there may be thousands. */
  private record Due(Waiting waiting, Asked asked) {
    boolean isTheirs() {
      return !Need.roles(waiting, asked.viewer()).isEmpty();
    }

    Approval approval() {
      Need need = Need.of(waiting, asked.view(), asked.chronicle(), asked.viewer());
      return ApprovalsPage.approval(waiting, need, asked);
    }
  }

  private static Approval approval(Waiting waiting, Need need, Asked asked) {
    RunView view = asked.view();
    return new Approval(
        need,
        new About(
            view.head().title(),
            view.head().lock(),
            view.head().origin().starter(),
            Moment.of(view.head().times().startedAt(), view.head().times().now()),
            waiting.ways().signed()),
        Proofs.of(proofs(view, waiting.key())),
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
