package dev.holddown.cli;

import dev.holddown.cli.link.Ask;

/** What a person's answer means. */
sealed interface Move {
  /** Ask it of the engine; {@code said}: what to show when it was taken. */
  record Do(Ask ask, String said) implements Move {}

  /** Leave the run as it is. */
  record Leave() implements Move {}

  /** Go on; {@code said} is shown, or empty. */
  record Stay(String said) implements Move {}
}
