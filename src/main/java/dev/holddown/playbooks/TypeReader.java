package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.playbook.Said;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.playbooks.grammar.Grammar;
import dev.holddown.playbooks.grammar.Key;
import dev.holddown.playbooks.grammar.NotRunYet;
import dev.holddown.playbooks.grammar.Shape;
import dev.holddown.playbooks.grammar.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a value by the type that the tables of the language give it. It serves whatever no engine
 * reads yet: every text rule and every name is checked as in what runs.
 */
final class TypeReader {
  private final Context context;
  private final String owner;
  private final Scalars scalars;
  private boolean aside;

  /**
   * @param owner the id of the stage or item whose keys are read; empty for none
   */
  TypeReader(Context context, String owner) {
    this.context = context;
    this.owner = owner;
    this.scalars = new Scalars(context, owner);
  }

  /** The value of a key that is not run yet; what is not run inside it needs no note of its own. */
  Said aside(Node node, Key key) {
    aside = true;
    return read(node, key.type(), key.name(), wide());
  }

  /** A document that is no playbook. */
  Said.Block document(Node node, Shape shape) {
    return block(node, shape, wide());
  }

  /** A value of a key that otherwise runs, such as {@code playbook.mode: incident}. */
  void value(Node node, String named) {
    String shown = named.substring(named.indexOf('.') + 1);
    NotRunYet.value(named)
        .ifPresent(later ->
            context
                .pending()
                .later(node.place(), shown, later, new Said.Plain(shown, node.place())));
  }

  /** All names that might be known where such a key stands. */
  Scope wide() {
    Scope scope = context.names().declared().inRun();
    for (String root : List.of("result", "each", "baseline", "with")) {
      scope = scope.with(root, List.of());
    }
    return scope;
  }

  Said read(Node node, Type type, String key, Scope scope) {
    if (node instanceof Node.Broken) {
      return new Said.Nothing(node.place());
    }
    return switch (type) {
      case Type.Any ignored -> new Said.Filled(new Untyped(context).read(node, scope, false));
      case Type.Many many -> rows(context.values().list(node), many.of(), node, key, scope);
      case Type.Rows rows -> rows(listing(node, key), rows.of(), node, key, scope);
      case Type.Named named -> named(node, named.of(), key, scope);
      case Type.Either either -> read(node, fitting(node, either.of()), key, scope);
      case Type.Of of -> shape(node, of.shape(), scope);
      case Type.Items ignored -> items(node, key, scope);
      case Type.Each ignored ->
          new Said.Plain(String.valueOf(new EachReader(context).each(node)), node.place());
      default -> scalars.read(node, type, key, scope);
    };
  }

  private List<Node> listing(Node node, String key) {
    if (node instanceof Node.Listing listing) {
      return listing.nodes();
    }
    context.problems().add(node.place(), "`" + key + "` must be a list, not " + node.kind());
    return List.of();
  }

  private Said rows(List<Node> nodes, Type of, Node whole, String key, Scope scope) {
    List<Said> rows = new ArrayList<>();
    nodes.forEach(node -> rows.add(read(node, of, key, scope)));
    return new Said.Rows(List.copyOf(rows), whole.place());
  }

  private Said named(Node node, Type of, String key, Scope scope) {
    Map<String, Said> said = new LinkedHashMap<>();
    for (Node.Entry entry : Keys.of(context, "`" + key + "` here", node).all()) {
      if (of instanceof Type.Of shape && shape.shape().equals("metric")) {
        Metric metric = new MetricReader(context).read(entry, scope);
        context.pending().parts().metrics().put(entry.key(), metric);
        said.put(entry.key(), new Said.Acts(metric.call()));
      } else {
        said.put(entry.key(), read(entry.value(), of, entry.key(), scope));
      }
    }
    return new Said.Block(Ordered.copy(said), node.place());
  }

  /** The form that fits what stands there: a word, a mapping or a list. */
  private static Type fitting(Node node, List<Type> forms) {
    return forms.stream()
        .filter(form ->
            switch (form) {
              case Type.Of ignored -> node instanceof Node.Mapping;
              case Type.Named ignored -> node instanceof Node.Mapping;
              case Type.Rows ignored -> node instanceof Node.Listing;
              default -> node instanceof Node.Scalar;
            })
        .findFirst()
        .orElse(forms.getLast());
  }

  private Said shape(Node node, String id, Scope scope) {
    return switch (id) {
      case "sign" -> new Said.Signing(new SignReader(context).rule(node, scope), node.place());
      case "watch" -> {
        Parts parts = context.pending().parts();
        new WatchReader(context, parts, scope.without("result")).read(node);
        yield last(parts, node);
      }
      case "monitor" -> {
        Parts parts = context.pending().parts();
        new WatchReader(context, parts, scope.without("result")).monitor(node);
        yield last(parts, node);
      }
      default -> block(node, Grammar.shape(id), scope);
    };
  }

  private static Said last(Parts parts, Node node) {
    Optional<Watch> last = parts.watches().values().stream().reduce((a, b) -> b);
    return last.<Said>map(Said.Watches::new).orElse(new Said.Nothing(node.place()));
  }

  private Said items(Node node, String key, Scope scope) {
    Surroundings around = new Surroundings(scope, context.pending().parts(), false, true, true);
    List<Item> items = new ItemReader(context).list(listing(node, key), around);
    return new Said.Items(items, node.place());
  }

  /** A mapping by the table of its shape. */
  Said.Block block(Node node, Shape shape, Scope scope) {
    Keys keys = Keys.of(context, shape.nouns().getFirst(), node);
    Said.Block block = block(keys, shape, scope);
    keys.finish();
    return block;
  }

  /** The same where some keys were read already. */
  Said.Block block(Keys keys, Shape shape, Scope scope) {
    Map<String, Said> said = new LinkedHashMap<>();
    Scope inside = scope;
    if (shape.actions() != Shape.Actions.NONE) {
      boolean acting = shape.actions() == Shape.Actions.ACTS;
      Optional<Call> call = new CallReader(context).only(keys, scope, acting, Set.of());
      if (call.isPresent()) {
        inside = new ProbeReader(context).withResult(scope, call.get());
        said.put(call.get().action(), new Said.Acts(call.get()));
      }
    }
    for (Key key : shape.keys()) {
      if (key.later().isPresent() && !aside) {
        continue;
      }
      Optional<Node> value =
          key.notes().required() ? keys.must(key.name(), key.meaning()) : keys.take(key.name());
      if (value.isPresent()) {
        said.put(key.name(), read(value.get(), key.type(), key.name(), inside));
      }
    }
    return new Said.Block(Ordered.copy(said), keys.place());
  }

  /** An item whose kind is not run yet. */
  Said.Block item(Keys keys, Shape shape, Scope scope) {
    aside = true;
    return block(keys, shape, scope);
  }

  /** A template of words, by name. */
  static Arg words(Context context, Node.Scalar scalar, Scope scope) {
    Arg words = context.expressions().template(scalar, scope, false);
    new Placeholders(context.problems()).look(words, scalar, "text");
    return words;
  }
}
