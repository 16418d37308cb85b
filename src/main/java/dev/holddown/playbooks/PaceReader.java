package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads how often a watch looks, and what it means when it sees nothing. */
final class PaceReader {
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration EVERY_LEAST = Duration.ofSeconds(1);
  private static final int GAPS = 3;

  private final Context context;
  private final Parts parts;

  PaceReader(Context context, Parts parts) {
    this.context = context;
    this.parts = parts;
  }

  Watch.Pace read(Keys keys) {
    Duration every = keys.duration("every", EVERY);
    if (every.compareTo(EVERY_LEAST) < 0) {
      context
          .problems()
          .add(place(keys, "every"), "`every` of a watch must be at least 1s", "write every: 10s");
    }
    Duration maxGap = keys.duration("max-gap", every.multipliedBy(GAPS));
    if (maxGap.compareTo(every) < 0) {
      context
          .problems()
          .add(
              place(keys, "max-gap"),
              "`max-gap` is shorter than `every`: no time would ever count",
              "leave it out for 3 × every");
    }
    Duration timeout = new ProbeReader(context).timeout(keys, ProbeReader.TIMEOUT);
    return new Watch.Pace(
        every, maxGap, timeout, policy(keys, "no-data"), policy(keys, "on-error"));
  }

  private Watch.Policy policy(Keys keys, String key) {
    Optional<Node> node = keys.take(key);
    if (node.isEmpty()) {
      return Watch.Policy.hold();
    }
    if (node.get() instanceof Node.Scalar) {
      boolean breach =
          context.values().oneOf(node.get(), key, List.of("hold", "breach")).equals("breach");
      return new Watch.Policy(breach, Duration.ZERO, Optional.empty());
    }
    Keys inside = Keys.of(context, "`" + key + "`", node.get());
    inside.must("hold", "write {hold: 30m, then: propose}");
    Duration hold = inside.lasting("hold");
    Optional<Watch.Then> then =
        inside
            .must("then", "write {hold: 30m, then: propose}")
            .flatMap(new ThenReader(context, parts)::deed);
    inside.finish();
    return new Watch.Policy(false, hold, then);
  }

  private static Place place(Keys keys, String key) {
    return keys.entry(key).map(Node.Entry::place).orElse(keys.place());
  }
}
