package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.EvidenceNeed;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Input;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the modes of a playbook: the same playbook with fewer lines before the change, and the rest
 * owed afterwards. Which one a run has is an input, {@code mode}; what it answers is another.
 */
final class ModesReader {
  /** The input that says which mode a run has. */
  static final String INPUT = "mode";

  /** The input that says which incident a run answers. */
  static final String INCIDENT = "incident";

  private static final String NORMAL = "normal";
  private static final int MODES_MAX = 8;
  private static final Duration LATER = Duration.ofHours(24);

  private final Context context;

  ModesReader(Context context) {
    this.context = context;
  }

  /** One of them: {@code only} is the tag of the lines that hold before the change. */
  private record Mode(
      String name, String only, Duration later, Optional<SignRule> sign, Place place) {}

  /** The playbook with its modes; the same when it has none. */
  Playbook read(Keys root, Playbook playbook) {
    List<Mode> modes = root.take("modes").map(this::modes).orElse(List.of());
    if (modes.isEmpty()) {
      return playbook;
    }
    Set<String> tags = new LinkedHashSet<>();
    playbook.stages().forEach(stage -> stage.items().forEach(item -> gather(item, tags)));
    for (Mode mode : modes) {
      if (!tags.contains(mode.only())) {
        context
            .problems()
            .add(
                mode.place(),
                "the mode `"
                    + mode.name()
                    + "` keeps no line: none has the tag `"
                    + mode.only()
                    + "`",
                Nearest.cure(mode.only(), tags));
      }
    }
    Relaxed relaxed = new Relaxed(modes);
    List<Stage> stages = new ArrayList<>();
    modes.forEach(mode -> stages.add(leave(mode)));
    playbook.stages().forEach(stage -> stages.add(relaxed.stage(stage)));
    return playbook.in(scopes(playbook.scopes(), modes), stages, relaxed.owed(playbook));
  }

  private List<Mode> modes(Node node) {
    List<Node.Entry> entries = Keys.of(context, "`modes`", node).all();
    if (node instanceof Node.Mapping && entries.isEmpty()) {
      context
          .problems()
          .add(
              node.place(),
              "`modes` names no mode",
              "add one, such as emergency: {needs: incident, …}, or leave modes: out");
    }
    if (entries.size() > MODES_MAX) {
      context
          .problems()
          .add(
              node.place(),
              "`modes` names " + entries.size() + " modes; the most is " + MODES_MAX,
              "remove some of them");
      return List.of(); // each would add a stage, and owe every line once more
    }
    return entries.stream().map(this::mode).toList();
  }

  private Mode mode(Node.Entry entry) {
    Keys keys = Keys.of(context, "a mode", entry.value());
    context.values().isName(entry.key(), entry.place(), "the mode");
    if (entry.key().equals(NORMAL)) {
      context.problems().add(entry.place(), "`normal` is the mode of every other run", "");
    }
    keys.oneOf("needs", List.of(INCIDENT));
    keys.must("needs", "write needs: incident");
    keys.must("only", "name the tag of the lines that hold before the change");
    Duration later = keys.has("later") ? keys.lasting("later") : LATER;
    keys.must("sign", "name who allows it: sign: {role: engineering_lead}");
    Optional<SignRule> sign =
        new SignReader(context).read(keys, "sign", context.names().declared().inRun());
    Mode mode = new Mode(entry.key(), keys.text("only"), later, sign, entry.place());
    keys.finish();
    return mode;
  }

  private static void gather(Item item, Set<String> tags) {
    tags.addAll(tags(item));
    if (item instanceof Item.Group group) {
      group.items().forEach(inside -> gather(inside, tags));
    }
  }

  static Set<String> tags(Item item) {
    return new LinkedHashSet<>(
        List.of(item.about().notes().getOrDefault("tags", "").split(", ", -1)));
  }

  /** Two inputs more; who gives none starts a run as ever. */
  private Playbook.Scopes scopes(Playbook.Scopes scopes, List<Mode> modes) {
    List<Input> inputs = new ArrayList<>(scopes.inputs());
    for (Input taken : scopes.inputs()) {
      if (taken.name().equals(INPUT) || taken.name().equals(INCIDENT)) {
        context
            .problems()
            .add(
                taken.place(),
                "the input `" + taken.name() + "` comes with modes:",
                "choose another name");
      }
    }
    Place place = modes.getFirst().place();
    List<String> names = new ArrayList<>(List.of(NORMAL));
    modes.forEach(mode -> names.add(mode.name()));
    inputs.add(
        new Input(
            INPUT,
            Input.Type.CHOICE,
            names,
            Optional.empty(),
            Optional.of(NORMAL),
            "Which lines hold before the change; of any but normal the rest is owed afterwards",
            place));
    inputs.add(
        new Input(
            INCIDENT,
            Input.Type.STRING,
            List.of(),
            Optional.empty(),
            Optional.of("none"),
            "The incident that it answers, in any mode but normal",
            place));
    return new Playbook.Scopes(
        List.copyOf(inputs),
        scopes.vars(),
        scopes.environments(),
        scopes.targets(),
        scopes.metrics());
  }

