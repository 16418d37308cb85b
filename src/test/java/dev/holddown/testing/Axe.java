package dev.holddown.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * axe-core, which looks for what keeps people from using a page (WCAG 2.2 AA and good practice).
 */
public final class Axe {
  /** Evaluates to the violations, a line each; to null where {@link #script} is still wanted. */
  static final String RUN =
      "typeof axe === 'undefined' || document.readyState !== 'complete' ? null : axe.run(document,"
          + " {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',"
          + " 'wcag22aa', 'best-practice']}).then(r => r.violations.map(v => v.id + ': ' +"
          + " v.nodes.map(n => n.html.slice(0, 160) + ' ' + n.any.map(a => a.message)).join(' |"
          + " ')))";

  private Axe() {}

  /** To be evaluated on each page anew. */
  static String script() {
    try (InputStream in =
        Optional.ofNullable(Axe.class.getResourceAsStream("/axe.min.js")).orElseThrow()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8) + ";0";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
