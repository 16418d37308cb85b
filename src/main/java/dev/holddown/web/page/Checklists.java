package dev.holddown.web.page;

import dev.holddown.view.PlaceView;
import dev.holddown.view.RunView;
import dev.holddown.view.Waiting;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which of the open runs the first page shows: all of them together, those of one playbook, those
 * in trouble, those that wait for whoever looks. The choice stands in the address.
 *
 * @param tabs one for all, one for each playbook of an open run, and by what they need
 * @param wanted what was chosen
 */
public record Checklists(List<Tab> tabs, Wanted wanted) {
  /** What was chosen. {@code playbook} and {@code show} empty: all. */
  public record Wanted(String playbook, String show) {
    /** In trouble. */
    public static final String TROUBLE = "trouble";

    /** Waiting for whoever looks. */
    public static final String MINE = "mine";

    /** All of them. */
    public static Wanted all() {
      return new Wanted("", "");
    }

    /** As it stands behind an address; empty for all. */
    public String query() {
      String text = "";
      if (!playbook.isEmpty()) {
        text += "&playbook=" + URLEncoder.encode(playbook, StandardCharsets.UTF_8);
      }
      if (!show.isEmpty()) {
        text += "&show=" + URLEncoder.encode(show, StandardCharsets.UTF_8);
      }
      return text.isEmpty() ? "" : "?" + text.substring(1);
    }
  }

  /** A choice, with how many runs it holds and how many lines their stages have. */
  public record Tab(String title, String href, boolean current, long runs, long lines) {
    /** Such as {@code 3 runs, 27 lines}. */
    public String count() {
      return runs + (runs == 1 ? " run, " : " runs, ") + lines + (lines == 1 ? " line" : " lines");
    }
  }

  /** Those of the open runs. {@code viewer}: who looks, as they are for a run. */
  static Checklists of(List<RunView> open, Wanted wanted, Function<RunView, Viewer> viewer) {
    List<Tab> tabs = new ArrayList<>();
    tabs.add(tab("All checklists", open, Wanted.all(), wanted, viewer));
    Map<String, String> books = new LinkedHashMap<>();
    open.forEach(run -> books.putIfAbsent(run.head().origin().playbook(), run.head().title()));
    books.forEach((id, title) -> tabs.add(tab(title, open, new Wanted(id, ""), wanted, viewer)));
    tabs.add(tab("In trouble", open, new Wanted("", Wanted.TROUBLE), wanted, viewer));
    tabs.add(tab("Waits for me", open, new Wanted("", Wanted.MINE), wanted, viewer));
    return new Checklists(List.copyOf(tabs), wanted);
  }

  private static Tab tab(
      String title,
      List<RunView> open,
      Wanted one,
      Wanted wanted,
      Function<RunView, Viewer> viewer) {
    List<RunView> fits = open.stream().filter(run -> fits(run, one, viewer)).toList();
    long lines =
        fits.stream()
            .flatMap(run -> run.stages().stream())
            .mapToLong((PlaceView stage) -> stage.items().size())
            .sum();
    return new Tab(title, "/" + one.query(), one.equals(wanted), fits.size(), lines);
  }

  /** Whether a run is wanted. */
  static boolean fits(RunView run, Wanted wanted, Function<RunView, Viewer> viewer) {
    boolean book =
        wanted.playbook().isEmpty() || wanted.playbook().equals(run.head().origin().playbook());
    return book
        && switch (wanted.show()) {
          case Wanted.TROUBLE -> Trouble.of(run).tone() == Tone.BAD;
          case Wanted.MINE ->
              run.standing().waiting().stream().anyMatch(w -> mine(w, viewer.apply(run)));
          default -> true;
        };
  }

  /** What an operator is asked for waits for everybody who works here. */
  private static boolean mine(Waiting wait, Viewer viewer) {
    return wait.signature()
        ? viewer.anybody() || wait.ways().roles().stream().anyMatch(viewer.roles()::contains)
        : viewer.works();
  }
}
