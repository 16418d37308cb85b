package dev.holddown.engine.port;

import dev.holddown.domain.people.NameMask;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The names that are shown no more, kept beside the log by a keyed hash, so that the list of those
 * who asked for it is no list of names. Called from platform threads only.
 */
public interface ErasedNames {
  /**
   * A name that is not shown.
   *
   * @param number what is shown instead: erased person #number
   * @param hash of the name, in hex
   * @param words how many words it has
   */
  record Erased(int number, String hash, int words, Instant at) {}

  /** The key of the hashes; empty while no name was erased. */
  Optional<String> key();

  /** The key, which is {@code drawn} the first time. */
  String key(Supplier<String> drawn);

  /** All, by their number. */
  List<Erased> all();

  /** What hides them, as they are now. */
  default NameMask mask() {
    List<Erased> all = all();
    return all.isEmpty()
        ? NameMask.nothing()
        : NameMask.of(
            key().orElse(""),
            all.stream()
                .map(one -> new NameMask.Hidden(one.number(), one.hash(), one.words()))
                .toList());
  }

  /** Adds a name, or gives the one that is there under the hash. Durable when it returns. */
  Erased add(String hash, int words, Instant at);
}
