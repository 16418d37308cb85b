package dev.holddown.boot;

import dev.holddown.domain.run.RunState;
import dev.holddown.engine.CardText;
import dev.holddown.engine.RollbackCard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Rollback cards as text files in the data folder. */
final class FileCards implements RollbackCard {
  private final Path folder;
  private final CardText text;

  FileCards(Path folder, CardText text) {
    this.folder = folder;
    this.text = text;
  }

  /** The card of a run; empty when none was written. */
  static Optional<String> read(Path folder, String run) {
    Path file = folder.resolve(run + ".txt");
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the rollback card " + file + " cannot be read: " + e, e);
    }
  }

  @Override
  public void write(RunState state, Map<String, Object> to) {
    try {
      Files.writeString(folder.resolve(state.head().run() + ".txt"), text.of(state, to));
    } catch (IOException e) {
      throw new UncheckedIOException("the rollback card could not be written: " + e, e);
    }
  }
}
