package dev.holddown.engine.port;

import dev.holddown.domain.kernel.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a board shows at one moment, kept as bytes that nobody can change afterwards. Safe from any
 * platform thread.
 */
public interface BoardSnapshots {
  /** The ids of the boards there are, the first of them the one that a team keeps open. */
  List<String> boards();

  /**
   * Writes down what a board shows and keeps it as evidence. Nothing is asked for it: what is
   * written is what everybody sees, with the age of each reading.
   *
   * @param board its id
   * @param at when it is taken, UTC
   * @return empty when there is no such board
   */
  default Optional<Snapshot> take(String board, Instant at) {
    return take(board, at, Map.of());
  }

  /**
   * The same with what it was taken for, as {@code incident} of the object: an incident's {@code
   * id} and {@code startedAt}, say; empty for nothing.
   */
  Optional<Snapshot> take(String board, Instant at, Map<String, Object> incident);

  /** Where there is no board. */
  static BoardSnapshots none() {
    return new BoardSnapshots() {
      @Override
      public List<String> boards() {
        return List.of();
      }

      @Override
      public Optional<Snapshot> take(String board, Instant at, Map<String, Object> incident) {
        return Optional.empty();
      }
    };
  }

  /**
   * A snapshot that is kept.
   *
   * @param digest under which {@link Blobs} has its bytes, the UTF-8 of {@code json}
   * @param at when it was taken
   * @param json an object with at least {@code schema}, {@code board}, {@code capturedAt}, {@code
   *     health} and {@code anomalies}; secrets are redacted
   */
  record Snapshot(Digest digest, Instant at, String json) {}
}
