package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.NotYet;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Said;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.playbooks.grammar.Key.Later;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is settled only when the whole document, or the whole pack, has been read. */
final class Pending {
  /** A name of another document. */
  record Reference(Names names, String name, Place place) {}

  /** What the name of another document may be. */
  enum Names {
    ROLE("role", "people"),
    PLAYBOOK("playbook", "playbook"),
    POLICY("preauthorisation", "preauthorisation"),
    SERVICE("service", "workspace"),
    ENVIRONMENT("environment", "workspace"),
    WATCH("watch", "playbook");

    final String noun;

    /** The kind of document that declares them. */
    final String kind;

    Names(String noun, String kind) {
      this.noun = noun;
      this.kind = kind;
    }
  }

  /** Who has to sign somewhere. */
  record Wanted(SignRule rule, Place place) {}

  private record Wait(String on, Place place) {}

  /** An item that may be waived; no roles: those that its gate says. */
  record Waivable(List<String> roles, Place place) {}

  /** A rollout whose old version is kept for a while. */
  record Kept(Item.About about, Duration lasts) {}

  private final List<Kept> kept = new ArrayList<>();
  private final Parts parts;
  private final List<NotYet> later = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private final List<Runbook> runbooks = new ArrayList<>();
  private final List<Wanted> wanted = new ArrayList<>();
  private final Map<String, List<Wait>> waits = new LinkedHashMap<>();
  private final Deque<String> calling = new ArrayDeque<>();
  private final Map<String, Waivable> waivable = new LinkedHashMap<>();
  private final Set<String> called = new LinkedHashSet<>();

  Pending(Parts parts) {
    this.parts = parts;
  }

  /** The rollouts whose old version is kept for a while. */
  List<Kept> kept() {
    return kept;
  }

  /** Every rule of who has to sign, by place. */
  List<Wanted> wanted() {
    return wanted;
  }

  Parts parts() {
    return parts;
  }

  /** Something that is understood and not run. */
  void later(Place place, String key, Later needs, Said said) {
    later.add(new NotYet(place, key, needs.needs(), needs.instead(), said));
  }

  /** By place, from the top of the file. */
  List<NotYet> later() {
    return later.stream().sorted().toList();
  }

  void reference(Names names, String name, Place place) {
    if (!name.isEmpty()) {
      references.add(new Reference(names, name, place));
    }
  }

  List<Reference> references() {
    return references;
  }

  /**
   * A playbook that runs of this one start.
   *
   * @param given the names of the inputs that it is given; empty when it is given none by a watch
   */
  record Runbook(String use, Set<String> given, Place place) {}

  void runbook(String use, Optional<Set<String>> given, Place place) {
    if (!use.isEmpty()) {
      runbooks.add(new Runbook(use, Set.copyOf(given.orElse(Set.of())), place));
    }
  }

  List<Runbook> runbooks() {
    return runbooks;
  }

  /** Remembers that one place of the playbook waits for another. */
  void waits(String who, String on, Place place) {
    if (!who.isEmpty()) {
      waits.computeIfAbsent(who, w -> new ArrayList<>()).add(new Wait(on, place));
    }
  }

  /** Reports each circle of waiting once. */
  void circles(Problems problems) {
    Set<String> done = new LinkedHashSet<>();
    waits.keySet().forEach(who -> circle(who, new LinkedHashSet<>(), done, problems));
  }

  private void circle(String who, Set<String> path, Set<String> done, Problems problems) {
    if (done.contains(who) || path.size() > Limits.WAITS_MAX) {
      return;
    }
    path.add(who);
    for (Wait wait : waits.getOrDefault(who, List.of())) {
      if (path.contains(wait.on())) {
        List<String> round = path.stream().dropWhile(id -> !id.equals(wait.on())).toList();
        String shown =
            Stream.concat(round.stream(), Stream.of(wait.on()))
                .reduce((a, b) -> a + " → " + b)
                .orElse("");
        problems.add(
            wait.place(), "these wait for each other and none could begin: " + shown, "cut one");
      } else {
        circle(wait.on(), path, done, problems);
      }
    }
    path.remove(who);
    done.add(who);
  }

  /** Items that may be waived, by id. */
  Map<String, Waivable> waivable() {
    return waivable;
  }

  /** The groups that are being expanded, the innermost last. */
  Deque<String> calling() {
    return calling;
  }

  /** The groups that were called at all. */
  Set<String> called() {
    return called;
  }
}
