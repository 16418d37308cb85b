package dev.holddown.domain.board;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A board as it stands at one moment.
 *
 * @param standings in the order of its monitors
 */
public record BoardState(Board board, List<Standing> standings, Instant at) {
  /** Its number; empty when it has none. */
  public Optional<Score> score() {
    return board.page().health().map(health -> Score.of(health, standings));
  }

  /**
   * What is wrong, the largest penalty first: standing levels, then breaches that have not lasted
   * yet and monitors of which nothing is known. What has been so for longest comes first among
   * equals.
   */
  public List<Standing> anomalies() {
    return standings.stream()
        .filter(standing -> !standing.green())
        .sorted(
            Comparator.comparingInt(Standing::penalty)
                .thenComparing((Standing s) -> s.now().level())
                .reversed()
                .thenComparing(s -> s.now().since().orElse(Instant.MAX))
                .thenComparing(Standing::key))
        .toList();
  }
}
