package dev.holddown.web;

import dev.holddown.access.Rights;
import dev.holddown.cli.link.Desk;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.web.page.Notice;
import dev.holddown.web.page.Tone;
import java.util.List;
import java.util.Optional;

/** The freezes that stand above every page they are about. */
final class FreezeNotices {
  private static final int SHOWN_MAX = 3;

  private final Desk desk;

  FreezeNotices(Desk desk) {
    this.desk = desk;
  }

  /** Those about a place; about any when it is empty. */
  List<Notice> of(Optional<Rights.Where> where) {
    List<Freeze.InForce> holding = in(where, desk.freezes());
    List<Notice> shown = new java.util.ArrayList<>();
    holding.stream().limit(SHOWN_MAX).map(FreezeNotices::notice).forEach(shown::add);
    if (holding.size() > SHOWN_MAX) {
      shown.add(
          new Notice(
              Tone.WARN,
              "Frozen",
              (holding.size() - SHOWN_MAX) + " more freezes hold.",
              "/freezes",
              "See all"));
    }
    return List.copyOf(shown);
  }

  private static List<Freeze.InForce> in(
      Optional<Rights.Where> where, List<Freeze.InForce> holding) {
    return holding.stream()
        .filter(held ->
            where
                .filter(w -> !held.freeze().scope().covers(w.service(), w.environment()))
                .isEmpty())
        .toList();
  }

  private static Notice notice(Freeze.InForce held) {
    Freeze freeze = held.freeze();
    return new Notice(
        Tone.WARN,
        "Frozen",
        freeze.scope()
            + ": "
            + freeze.about().why()
            + " ("
            + freeze.about().owner()
            + "), "
            + held.until()
                .map(until -> "until " + until.toString().replace('T', ' ').replace("Z", " UTC"))
                .orElse("until it is ended")
            + ". Rolling back stays open.",
        "/freezes#freeze-" + freeze.id(),
        "See the freeze");
  }
}
