package dev.holddown.web;

import dev.holddown.access.Entrance;
import dev.holddown.access.Session;
import dev.holddown.access.Sessions;
import dev.holddown.cli.Kit;
import dev.holddown.web.page.AssetLinks;
import dev.holddown.web.page.Frame;
import dev.holddown.web.page.PageText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What the pages stand on by which people come in and go. */
record Reception(Entrance entrance, Cookies cookies, Refusals refusals, Print print, Inside kit) {
  /** What is behind it: secrets and time, and who pages whoever is on duty. */
  record Inside(Kit kit, Consumer<String> pages) {
    String secret() {
      return kit.secret();
    }

    Kit.Passing passing() {
      return kit.passing();
    }
  }

  /** What pages are made with. */
  record Print(PageText text, AssetLinks assets) {}

  /** A page in its frame. */
  Frame frame(String title, Caller caller) {
    return Frame.still(title, Shown.viewer(caller), print.assets(), "");
  }

  Reply page(int status, String template, Object model) {
    return new Reply.Html(status, print.text().of(template, model), Map.of());
  }

  /** Who asks, for a log. */
  static Refusals.Who who(Call call, String person) {
    return new Refusals.Who(call.address(), person);
  }

  /** Begins a session, ends the one before, and sends the browser on. */
  Reply letIn(Call call, Session.Who who, String next) {
    call.caller().session().ifPresent(old -> entrance.sessions().end(old.id()));
    Sessions.Begun begun = entrance.sessions().begin(who, kit::secret);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Location", local(next));
    headers.put("Set-Cookie", cookies.set("session", begun.cookie(), Sessions.LIFE.toSeconds()));
    return new Reply.Bare(303, headers);
  }

  /** Only a path of ours: a link to us must not lead somewhere else. */
  static String local(String next) {
    boolean ours =
        next.startsWith("/")
            && !next.startsWith("//")
            && next.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
    return ours ? next : "/";
  }

  /** A form that nobody sends from another page, for people who are not known yet. */
  static Route form(String path, String about, Route.Answering answering, Field... fields) {
    return new Route(
        Route.Method.POST,
        path,
        Optional.empty(),
        Route.takes(about, Reply.Html.class, fields),
        answering);
  }

  /** A page that everybody may see. */
  static Route page(String path, String about, Route.Answering answering, Field... fields) {
    return Route.get(
        path, Optional.empty(), Route.gives(about, Reply.Html.class, fields), answering);
  }
}
