package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Watch;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** When the moments of a run were that a playbook names. */
final class Moments {
  private Moments() {}

  /** When an anchor was, plus its offset; empty while it has not been reached. */
  static Optional<Instant> at(RunState s, Watch.Moment moment, boolean opening) {
    return anchor(s, moment.anchor(), opening).map(t -> t.plus(moment.offset()));
  }

  private static Optional<Instant> anchor(RunState s, String anchor, boolean opening) {
    return switch (anchor) {
      case "start", "run.start" -> Optional.of(s.startedAt);
      case "t0" -> Optional.of(t0(s));
      case "end", "run.end" -> end(s);
      case "decided", "rollback.decided" -> s.rollbackCause.map(c -> s.rollbackAt);
      case String at when at.startsWith("incident.") ->
          s.permits.incident().flatMap(incident -> incident.moment(at));
      case "ended", "run.ended" -> s.closedAt;
      case "rollback.ended" -> s.closedAt.filter(at -> s.rollbackCause.isPresent());
      case "armed" -> Optional.empty();
      default -> opening ? opened(s, anchor) : closed(s, anchor);
    };
  }

  /** The moment that was said at the start, when the playbook asks for one. */
  private static Instant t0(RunState s) {
    return switch (s.head.inputs().get("t0")) {
      case Instant said -> said;
      case String said -> {
        try {
          yield OffsetDateTime.parse(said).toInstant();
        } catch (DateTimeException e) {
          yield s.startedAt;
        }
      }
      case null, default -> s.startedAt;
    };
  }

  private static Optional<Instant> opened(RunState s, String id) {
    return s.place(id).openedAt().or(() -> s.item(id).openedAt);
  }

  private static Optional<Instant> closed(RunState s, String id) {
    return s.place(id).closedAt().or(() -> s.item(id).endedAt);
  }

  /** When the last stage closed. */
  static Optional<Instant> end(RunState s) {
    List<Stage> stages = s.plan().playbook().stages();
    boolean all = stages.stream().allMatch(st -> s.place(st.id()).closed());
    return all
        ? stages.stream()
            .map(st -> s.place(st.id()).closedAt().orElseThrow())
            .max(Instant::compareTo)
        : Optional.empty();
  }
}
