package dev.holddown.sim;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Linked;
import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The playbook of one history; which variant of each part is drawn. */
final class Book {
  /** The id of every playbook that is drawn. */
  static final String ID = "sim";

  static final Duration EVERY = Duration.ofSeconds(5);
  static final Duration MAX_GAP = Duration.ofSeconds(15);
  static final Duration SUSTAINED = Duration.ofSeconds(12);

  private final Chance chance;
  private final boolean approval;
  private final boolean undo;
  private final boolean latency;
  private final List<String> looksAt;
  private final Optional<String> helped;

  private Book(Chance chance) {
    this.chance = chance;
    this.approval = chance.of(0.15);
    this.undo = chance.of(0.4);
    this.latency = chance.of(0.4);
    this.looksAt = latency && chance.of(0.5) ? List.of("errors", "latency") : List.of("errors");
    this.helped = chance.of(0.2) ? Optional.of(chance.of(0.6) ? "shop" : "desk") : Optional.empty();
  }

  static Playbook draw(Chance chance) {
    return new Book(chance).playbook();
  }

  private Playbook playbook() {
    Map<String, Metric> metrics =
        chance.of(0.3)
            ? Map.of(
                "latency",
                new Metric(
                    "latency",
                    Optional.empty(),
                    Lines.set("nothing", ""),
                    "s",
                    1,
                    Optional.of(new Metric.Baseline.Frozen(Duration.ofMinutes(1))),
                    Place.none()))
            : Map.of();
    Playbook playbook =
        new Playbook(
            ID,
            "A simulated release",
            "",
            new Playbook.Subject("shop", List.of("prod")),
            new Playbook.Scopes(List.of(), Map.of(), Map.of(), targets(), metrics),
            stages(),
            watches(),
            Optional.of(rollback()));
    return helped.isEmpty()
        ? playbook
        : playbook.with(
            new Linked(Linked.Mode.RELEASE, Map.of("help", HelpBook.about(helped.get()))));
  }

  private static Map<String, Map<String, Arg>> targets() {
    Map<String, Map<String, Arg>> targets = new LinkedHashMap<>();
    Target.HOSTS.forEach(
        host -> targets.put(host, Map.of("url", new Arg.Literal(host, Place.none()))));
    return targets;
  }

  // --- forward ---

  private List<Stage> stages() {
    Optional<SignRule> gateSign =
        chance.of(0.3) ? Optional.of(Lines.sign("lead", 1, List.of())) : Optional.empty();
    Duration fresh = chance.of(0.4) ? Duration.ofSeconds(20) : Duration.ZERO;
    Item.Order order = chance.of(0.5) ? Item.Order.ANY : Item.Order.LISTED;
    Map<String, List<String>> waivable =
        chance.of(0.4)
            ? Map.of("health", List.of("lead", "qa"), "built_since", List.of("lead"))
            : Map.of();
    Stage prepare =
        stage("prepare", order, new Stage.Gate(fresh, gateSign, waivable, Place.none()), prepare());
    Stage canary =
        stage(
            "canary",
            Item.Order.LISTED,
            new Stage.Gate(Duration.ZERO, Optional.empty(), Place.none()),
            canary());
    Stage fleet =
        stage(
            "fleet",
            chance.of(0.5) ? Item.Order.ANY : Item.Order.LISTED,
            new Stage.Gate(Duration.ZERO, Optional.empty(), Place.none()),
            fleet());
    Stage after =
        new Stage(
            "after",
            "after",
            Item.Order.LISTED,
            Duration.ZERO,
            Optional.empty(),
            after(),
            Place.none());
    return fleet.items().isEmpty()
        ? List.of(prepare, canary, after)
        : List.of(prepare, canary, fleet, after);
  }

  private static Stage stage(String id, Item.Order order, Stage.Gate gate, List<Item> items) {
    return new Stage(id, id, order, Duration.ZERO, Optional.of(gate), items, Place.none());
  }

  private List<Item> prepare() {
    List<Item> items = new ArrayList<>();
    Map<String, Expr> save = Map.of("build", new Expr("build", Place.none()));
    items.add(
        new Item.Check(
            Lines.about("health"), Optional.of(Lines.is("health", "ok", save)), List.of()));
    if (chance.of(0.3)) {
      items.add(
          new Item.Check(
              Lines.about("eyes", Optional.of(Lines.sign("qa", 1, List.of()))),
              Optional.empty(),
              List.of()));
    }
    int people = chance.of(0.3) ? 2 : 1;
    Duration valid = chance.of(0.25) ? Duration.ofSeconds(30) : Duration.ofHours(24);
    items.add(
        new Item.Signoff(
            Lines.about(
                "approval",
                Optional.of(Lines.sign("approver", people, List.of("saved.build"), valid)))));
    if (chance.of(0.3)) {
      items.add(
          new Item.Check(
              Lines.about("built_since"), Optional.of(Lines.is("health", "ok", save)), List.of()));
    }
    return items;
  }

