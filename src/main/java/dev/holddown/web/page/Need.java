package dev.holddown.web.page;

import dev.holddown.view.Chronicle;
import dev.holddown.view.RunSheet;
import dev.holddown.view.RunView;
import dev.holddown.view.Waiting;
import java.util.List;
import java.util.Optional;

/**
 * Somebody is waited for, and what they can do about it here.
 *
 * @param roles in which the viewer can sign now; empty when it is not about signing or not theirs
 * @param seen the number of the last event about it: nothing is done when there are newer ones
 */
public record Need(About about, List<String> roles, long seen, List<Act> acts, String lacking) {
  private static final String BACK = "rollback/approval";

  /** What it is. {@code href}: its page. */
  public record About(String key, String title, String who, String what, Where where) {}

  /**
   * Where it is, and where its form is sent.
   *
   * @param methods how a signature may be given, one of which the form tells; empty: nobody asks
   */
  public record Where(String run, String href, String sign, List<String> methods) {}

  static String asked(Waiting waiting) {
    String what = waiting.brief();
    if (what.equals("sign")) {
      return "A signature is missing, as " + String.join(" and ", waiting.ways().roles()) + ".";
    }
    return what.isEmpty() ? "" : Character.toUpperCase(what.charAt(0)) + what.substring(1);
  }

  static Need of(Waiting waiting, RunSheet sheet, Viewer viewer) {
    return of(waiting, sheet.view(), sheet.chronicle(), viewer);
  }

  /** The roles in which somebody can sign now. */
  static List<String> roles(Waiting waiting, Viewer viewer) {
    boolean signs = viewer.works() || (viewer.brakes() && waiting.key().equals(BACK));
    return signs ? waiting.ways().roles().stream().filter(viewer::may).toList() : List.of();
  }

  /** {@code chronicle}: of the same run. */
  static Need of(Waiting waiting, RunView view, Chronicle chronicle, Viewer viewer) {
    String run = view.head().run();
    String key = waiting.key();
    List<String> roles = roles(waiting, viewer);
    long seen =
        Optional.ofNullable(chronicle.touches().get(key)).map(touch -> touch.version()).orElse(0L);
    List<Act> acts =
        !viewer.brakes()
            ? List.of()
            : waiting.ways().deeds().stream()
                .flatMap(d -> Deed.of(d.verb()).map(x -> Act.of(x, run, d.key())).stream())
                .filter(act -> act.deed() != Deed.SIGN)
                .filter(act -> viewer.works() || act.deed().brakes())
                .filter(act -> act.deed() != Deed.DECLINE || !roles.isEmpty())
                .toList();
    String lacking = "";
    if (waiting.signature() && roles.isEmpty()) {
      lacking =
          viewer.works()
              ? "You sign as "
                  + (viewer.as().isEmpty() ? "nobody" : viewer.as())
                  + "; this needs "
                  + String.join(" or ", waiting.ways().roles())
                  + "."
              : "You may look here, and not act.";
    }
    About about =
        new About(
            key,
            waiting.title(),
            waiting.who(),
            asked(waiting),
            new Where(
                run,
                key.equals("run") ? Links.run(run) : Links.item(run, key),
                Links.run(run) + "/sign",
                waiting.ways().methods()));
    return new Need(about, roles, seen, acts, lacking);
  }
}