  /** The first stage of such a run: the incident is the one that is on, and somebody allows it. */
  private Stage leave(Mode mode) {
    String id = context.names().made(mode.name(), mode.place());
    Expr when = new Expr("inputs." + INPUT + " == \"" + mode.name() + "\"", mode.place());
    Probe probe =
        new Probe(
            new Call("incident.mode", Map.of(), mode.place()),
            Optional.of(new Expr("result.on && result.id == inputs." + INCIDENT, mode.place())),
            Optional.empty(),
            1,
            Probe.Polling.once(),
            ProbeReader.TIMEOUT,
            Map.of());
    Item named =
        new Item.Check(
            about(mode, id + "_incident", "The incident that it answers is on", Optional.empty()),
            Optional.of(probe),
            List.of());
    Item allowed =
        new Item.Signoff(
            about(mode, id + "_allowed", "It may go out with fewer lines", mode.sign()));
    Item.Group all =
        new Item.Group(
            Relaxed.when(
                about(mode, Stage.whenKey(id), "Mode " + mode.name(), Optional.empty()), when),
            Item.Order.LISTED,
            List.of(named, allowed));
    return new Stage(
        id,
        "Mode " + mode.name(),
        Item.Order.LISTED,
        Duration.ZERO,
        Optional.empty(),
        List.of(all),
        mode.place());
  }

  private static Item.About about(Mode mode, String id, String title, Optional<SignRule> sign) {
    return new Item.About(
        id,
        title,
        mode.place(),
        Optional.empty(),
        Optional.empty(),
        sign,
        Duration.ZERO,
        Duration.ZERO,
        List.of(),
        Map.of());
  }

  /** The lines as they are with modes. */
  private record Relaxed(List<Mode> modes, List<Left> left) {
    Relaxed(List<Mode> modes) {
      this(modes, new ArrayList<>());
    }

    /** A line that is left out in a mode, and owed afterwards. */
    record Left(Mode mode, Item item) {}

    Stage stage(Stage stage) {
      return new Stage(
          stage.id(),
          stage.title(),
          stage.order(),
          stage.timeBox(),
          stage.gate(),
          stage.items().stream().map(item -> item(item, Set.of(), List.of())).toList(),
          stage.place(),
          stage.timing());
    }

    /** {@code around} and {@code whens}: the tags and conditions of the groups it stands in. */
    private Item item(Item item, Set<String> around, List<String> whens) {
      if (item.about().each().isPresent()) {
        return item; // repeated, with all below it
      }
      Set<String> tags = new LinkedHashSet<>(around);
      tags.addAll(tags(item));
      if (item instanceof Item.Group group) {
        List<String> all = new ArrayList<>(whens);
        group.about().when().ifPresent(when -> all.add(when.source()));
        return new Item.Group(
            group.about(),
            group.order(),
            group.items().stream().map(inside -> item(inside, tags, all)).toList());
      }
      if (!mayBeLater(item)) {
        return item;
      }
      List<Mode> without = modes.stream().filter(mode -> !tags.contains(mode.only())).toList();
      without.forEach(mode -> left.add(new Left(mode, under(whens, item))));
      return without.isEmpty() ? item : limited(item, without);
    }

    /** The line where it stands alone: it applies when all around it would have applied too. */
    private static Item under(List<String> whens, Item item) {
      if (whens.isEmpty()) {
        return item;
      }
      String all =
          Stream.concat(whens.stream(), item.about().when().map(Expr::source).stream())
              .map(when -> "(" + when + ")")
              .collect(Collectors.joining(" && "));
      return with(item, when(item.about(), new Expr(all, item.about().place())));
    }

    /** What changes nothing, and gives nothing to other lines or to the evidence. */
    private static boolean mayBeLater(Item item) {
      boolean keeps = item.about().notes().containsKey(EvidenceNeed.KEEP);
      return !keeps
          && switch (item) {
            case Item.Check check -> check.probe().filter(p -> !p.save().isEmpty()).isEmpty();
            case Item.Signoff signoff -> true;
            case Item.Record record -> true;
            default -> false;
          };
    }

    private static Item limited(Item item, List<Mode> without) {
      StringBuilder when = new StringBuilder();
      for (Mode mode : without) {
        when.append(when.isEmpty() ? "" : " && ");
        when.append("inputs.").append(INPUT).append(" != \"").append(mode.name()).append('"');
      }
      item.about().when().ifPresent(own -> when.append(" && (").append(own.source()).append(')'));
      Expr all = new Expr(when.toString(), item.about().place());
      return with(item, when(item.about(), all));
    }

    static Item with(Item item, Item.About about) {
      return switch (item) {
        case Item.Check check -> new Item.Check(about, check.probe(), check.otherwise());
        case Item.Signoff signoff -> new Item.Signoff(about);
        case Item.Record record -> new Item.Record(about, record.into(), record.form());
        default -> throw new IllegalStateException("only what changes nothing is left out");
      };
    }

    static Item.About when(Item.About of, Expr when) {
      return new Item.About(
          of.id(),
          of.title(),
          of.place(),
          of.each(),
          Optional.of(when),
          of.sign(),
          of.fresh(),
          of.timeBox(),
          of.notApplicableBy(),
          of.notes(),
          of.timing());
    }

    List<Obligation> owed(Playbook playbook) {
      List<Obligation> owed = new ArrayList<>(playbook.obligations());
      Set<String> taken = new LinkedHashSet<>();
      owed.forEach(written -> taken.add(written.item().about().id()));
      for (Left one : left) {
        Item line = one.item();
        String mode = one.mode().name();
        String id =
            OwedReader.unique(Obligation.PREFIX + "later_" + mode + "_" + line.about().id(), taken);
        owed.add(OwedReader.afterwards(id, line, mode, one.mode().later()));
      }
      return owed;
    }
  }
}
