package dev.holddown.view;

import dev.holddown.domain.playbook.EvidenceNeed;
import dev.holddown.domain.run.EvidenceLedger;
import dev.holddown.domain.run.RunState;
import java.util.List;
import java.util.Optional;

/**
 * What a run keeps under one name.
 *
 * @param needed how many pieces there must be; 0 when nothing says so
 * @param by the id of the stage by whose end; empty when nothing says so
 * @param pieces what there is, each by its digest
 */
public record EvidenceView(
    String name, long needed, Optional<String> by, List<EvidenceLedger.Piece> pieces) {
  static List<EvidenceView> all(RunState s) {
    if (!EvidenceLedger.any(s)) {
      return List.of();
    }
    return EvidenceLedger.of(s).entrySet().stream()
        .map(kept -> {
          Optional<EvidenceNeed> need =
              s.plan().playbook().needs().stream()
                  .filter(n -> n.name().equals(kept.getKey()))
                  .findFirst();
          return new EvidenceView(
              kept.getKey(),
              need.map(EvidenceNeed::atLeast).orElse(0L),
              need.map(EvidenceNeed::stage),
              List.copyOf(kept.getValue()));
        })
        .toList();
  }

  /** Whether there is less than there must be. */
  public boolean lacks() {
    return pieces.size() < needed;
  }
}
