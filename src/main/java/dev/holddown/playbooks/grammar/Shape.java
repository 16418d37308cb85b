package dev.holddown.playbooks.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A mapping of the language: which keys may stand in it.
 *
 * @param id of the shape, such as {@code check}
 * @param nouns what it is called in a sentence, such as {@code a check}
 * @param actions whether one {@code connector.verb} may stand beside the keys
 */
public record Shape(String id, List<String> nouns, Actions actions, List<Key> keys) {

  /** Which actions may stand in a shape. */
  public enum Actions {
    NONE,
    ASKS,
    ACTS
  }

  static Shape of(String id, String noun, Key... keys) {
    return new Shape(id, List.of(noun), Actions.NONE, List.of(keys)).dated();
  }

  Shape asks() {
    return new Shape(id, nouns, Actions.ASKS, keys);
  }

  Shape acts() {
    return new Shape(id, nouns, Actions.ACTS, keys);
  }

  Shape called(String... others) {
    List<String> all = new ArrayList<>(nouns);
    all.addAll(List.of(others));
    return new Shape(id, List.copyOf(all), actions, keys);
  }

  Shape plus(List<Key> more) {
    List<Key> all = new ArrayList<>(keys);
    for (Key key : more) {
      if (all.stream().noneMatch(k -> k.name().equals(key.name()))) {
        all.add(key);
      }
    }
    return new Shape(id, nouns, actions, List.copyOf(all)).dated();
  }

  private Shape dated() {
    return new Shape(
        id,
        nouns,
        actions,
        keys.stream().map(key -> key.needing(NotRunYet.need(id, key.name()))).toList());
  }

  /** The key of this name. */
  public Optional<Key> key(String name) {
    return keys.stream().filter(key -> key.name().equals(name)).findFirst();
  }
}
