package dev.holddown.web;

import dev.holddown.web.page.AssetLinks;
import dev.holddown.web.page.ErrorPage;
import dev.holddown.web.page.Frame;
import dev.holddown.web.page.PageText;
import dev.holddown.web.page.Viewer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Problems as people read them in a browser. */
final class ErrorPages {
  private final PageText text;
  private final AssetLinks assets;

  ErrorPages(PageText text, AssetLinks assets) {
    this.text = text;
    this.assets = assets;
  }

  /** The whole page, or only what went wrong where a part was asked for. */
  Reply of(Problem problem, Visitor visitor) {
    List<String> more = new ArrayList<>();
    if (problem.more().get("problems") instanceof List<?> problems) {
      problems.forEach(one -> more.add(String.valueOf(one)));
    }
    Frame frame = Frame.still("Not done", Viewer.stranger(), assets, Frame.UNKNOWN);
    ErrorPage page = new ErrorPage(frame, problem.status(), problem.detail(), more);
    boolean part = visitor.header("HX-Request").isPresent();
    Map<String, String> headers = new LinkedHashMap<>(problem.headers());
    headers.remove("WWW-Authenticate");
    return new Reply.Html(problem.status(), text.of(part ? "errorpart" : "error", page), headers);
  }
}