  /** Several targets: a line for each, or one step that sets them all. */
  private List<Item> fleet() {
    List<Item> items = new ArrayList<>();
    if (chance.of(0.2)) {
      Item.Step one = Lines.step("fleet", "fleet", Lines.CANDIDATE, 20, 2);
      items.add(
          new Item.Step(
              Lines.each("fleet"), one.call(), one.done(), one.verify(), one.undo(), one.traits()));
    }
    if (chance.of(0.3)) {
      items.add(Lines.step("farm", "farm", Lines.CANDIDATE, 20, 3));
    }
    return items;
  }

  private List<Item> canary() {
    List<Item> items = new ArrayList<>();
    if (undo) {
      Item.Step drain = Lines.step("drain", "drain", "on", 20, 1);
      items.add(
          new Item.Step(
              drain.about(),
              drain.call(),
              drain.done(),
              drain.verify(),
              Optional.of(Lines.set("drain", "off")),
              drain.traits()));
    }
    if (chance.of(0.3)) {
      items.add(
          new Item.Step(
              chance.of(0.5) ? Lines.when("note") : Lines.about("note"),
              Lines.set("note", "noted"),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Lines.traits(false, 15, 2)));
    }
    items.add(rollout());
    if (helped.isPresent()) {
      items.add(new Item.Runbook(Lines.about("help"), "help", Map.of(), true));
    }
    Item.Step alias = Lines.step("alias", "version", Lines.CANDIDATE, chance.of(0.5) ? 90 : 20, 2);
    items.add(
        new Item.Step(
            alias.about(),
            alias.call(),
            alias.done(),
            Optional.of(Lines.is("health", "ok")),
            alias.undo(),
            alias.traits()));
    return items;
  }

  private Item.Rollout rollout() {
    List<Item> looks = chance.of(0.4) ? List.of(Lines.check("half", "health", "ok")) : List.of();
    Optional<SignRule> sign =
        chance.of(0.3) ? Optional.of(Lines.sign("lead", 1, List.of())) : Optional.empty();
    Duration bake = Duration.ofSeconds(20);
    Item.OnBreach onBreach =
        chance.of(0.6) ? Item.OnBreach.ROLLBACK : chance.one(List.of(Item.OnBreach.values()));
    return new Item.Rollout(
        Lines.about("shift"),
        Lines.set("weight", "0"),
        List.of(
            new Item.RolloutStep(10, bake, List.of(), Optional.empty()),
            new Item.RolloutStep(50, bake, looks, sign),
            new Item.RolloutStep(100, bake, List.of(), Optional.empty())),
        looksAt,
        onBreach);
  }

  private List<Item> after() {
    List<Item> items = new ArrayList<>();
    Item.OnBreach onBreach = chance.of(0.5) ? Item.OnBreach.ROLLBACK : Item.OnBreach.RESTART;
    items.add(new Item.Hold(Lines.about("silence"), Duration.ofSeconds(30), looksAt, onBreach));
    if (chance.of(0.25)) {
      Duration within = Duration.ofSeconds(chance.of(0.5) ? 50 : 0);
      Optional<Item.Objections> objections =
          chance.of(0.6)
              ? Optional.of(new Item.Objections(List.of("lead", "qa"), within))
              : Optional.empty();
      items.add(
          new Item.Hold(
              Lines.about("pause"), Duration.ofSeconds(40), List.of(), onBreach, objections));
    }
    if (chance.of(0.25)) {
      items.add(Lines.written("written"));
    }
    if (chance.of(0.2)) {
      items.add(
          new Item.Group(
              Lines.about("last"),
              Item.Order.ANY,
              List.of(
                  Lines.check("looks_well", "health", "ok"),
                  new Item.Signoff(
                      Lines.about("sealed", Optional.of(Lines.sign("lead", 1, List.of())))))));
    }
    if (chance.of(0.3)) {
      items.add(
          new Item.Choose(
              Lines.about("which"),
              Lines.is("health", "ok"),
              List.of(
                  new Item.Case(
                      "well",
                      new Expr("ok", Place.none()),
                      List.of(Lines.check("well", "version", Lines.CANDIDATE)),
                      Place.none())),
              new Item.Otherwise(List.of(), Optional.of("operator"))));
    }
    items.add(Lines.message("tell"));
    return items;
  }

