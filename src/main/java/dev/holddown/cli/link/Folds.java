package dev.holddown.cli.link;

import dev.holddown.engine.port.PlaybookCodec;
import java.util.function.IntSupplier;

/** What was folded of the log, and is kept for the next look while no more names are erased. */
final class Folds {
  private final Opened opened;
  private final PlaybookCodec codec;
  private final IntSupplier erasures;
  private volatile Made made;

  private record Made(RunLoader loader, Chronicles chronicles, int erasures) {}

  /** {@code erasures}: how many names are shown no more. */
  Folds(Opened opened, PlaybookCodec codec, IntSupplier erasures) {
    this.opened = opened;
    this.codec = codec;
    this.erasures = erasures;
    this.made = make(0);
  }

  private Made make(int names) {
    return new Made(new RunLoader(opened, codec), new Chronicles(), names);
  }

  /** Whatever was folded before a name was erased may still hold it. */
  private Made now() {
    int names = erasures.getAsInt();
    if (names != made.erasures()) {
      made = make(names);
    }
    return made;
  }

  RunLoader loader() {
    return now().loader();
  }

  Chronicles chronicles() {
    return now().chronicles();
  }

  /** Whether the engine knows more names than may be shown. */
  boolean hide() {
    return now().erasures() > 0;
  }
}
