package dev.holddown.playbooks.grammar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every shape of the language, by its id and by what it is called. */
public final class Grammar {
  private static final Map<String, Shape> SHAPES = new LinkedHashMap<>();
  private static final Map<String, Shape> BY_NOUN = new HashMap<>();
  private static final Set<String> WORDS = new HashSet<>();

  static {
    List<Shape> all = new ArrayList<>(PlaybookShapes.all());
    all.addAll(PlaybookShapes.small());
    all.addAll(ItemShapes.all());
    all.addAll(WatchShapes.all());
    all.addAll(DocumentShapes.all());
    for (Shape shape : all.stream().map(Traces::traced).toList()) {
      if (SHAPES.put(shape.id(), shape) != null) {
        throw new IllegalStateException("two shapes are called " + shape.id());
      }
      shape.nouns().forEach(noun -> BY_NOUN.put(noun, shape));
      shape.keys().forEach(key -> WORDS.add(key.name()));
    }
  }

  private Grammar() {}

  /** The shape of an id, such as {@code check}. */
  public static Shape shape(String id) {
    return Optional.ofNullable(SHAPES.get(id))
        .orElseThrow(() -> new IllegalArgumentException("no shape " + id));
  }

  /** The shape that is called so in a sentence, such as {@code a check}. */
  public static Optional<Shape> called(String noun) {
    return Optional.ofNullable(BY_NOUN.get(noun));
  }

  public static Collection<Shape> all() {
    return SHAPES.values();
  }

  /** The kinds of documents; {@code playbook} is the first. */
  public static List<String> documents() {
    return DocumentShapes.KINDS;
  }

  /** The kinds of items, by the key that says the kind. */
  public static List<String> items() {
    return ItemShapes.KINDS;
  }

  /** Whether the word is a key somewhere. */
  public static boolean knows(String word) {
    return WORDS.contains(word);
  }
}
