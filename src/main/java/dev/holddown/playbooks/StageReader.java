package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Timing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a stage and its gate. */
final class StageReader {
  /** Who approves a waiver of a line that only says {@code waivable: true}. */
  private static final String APPROVER = "approver";

  private final Context context;

  StageReader(Context context) {
    this.context = context;
  }

  /** A gate, and whether it takes waivers. */
  private record Written(Stage.Gate gate, boolean waivers) {}

  Stage read(Node node, Surroundings around) {
    Keys keys = Keys.of(context, "a stage", node);
    keys.must("stage", "its value is the title");
    String title = keys.text("stage");
    String id = context.names().id(keys, title);
    Duration timeBox = keys.duration("time-box", Duration.ZERO);
    Optional<Timing> timing = timing(keys);
    Optional<Written> gate = keys.take("gate").map(value -> gate(value, around.scope()));
    Set<String> before = new TreeSet<>(context.pending().waivable().keySet());
    Optional<Expr> when =
        keys.take("when")
            .map(value -> context.expressions().condition(value, "when", around.scope()));
    ItemReader reader = new ItemReader(context);
    List<Item> items = reader.items(keys, when.isPresent() ? around.inBranch() : around);
    Map<String, List<String>> waivable = waivable(gate, before);
    Item.Order order = reader.order(keys, items);
    keys.finish();
    Optional<Stage.Gate> whole =
        gate.map(Written::gate).map(g -> new Stage.Gate(g.fresh(), g.sign(), waivable, g.place()));
    List<Item> lines =
        when.map(expr -> List.<Item>of(group(id, title, keys.place(), expr, order, items)))
            .orElse(items);
    return new Stage(id, title, order, timeBox, whole, lines, keys.place(), timing);
  }

  /** A stage that may be left out is a stage of one group that may be. */
  private static Item.Group group(
      String id, String title, Place place, Expr when, Item.Order order, List<Item> items) {
    Item.About about =
        new Item.About(
            Stage.whenKey(id),
            title,
            place,
            Optional.empty(),
            Optional.of(when),
            Optional.empty(),
            Duration.ZERO,
            Duration.ZERO,
            List.of(),
            Map.of());
    return new Item.Group(about, order, items);
  }

  private Optional<Timing> timing(Keys keys) {
    Optional<Timing> read = new TimingReader(context).read(keys);
    Optional<Node> gate = keys.entry("gate").map(Node.Entry::value);
    Optional<Node> late = gate.flatMap(node -> Declared.value(node, "late"));
    boolean noGo =
        late.filter(word -> word instanceof Node.Scalar said && said.text().equals("no-go"))
            .isPresent();
    if (late.isPresent() && read.flatMap(Timing::due).isEmpty()) {
      context
          .problems()
          .add(late.get().place(), "the gate has no time to be late by", "add due: to the stage");
    }
    return read.map(t -> new Timing(t.needs(), t.opens(), t.due(), noGo));
  }

  private Written gate(Node node, Scope scope) {
    if (node instanceof Node.Scalar) {
      context.values().oneOf(node, "gate", List.of("all"));
      return new Written(new Stage.Gate(Duration.ZERO, Optional.empty(), node.place()), false);
    }
    Keys keys = Keys.of(context, "`gate`", node);
    keys.must("needs", "write needs: all");
    keys.oneOf("needs", List.of("all"));
    boolean waivers = keys.oneOf("waivers", List.of("none", "allowed")).equals("allowed");
    keys.oneOf("late", List.of("no-go", "go"));
    Duration fresh = keys.duration("fresh", Duration.ZERO);
    Optional<SignRule> sign = new SignReader(context).read(keys, "sign", scope);
    keys.finish();
    return new Written(new Stage.Gate(fresh, sign, node.place()), waivers);
  }

  /** The lines of this stage that may be waived, and by whom. */
  private Map<String, List<String>> waivable(Optional<Written> gate, Set<String> before) {
    Map<String, List<String>> waivable = new LinkedHashMap<>();
    context
        .pending()
        .waivable()
        .forEach((id, said) -> {
          if (before.contains(id)) {
            return;
          }
          if (gate.filter(Written::waivers).isEmpty()) {
            context
                .problems()
                .add(
                    said.place(),
                    "`waivable` has no effect: its stage has no gate that takes waivers",
                    "write gate: {needs: all, waivers: allowed} at the stage");
            return;
          }
          waivable.put(id, said.roles().isEmpty() ? roles(gate.get().gate()) : said.roles());
        });
    return Ordered.copy(waivable);
  }

  private static List<String> roles(Stage.Gate gate) {
    return gate.sign()
        .map(rule -> rule.needed().stream().map(SignRule.RoleCount::role).distinct().toList())
        .orElse(List.of(APPROVER));
  }
}
