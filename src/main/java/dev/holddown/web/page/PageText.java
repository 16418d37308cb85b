package dev.holddown.web.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** Turns models into HTML by the templates that the build compiled. Safe from any thread. */
public final class PageText {
  private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);

  /** {@code template}: its file name without the ending; {@code model}: what it takes. */
  public String of(String template, Object model) {
    StringOutput out = new StringOutput(16 * 1024);
    templates.render(template + ".jte", model, out);
    return out.toString();
  }

  /** A part of a page as the stream and the page show it. */
  public String of(Piece piece) {
    return of(piece.template(), piece.model());
  }
}
