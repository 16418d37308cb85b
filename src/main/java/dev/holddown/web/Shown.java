package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.web.page.AssetLinks;
import dev.holddown.web.page.Frame;
import dev.holddown.web.page.PageText;
import dev.holddown.web.page.Viewer;
import java.util.List;
import java.util.Optional;

/** What every page is made with: who looks, what is around it, and its text. */
record Shown(Guard guard, PageText text, AssetLinks assets, FreezeNotices freezes) {
  /** Who looks, as the pages know them where it matters not about what. */
  static Viewer viewer(Caller caller) {
    Viewer.Reach reach =
        caller.rights().somewhere(AccessScope.WORK)
            ? Viewer.Reach.WORK
            : caller.rights().somewhere(AccessScope.BRAKE) ? Viewer.Reach.BRAKE : Viewer.Reach.LOOK;
    return new Viewer(caller.name(), caller.roles(), reach, caller.open(), caller.formToken());
  }

  /** Who looks at something about this service and environment. */
  static Viewer viewer(Caller caller, Rights.Where where) {
    Rights rights = caller.rights();
    Viewer.Reach reach =
        rights.may(AccessScope.WORK, where)
            ? Viewer.Reach.WORK
            : rights.may(AccessScope.BRAKE, where) ? Viewer.Reach.BRAKE : Viewer.Reach.LOOK;
    List<String> roles = caller.roles().stream().filter(r -> rights.signs(r, where)).toList();
    return new Viewer(caller.name(), roles, reach, caller.open(), caller.formToken());
  }

  /** Who looks at a run. */
  Viewer viewer(Caller caller, String run) {
    return viewer(caller, guard.where(run));
  }

  /** The frame of a page that stands still. */
  Frame frame(Viewer viewer, String title, String place) {
    return Frame.still(title, viewer, assets, place).noticing(freezes.of(Optional.empty()));
  }

  /** The frame of a page about a run: it tells of the freezes that hit the run. */
  Frame frameOf(String run, Caller caller, String title, String place) {
    return Frame.still(title, viewer(caller, run), assets, place)
        .noticing(freezes.of(Optional.of(guard.where(run))));
  }

  /** Whether only a part is wanted, as for a dialog. */
  static boolean part(Call call) {
    return call.header("HX-Request").isPresent();
  }

  /** A page by its template. */
  Reply page(String template, Object model) {
    return Reply.Html.ok(text.of(template, model));
  }
}
