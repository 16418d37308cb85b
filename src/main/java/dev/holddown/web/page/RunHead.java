package dev.holddown.web.page;

import dev.holddown.view.RunSheet;
import dev.holddown.view.RunView;
import dev.holddown.view.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The head of a run's page: what it is, where it stands, and what matters most. */
public record RunHead(About about, Badge badge, Rail rail, Standing.Counts counts, Said said) {
  /** What it is about. {@code mark}: the badge of its playbook; empty for none. */
  public record About(String run, String title, String lock, Origin origin, String mark) {
    public String href() {
      return Links.run(run);
    }
  }

  /** Where it came from. {@code playbook}: name and the start of its digest. */
  public record Origin(
      String starter, Moment since, String playbook, String inputs, String linkedTo) {}

  /** What is said at the top, and what can be done; {@code card}: whether there is a way back. */
  public record Said(List<Banner> banners, List<Act> acts, String took, boolean card) {}

  /** A sentence with a tone; {@code then}: what follows from it. */
  public record Banner(Tone tone, String sentence, String then) {}

  private static final int DIGEST_SHOWN = 12;

  static RunHead of(RunSheet sheet, Viewer viewer) {
    RunView view = sheet.view();
    RunView.Head head = view.head();
    return new RunHead(
        new About(
            head.run(),
            head.title(),
            head.lock(),
            new Origin(
                head.origin().starter(),
                Moment.of(head.times().startedAt(), head.times().now()),
                head.origin().playbook()
                    + " sha256:"
                    + sheet.identity().playbook().substring(0, DIGEST_SHOWN),
                pairs(head.origin().inputs()),
                head.origin().linkedTo().orElse("")),
            view.badge().orElse("")),
        Badge.of(view),
        Rail.of(view),
        view.standing().counts(),
        new Said(
            banners(view),
            acts(view, viewer),
            view.closed() ? view.took() : "",
            !view.back().phases().isEmpty()));
  }

  static String pairs(Map<String, Object> values) {
    return values.entrySet().stream()
        .map(e -> e.getKey() + " " + text(e.getValue()))
        .collect(Collectors.joining(" · "));
  }

  /** An image is told by its whole reference. */
  static String text(Object value) {
    return value instanceof Map<?, ?> map && map.get("ref") != null
        ? String.valueOf(map.get("ref"))
        : String.valueOf(value);
  }

  private static List<Banner> banners(RunView view) {
    List<Banner> banners = new ArrayList<>();
    Standing standing = view.standing();
    String to = view.back().to().isEmpty() ? "" : "Back to " + pairs(view.back().to());
    if (view.closed()) {
      int exit = standing.result().exitCode();
      Tone tone = exit == 0 ? Tone.GOOD : exit == 5 ? Tone.BAD : Tone.WARN;
      String then = view.back().cause().isPresent() ? to : "";
      banners.add(new Banner(tone, standing.result().sentence(), then));
    } else {
      view.back()
          .cause()
          .ifPresent(cause -> banners.add(new Banner(Tone.BAD, "Rolling back: " + cause, to)));
    }
    view.watches().stream()
        .filter(watch -> !view.closed() && view.back().cause().isEmpty())
        .filter(watch -> List.of("breach", "blind").contains(watch.status()))
        .forEach(watch -> banners.add(new Banner(Tone.BAD, Trouble.sentence(watch), "")));
    standing
        .notes()
        .held()
        .ifPresent(why -> banners.add(new Banner(Tone.WARN, "Held: " + why, "")));
    standing
        .notes()
        .proposal()
        .ifPresent(why -> banners.add(new Banner(Tone.BAD, "A rollback is proposed: " + why, "")));
    standing
        .notes()
        .queuedBehind()
        .ifPresent(run ->
            banners.add(
                new Banner(Tone.DIM, "Queued for " + view.head().lock() + " behind " + run, "")));
    view.stages().stream()
        .filter(stage -> !view.closed() && stage.status().word().equals("no-go"))
        .forEach(stage ->
            banners.add(new Banner(Tone.BAD, stage.title() + ": " + stage.sentence(), "")));
    return banners.stream().filter(banner -> !banner.sentence().isEmpty()).toList();
  }

  private static List<Act> acts(RunView view, Viewer viewer) {
    String run = view.head().run();
    List<Act> acts = new ArrayList<>();
    boolean goes = !view.closed();
    boolean forward = goes && List.of("FORWARD", "QUEUED").contains(view.standing().phase());
    if (forward) {
      boolean held = view.standing().notes().held().isPresent();
      acts.add(Act.of(held ? Deed.RESUME : Deed.HOLD, run, ""));
      if (!held) {
        acts.add(Act.of(Deed.DEFER, run, ""));
      }
      acts.add(Act.of(Deed.ABORT, run, ""));
    }
    if (goes) {
      acts.add(Act.of(Deed.COMMENT, run, ""));
    }
    if (canGoBack(view)) {
      acts.add(Act.of(Deed.ROLLBACK, run, ""));
    }
    return acts.stream()
        .filter(act -> viewer.works() || (viewer.brakes() && act.deed().brakes()))
        .toList();
  }

  /** Whether there is a way back that has not been taken. */
  static boolean canGoBack(RunView view) {
    return !view.back().phases().isEmpty() && view.back().cause().isEmpty();
  }
}
