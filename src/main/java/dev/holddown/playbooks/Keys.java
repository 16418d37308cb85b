package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Said;
import dev.holddown.playbooks.grammar.Grammar;
import dev.holddown.playbooks.grammar.Key;
import dev.holddown.playbooks.grammar.Shape;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping while it is read: what was asked for is what may stand there. {@link #finish} reports
 * every key that nobody asked for, so the grammar is written down once, in the readers.
 */
final class Keys {
  private final Context context;
  private final String noun;
  private final List<Node.Entry> entries;
  private final Place place;
  private final boolean broken;
  private final Optional<Shape> shape;
  private final Set<String> asked = new LinkedHashSet<>();
  private String self = "";

  private Keys(Context context, String noun, List<Node.Entry> entries, Node node) {
    this.context = context;
    this.noun = noun;
    this.entries = entries;
    this.place = node.place();
    this.broken = !(node instanceof Node.Mapping);
    this.shape = Grammar.called(noun);
  }

  /** The keys of a node; none, with a problem, when it is no mapping. */
  static Keys of(Context context, String noun, Node node) {
    if (node instanceof Node.Mapping mapping) {
      return new Keys(context, noun, mapping.entries(), node);
    }
    if (!(node instanceof Node.Broken)) {
      context.problems().add(node.place(), noun + " must be a mapping of keys, not " + node.kind());
    }
    return new Keys(context, noun, List.of(), node);
  }

  Context context() {
    return context;
  }

  String noun() {
    return noun;
  }

  Place place() {
    return place;
  }

  Optional<Node.Entry> entry(String key) {
    asked.add(key);
    return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
  }

  /** Whether the table of this shape has the key. */
  boolean offers(String key) {
    return shape.isEmpty() || shape.get().key(key).isPresent();
  }

  /** The id that was given to what is read here; empty when it has none. */
  String self() {
    return self;
  }

  void self(String id) {
    self = id;
  }

  /** The value of a key, which must stand in the table of this shape. */
  Optional<Node> take(String key) {
    if (!offers(key)) {
      throw new IllegalStateException("the table of " + noun + " lacks the key " + key);
    }
    return entry(key).map(Node.Entry::value);
  }

  boolean has(String key) {
    return entries.stream().anyMatch(entry -> entry.key().equals(key));
  }

  /** Whether the key stands there, or another that was probably meant to be it. */
  boolean meant(String key) {
    return has(key)
        || entries.stream()
            .map(Node.Entry::key)
            .filter(word -> !Grammar.knows(word))
            .anyMatch(word -> Nearest.to(word, List.of(key)).isPresent());
  }

  /** The value of a key that must be there; nothing, with a problem, when it is not. */
  Optional<Node> must(String key, String cure) {
    Optional<Node> value = take(key);
    if (value.isEmpty() && !broken) {
      context.problems().add(place, noun + " needs `" + key + "`", cure);
    }
    return value;
  }

  /** The keys that name an action: those with a dot. */
  List<Node.Entry> actions() {
    return entries.stream().filter(entry -> entry.key().contains(".")).toList();
  }

  /** All of them, for mappings whose keys are names. */
  List<Node.Entry> all() {
    entries.forEach(entry -> asked.add(entry.key()));
    return entries;
  }

  String text(String key) {
    return take(key).map(node -> context.values().literal(node, key)).orElse("");
  }

  /** A duration that must be longer than nothing. */
  Duration lasting(String key) {
    Duration duration = duration(key, Duration.ofSeconds(1));
    if (duration.isZero()) {
      context.problems().add(valuePlace(key), "`" + key + "` must be longer than 0s");
    }
    return duration;
  }

  /** Where the value of a key stands; the mapping itself when it has none. */
  Place valuePlace(String key) {
    return entry(key).map(entry -> entry.value().place()).orElse(place);
  }

  Duration duration(String key, Duration otherwise) {
    return take(key).flatMap(node -> context.values().duration(node, key)).orElse(otherwise);
  }

  long whole(String key, long otherwise, long least, long most) {
    return take(key)
        .map(node -> context.values().whole(node, key, least, most).orElse(otherwise))
        .orElse(otherwise);
  }

  boolean flag(String key) {
    return take(key).map(node -> context.values().flag(node, key)).orElse(false);
  }

  /** One of these words; the first when the key is not there. */
  String oneOf(String key, List<String> words) {
    return take(key).map(node -> context.values().oneOf(node, key, words)).orElse(words.getFirst());
  }

  /** The entries of a list that must be a list. */
  List<Node> listing(String key) {
    Optional<Node> node = take(key);
    if (node.isPresent() && node.get() instanceof Node.Listing listing) {
      return listing.nodes();
    }
    node.filter(n -> !(n instanceof Node.Broken))
        .ifPresent(n ->
            context.problems().add(n.place(), "`" + key + "` must be a list, not " + n.kind()));
    return List.of();
  }

  /** Reports what nobody asked for. */
  void finish() {
    for (Node.Entry entry : entries) {
      String key = entry.key();
      if (asked.contains(key)) {
        continue;
      }
      if (key.equals("serves") && offers(key)) {
        context.values().texts(entry.value(), key);
        continue;
      }
      if (key.contains(".")) {
        context.problems().add(entry.place(), "the action `" + key + "` has no place in " + noun);
      } else {
        unknown(entry);
      }
    }
  }

  private List<String> known() {
    return shape
        .map(s -> s.keys().stream().map(Key::name).toList())
        .orElseGet(() -> List.copyOf(asked));
  }

  private void unknown(Node.Entry entry) {
    String key = entry.key();
    Optional<Key> later = shape.flatMap(s -> s.key(key)).filter(k -> k.later().isPresent());
    if (later.isPresent()) {
      Said said = new TypeReader(context, self).aside(entry.value(), later.get());
      context.pending().later(entry.place(), key, later.get().later().orElseThrow(), said);
    } else if (Grammar.knows(key)) {
      context
          .problems()
          .add(
              entry.place(),
              "`" + key + "` has no meaning in " + noun,
              "it may hold: " + String.join(", ", known()));
    } else {
      context
          .problems()
          .add(entry.place(), "unknown key `" + key + "` in " + noun, Nearest.cure(key, known()));
    }
  }
}
