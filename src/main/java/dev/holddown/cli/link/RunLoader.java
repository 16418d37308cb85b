package dev.holddown.cli.link;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.PlaybookCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Folds runs that are not in the engine's memory from the store. */
final class RunLoader {
  private static final int PLANS_MAX = 32;

  private final Opened opened;
  private final PlaybookCodec codec;
  private static final int STATES_MAX = 64;

  private final Map<String, Plan> plans = new ConcurrentHashMap<>();
  private final Map<String, RunState> states = new ConcurrentHashMap<>();

  RunLoader(Opened opened, PlaybookCodec codec) {
    this.opened = opened;
    this.codec = codec;
  }

  /** The same for whoever knows the number of its last event, so that it is folded once. */
  Optional<RunState> load(String run, long version) {
    Optional<RunState> known =
        Optional.ofNullable(states.get(run)).filter(state -> state.version() == version);
    if (known.isPresent()) {
      return known;
    }
    if (states.size() >= STATES_MAX) {
      states.clear();
    }
    Optional<RunState> read = load(run);
    read.ifPresent(state -> states.put(run, state));
    return read;
  }

  /** Empty when there is no such run. */
  Optional<RunState> load(String run) {
    List<Entry> entries = opened.store().read(run).stream().map(EventStore.Stored::entry).toList();
    if (entries.isEmpty() || !(entries.getFirst().event() instanceof RunEvent.Started started)) {
      return Optional.empty();
    }
    return Optional.of(Run.fold(entries, plan(started.playbook())));
  }

  /** The plan of a compiled playbook. */
  Plan plan(String digest) {
    if (plans.size() >= PLANS_MAX) {
      plans.clear();
    }
    return plans.computeIfAbsent(digest, this::read);
  }

  private Plan read(String digest) {
    byte[] bytes =
        opened
            .blobs()
            .get(new Digest(digest))
            .orElseThrow(() ->
                new Refused(
                    "the compiled playbook sha256:"
                        + digest
                        + " is missing from the evidence folder; restore it from a backup"));
    return Plan.of(codec.read(bytes));
  }
}
