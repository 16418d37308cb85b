package dev.holddown.engine;

import dev.holddown.domain.run.Decision;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request decided, and not yet durable. {@code after}: the runs it changes, by id. */
record Draft(List<EventStore.Append> appends, Map<String, RunState> after, Request.Reply reply) {
  /** Nothing is to be written, and nobody is told. */
  static final Draft NONE = new Draft(List.of(), Map.of(), Request.Reply.no("", ""));

  /** Both in one transaction; the other is kept only if what this appends to a run is. */
  Draft and(Draft other, String needed) {
    List<EventStore.Append> both = new ArrayList<>(appends);
    other.appends.forEach(append -> both.add(append.with(needed)));
    Map<String, RunState> changed = new HashMap<>(after);
    changed.putAll(other.after);
    return new Draft(both, changed, other.reply);
  }

  static Draft refused(String run, Decision.Refused refused) {
    Request.Reply reply = new Request.Reply(false, run, refused.sentence(), 0, refused.why());
    return new Draft(List.of(), Map.of(), reply);
  }

  static Draft refused(String run, String sentence) {
    return new Draft(List.of(), Map.of(), Request.Reply.no(run, sentence));
  }

  /** No such run, or one that was set aside because it cannot be read. */
  static Draft missing(String run, Loader loader) {
    return refused(
        run,
        loader
            .unreadable(run)
            .map(why ->
                "run "
                    + run
                    + " is set aside, nothing was changed: "
                    + why
                    + ". Its rollback card tells the way back by hand: holddown card "
                    + run)
            .orElse("no run " + run + "; see: holddown status --all"));
  }
}
