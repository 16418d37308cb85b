package dev.holddown.playbooks;

import dev.holddown.domain.board.Monitor;
import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Watch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads how a monitor of a board is told to people, and what its levels take off. */
final class TellingReader {
  private static final long PENALTY_MOST = 100;

  /** Names that every snapshot has of its own. */
  static final Set<String> TAKEN =
      Set.of(
          "schema", "board", "title", "capturedAt", "health", "anomalies", "monitors", "incident");

  private final Context context;

  TellingReader(Context context) {
    this.context = context;
  }

  /** {@code inside}: the names that its conditions may use. */
  Monitor monitor(Keys keys, Watch watch, Scope inside) {
    Optional<Arg> shows =
        keys.take("shows")
            .flatMap(node -> context.values().scalar(node, "shows", "text"))
            .map(scalar -> context.expressions().template(scalar, inside, false));
    Optional<Expr> details =
        keys.take("details").map(node -> context.expressions().value(node, "details", inside));
    Monitor.Telling telling =
        new Monitor.Telling(shows, details, hints(keys, inside), saves(keys, inside));
    return new Monitor(watch, telling, penalties(keys));
  }

  private List<Monitor.Hint> hints(Keys keys, Scope inside) {
    List<Monitor.Hint> hints = new ArrayList<>();
    for (Node node : keys.listing("hints")) {
      Keys hint = Keys.of(context, "a hint", node);
      hint.must("hint", "its value is the branch it leads to");
      hint.must("when", "say with a condition when it fits");
      hint.must("say", "say what to do");
      Expr when =
          hint.take("when")
              .map(at -> context.expressions().condition(at, "when", inside))
              .orElse(new Expr("", hint.place()));
      hints.add(
          new Monitor.Hint(
              hint.text("hint"), when, hint.text("say"), hint.text("link"), runbook(hint, inside)));
      hint.finish();
    }
    return List.copyOf(hints);
  }

  private Optional<Monitor.Runbook> runbook(Keys hint, Scope inside) {
    String use = hint.text("use");
    String environment = hint.text("environment");
    Map<String, Arg> with = new LinkedHashMap<>();
    hint.take("with")
        .ifPresent(node ->
            Keys.of(context, "`with`", node)
                .all()
                .forEach(entry ->
                    context
                        .values()
                        .scalar(entry.value(), entry.key(), "text")
                        .ifPresent(scalar ->
                            with.put(
                                entry.key(),
                                context.expressions().template(scalar, inside, false)))));
    if (use.isEmpty() && (!environment.isEmpty() || !with.isEmpty())) {
      context
          .problems()
          .add(
              hint.place(),
              "`environment` and `with` are for a runbook, and none is named",
              "name it as `use`");
    }
    context.pending().runbook(use, Optional.of(with.keySet()), hint.place());
    return use.isEmpty()
        ? Optional.empty()
        : Optional.of(new Monitor.Runbook(use, environment, Ordered.copy(with)));
  }

  private Map<String, Expr> saves(Keys keys, Scope inside) {
    Map<String, Expr> saves = new LinkedHashMap<>();
    Optional<Node> node = keys.take("save");
    if (node.isPresent()) {
      for (Node.Entry entry : Keys.of(context, "`save`", node.get()).all()) {
        context.values().isName(entry.key(), entry.place(), "the name");
        if (TAKEN.contains(entry.key())) {
          context
              .problems()
              .add(
                  entry.place(),
                  "every snapshot has a `" + entry.key() + "` of its own",
                  "choose another name");
        }
        saves.put(entry.key(), context.expressions().value(entry.value(), "save", inside));
      }
    }
    return Ordered.copy(saves);
  }

  /** Their values were read once already; what is wrong with them is told here. */
  private Map<String, Integer> penalties(Keys keys) {
    Map<String, Integer> penalties = new LinkedHashMap<>();
    if (keys.entry("levels").map(Node.Entry::value).orElse(null) instanceof Node.Listing listing) {
      for (Node level : listing.nodes()) {
        Declared.value(level, "level")
            .filter(Node.Scalar.class::isInstance)
            .map(name -> ((Node.Scalar) name).text())
            .ifPresent(name ->
                Declared.value(level, "penalty")
                    .map(p -> context.values().whole(p, "penalty", 0, PENALTY_MOST).orElse(0))
                    .ifPresent(penalty -> penalties.put(name, (int) (long) penalty)));
      }
    }
    return Ordered.copy(penalties);
  }
}
