package dev.holddown.demo;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The two places behind the proxy, {@code stable} and {@code candidate}, their weights in percent,
 * and whose turn it is. Turns are dealt by smooth weighted round robin, so that 10 % is ten of
 * every hundred requests, spread evenly, and not ten in the long run.
 */
final class Backends {
  static final String STABLE = "stable";
  static final String CANDIDATE = "candidate";
  private static final int CHANGES_MAX = 100;

  private final Map<String, Backend> byName = new LinkedHashMap<>();
  private final Map<String, Integer> credit = new LinkedHashMap<>();
  private final Deque<String> changes = new ArrayDeque<>();

  /** A version of the service behind the proxy. {@code weight}: its percentage, 0 to 100. */
  record Backend(String name, String url, String version, int weight) {
    Backend weighing(int percent) {
      return new Backend(name, url, version, percent);
    }

    Backend named(String other) {
      return new Backend(other, url, version, weight);
    }
  }

  /** Whose turn it is; empty before anything is registered. */
  synchronized Optional<Backend> next() {
    Optional<Backend> chosen = Optional.empty();
    int most = 0;
    for (Backend backend : byName.values()) {
      int owed = credit.merge(backend.name(), backend.weight(), Integer::sum);
      if (backend.weight() > 0 && (chosen.isEmpty() || owed > most)) {
        most = owed;
        chosen = Optional.of(backend);
      }
    }
    chosen.ifPresent(backend -> credit.merge(backend.name(), -100, Integer::sum));
    return chosen;
  }

  synchronized List<Backend> all() {
    return List.copyOf(byName.values());
  }

  /** The newest last, at most {@value #CHANGES_MAX}. */
  synchronized List<String> changes() {
    return List.copyOf(changes);
  }

  /** The first version, which takes all traffic. */
  synchronized void begin(String url, String version) {
    if (byName.containsKey(STABLE)) {
      throw new Wire.Refused(409, "there is a stable version already: " + of(STABLE).version());
    }
    put(new Backend(STABLE, url, version, 100), version + " serves as the first version");
  }

  /** A version to be tried; without traffic until it is given some. */
  synchronized void register(String url, String version) {
    if (of(STABLE).version().equals(version)) {
      throw new Wire.Refused(409, version + " is the stable version already");
    }
    Optional<Backend> there = find(CANDIDATE).filter(b -> !b.version().equals(version));
    if (there.isPresent()) {
      String other = there.get().version();
      throw new Wire.Refused(409, "the candidate is " + other + "; retire it before " + version);
    }
    int weight = find(CANDIDATE).map(Backend::weight).orElse(0);
    put(new Backend(CANDIDATE, url, version, weight), version + " stands by as candidate");
  }

  /** Gives {@code percent} of the traffic to one, and the rest to the other. */
  synchronized void shift(String name, int percent) {
    if (percent < 0 || percent > 100) {
      throw new Wire.Refused(400, "a weight is 0 to 100 percent, not " + percent);
    }
    if (percent == 0 && find(name).isEmpty()) {
      return; // Nothing is there that could get traffic: it is so already.
    }
    Backend one = of(name);
    String otherName = name.equals(STABLE) ? CANDIDATE : STABLE;
    Optional<Backend> other = find(otherName);
    if (other.isEmpty() && percent < 100) {
      throw new Wire.Refused(409, "there is no " + otherName + " to take the other traffic");
    }
    credit.clear();
    other.ifPresent(b -> byName.put(otherName, b.weighing(100 - percent)));
    put(one.weighing(percent), one.version() + " gets " + percent + " % of the traffic");
  }

  /** Makes the version that serves everything the stable one; the old one stands by. */
  synchronized void promote(String version) {
    Backend backend = of(nameOf(version));
    if (backend.name().equals(STABLE)) {
      return;
    }
    if (backend.weight() != 100) {
      throw new Wire.Refused(
          409, version + " serves " + backend.weight() + " % and is promoted only at 100 %");
    }
    Backend old = of(STABLE);
    byName.put(CANDIDATE, old.named(CANDIDATE));
    put(backend.named(STABLE), version + " is the stable version");
  }

  /** Forgets a version that gets no traffic. An unknown version is forgotten already. */
  synchronized void forget(String version) {
    Optional<Backend> backend = all().stream().filter(b -> b.version().equals(version)).findAny();
    if (backend.isEmpty()) {
      return;
    }
    if (backend.get().name().equals(STABLE) || backend.get().weight() > 0) {
      String why = " % of the traffic as " + backend.get().name() + " and cannot be retired";
      throw new Wire.Refused(409, version + " gets " + backend.get().weight() + why);
    }
    byName.remove(CANDIDATE);
    note(version + " is retired");
  }

  /** The place that a version has. */
  synchronized String nameOf(String version) {
    return all().stream()
        .filter(b -> b.version().equals(version))
        .map(Backend::name)
        .findAny()
        .orElseThrow(() -> new Wire.Refused(409, "no version " + version + " is registered"));
  }

  private Optional<Backend> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  private Backend of(String name) {
    return find(name).orElseThrow(() -> new Wire.Refused(409, "there is no " + name));
  }

  private void put(Backend backend, String change) {
    credit.clear();
    byName.put(backend.name(), backend);
    note(change);
  }

  private void note(String change) {
    changes.addLast(Instant.now() + " " + change);
    if (changes.size() > CHANGES_MAX) {
      changes.removeFirst();
    }
  }
}
