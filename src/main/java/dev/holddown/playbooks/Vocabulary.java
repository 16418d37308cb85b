package dev.holddown.playbooks;

import dev.holddown.spi.Acting;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Verb;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The actions that may be used.
 *
 * @param manuals by {@code connector.verb}
 * @param acts those that are known to change the world
 * @param asks those that are known only to ask; an action in neither set may stand anywhere
 */
record Vocabulary(Map<String, Manual> manuals, Set<String> acts, Set<String> asks) {
  static Vocabulary of(Collection<? extends Verb> verbs) {
    Map<String, Manual> manuals = new TreeMap<>();
    Set<String> acts = new HashSet<>();
    Set<String> asks = new HashSet<>();
    for (Verb verb : verbs) {
      manuals.put(verb.manual().name(), verb.manual());
      (verb instanceof Acting ? acts : asks).add(verb.manual().name());
    }
    return new Vocabulary(manuals, acts, asks);
  }

  Optional<Manual> manual(String action) {
    return Optional.ofNullable(manuals.get(action));
  }

  /** The manuals of those that may stand where an action must act, or must only ask. */
  List<Manual> fitting(boolean acting) {
    return manuals.values().stream().filter(manual -> fits(manual.name(), acting)).toList();
  }

  Set<String> names() {
    return manuals.keySet();
  }

  /** Whether it may stand where an action must act, or must only ask. */
  boolean fits(String action, boolean acting) {
    return !(acting ? asks : acts).contains(action);
  }
}