  // --- watches ---

  private List<Watch> watches() {
    List<Watch> watches = new ArrayList<>();
    Watch.Moment to = new Watch.Moment("end", Duration.ofSeconds(chance.of(0.3) ? 40 : 0));
    watches.add(
        watch(
            "errors",
            to,
            List.of(
                new Watch.Level(
                    "breach",
                    new Expr("errors", Place.none()),
                    SUSTAINED,
                    List.of(then(errorsDo(), Duration.ZERO)))),
            noData()));
    if (chance.of(0.2)) {
      watches.add(
          watch(
              "second",
              to,
              List.of(
                  new Watch.Level(
                      "breach",
                      new Expr("errors", Place.none()),
                      SUSTAINED,
                      List.of(then(Watch.Then.Deed.ROLLBACK, Duration.ZERO)))),
              Watch.Policy.hold()));
    }
    if (chance.of(0.2)) {
      watches.add(Lines.pulled(to));
    }
    if (latency) {
      List<Watch.Then> page =
          List.of(
              then(Watch.Then.Deed.PAGE, Duration.ZERO),
              then(Watch.Then.Deed.ROLLBACK, Duration.ofSeconds(20)));
      watches.add(
          watch(
              "latency",
              to,
              List.of(
                  new Watch.Level(
                      "warn",
                      new Expr("latency", Place.none()),
                      Duration.ZERO,
                      List.of(then(Watch.Then.Deed.NOTIFY, Duration.ZERO))),
                  new Watch.Level(
                      "high",
                      new Expr("latency", Place.none()),
                      Duration.ofSeconds(20),
                      chance.of(0.5) ? page : List.of(then(Watch.Then.Deed.PAGE, Duration.ZERO)))),
              Watch.Policy.hold()));
    }
    return watches;
  }

  private Watch.Then.Deed errorsDo() {
    return chance.of(0.85) ? Watch.Then.Deed.ROLLBACK : Watch.Then.Deed.PROPOSE;
  }

  private Watch.Policy noData() {
    return switch ((int) chance.between(0, 5)) {
      case 0 -> new Watch.Policy(true, Duration.ZERO, Optional.empty());
      case 1 ->
          new Watch.Policy(
              false,
              Duration.ofSeconds(60),
              Optional.of(then(Watch.Then.Deed.ROLLBACK, Duration.ZERO)));
      default -> Watch.Policy.hold();
    };
  }

  private static Watch.Then then(Watch.Then.Deed deed, Duration after) {
    return new Watch.Then(deed, List.of(), after);
  }

  private static Watch watch(
      String id, Watch.Moment to, List<Watch.Level> levels, Watch.Policy noData) {
    return new Watch(
        id,
        id,
        new Watch.Source.OfCall(Lines.set(id, ""), Optional.empty(), 1),
        new Watch.Armed(new Watch.Moment("canary", Duration.ZERO), to),
        levels,
        new Watch.Pace(EVERY, MAX_GAP, Duration.ofSeconds(10), noData, Watch.Policy.hold()),
        Place.none());
  }

  // --- back ---

  private RollbackPlan rollback() {
    Optional<SignRule> rule =
        approval ? Optional.of(Lines.sign("senior", 1, List.of())) : Optional.empty();
    Item.Step weight = Lines.step("weight_back", "weight", "0", 15, 1);
    if (chance.of(0.4)) {
      weight =
          new Item.Step(
              weight.about(),
              weight.call(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Lines.traits(true, 15, 1));
    }
    List<String> needs = chance.of(0.5) ? List.of("traffic") : List.of();
    return new RollbackPlan(
        Map.of("version", new Arg.Literal("read at the start", Place.none())),
        rule,
        List.of(
            phase("traffic", List.of(), List.of(weight)),
            phase(
                "aliases", needs, List.of(Lines.step("alias_back", "version", Lines.BACK, 20, 1))),
            phase(
                "proof",
                List.of("traffic", "aliases"),
                List.of(
                    Lines.check("no_traffic", "weight", "0"),
                    Lines.check("old_version", "version", Lines.BACK),
                    Lines.message("tell_back")))),
        Place.none());
  }

  private static RollbackPlan.Phase phase(String id, List<String> needs, List<Item> items) {
    return new RollbackPlan.Phase(id, id, Duration.ofSeconds(60), needs, items, Place.none());
  }
}
