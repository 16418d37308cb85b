package dev.holddown.cli.link;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Moments as people write them; without a zone they are in UTC. */
final class Moments {
  private Moments() {}

  /** A moment, or a day, which is its first moment. */
  static Instant must(Ask ask, String name) {
    String text = ask.must(name);
    String whole =
        switch (text.length()) {
          case 10 -> text + "T00:00:00Z"; // 2026-01-31
          case 16 -> text + ":00Z"; // 2026-01-31T22:00, as forms of browsers send it
          default -> text;
        };
    try {
      return OffsetDateTime.parse(whole).toInstant();
    } catch (DateTimeException e) {
      throw new Refused(
          "\""
              + name
              + "\" is a moment such as 2026-01-31T22:00:00Z, not \""
              + text
              + "\"; nothing was changed");
    }
  }
}
