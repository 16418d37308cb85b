package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Form;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Timing;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One line of a playbook, built in code. The title is the id with a capital letter. */
final class Line {
  static final Place NOWHERE = Place.none();

  private final String id;
  private Optional<Item.Each> each = Optional.empty();
  private Optional<Expr> when = Optional.empty();
  private Optional<SignRule> sign = Optional.empty();
  private Duration fresh = Duration.ZERO;
  private List<String> notApplicableBy = List.of();
  private Optional<Timing> timing = Optional.empty();
  private boolean done;
  private boolean verify;
  private boolean undo;
  private boolean repeatable;
  private int attemptsMax = 1;
  private Item.OnFail onFail = Item.OnFail.STOP;
  private Item.OnBreach onBreach = Item.OnBreach.PAUSE;
  private List<String> watched = List.of();
  private List<Item.Case> otherwise = List.of();

  private Line(String id) {
    this.id = id;
  }

  static Line line(String id) {
    return new Line(id);
  }

  // --- what any line may have ---

  Line each() {
    each = Optional.of(new Item.Each("target", "targets", NOWHERE));
    return this;
  }

  Line when(String cel) {
    when = Optional.of(new Expr(cel, NOWHERE));
    return this;
  }

  Line sign(SignRule rule) {
    sign = Optional.of(rule);
    return this;
  }

  Line fresh(Duration age) {
    fresh = age;
    return this;
  }

  Line notApplicableBy(String... roles) {
    notApplicableBy = List.of(roles);
    return this;
  }

  Line needs(String... ids) {
    Timing t = timing.orElse(Timing.any());
    timing = Optional.of(new Timing(List.of(ids), t.opens(), t.due(), false));
    return this;
  }

  Line opens(String anchor, Duration offset) {
    Timing t = timing.orElse(Timing.any());
    timing = Optional.of(new Timing(t.needs(), moment(anchor, offset), t.due(), false));
    return this;
  }

  Line due(String anchor, Duration offset) {
    Timing t = timing.orElse(Timing.any());
    timing = Optional.of(new Timing(t.needs(), t.opens(), moment(anchor, offset), false));
    return this;
  }

  static Optional<Watch.Moment> moment(String anchor, Duration offset) {
    return Optional.of(new Watch.Moment(anchor, offset));
  }

  // --- steps ---

  Line done() {
    done = true;
    return this;
  }

  Line verify() {
    verify = true;
    return this;
  }

  Line undo() {
    undo = true;
    return this;
  }

  Line repeatable() {
    repeatable = true;
    return this;
  }

  Line attempts(int max) {
    attemptsMax = max;
    return this;
  }

  Line goesOn() {
    onFail = Item.OnFail.CONTINUE;
    return this;
  }

  // --- rollouts, holds, ways out ---

  Line watched(String... ids) {
    watched = List.of(ids);
    return this;
  }

  Line onBreach(Item.OnBreach deed) {
    onBreach = deed;
    return this;
  }

  Line otherwise(Item.Case... cases) {
    otherwise = List.of(cases);
    return this;
  }

  // --- kinds ---

  Item check() {
    return new Item.Check(about(), Optional.of(probe()), otherwise);
  }

  /** A line that a person looks at. */
  Item manual() {
    return new Item.Check(about(), Optional.empty(), List.of());
  }

  Item signoff() {
    return new Item.Signoff(about());
  }

  Item step() {
    return new Item.Step(
        about(),
        call(id),
        done ? Optional.of(probe()) : Optional.empty(),
        verify ? Optional.of(probe()) : Optional.empty(),
        undo ? Optional.of(call("undo." + id)) : Optional.empty(),
        new Item.Traits(repeatable, false, onFail, attemptsMax, Duration.ofSeconds(60)));
  }

  /** A record of which {@code name} asks this role; each may have a time. */
  Item record(Duration within, String... asks) {
    return new Item.Record(about(), "book", form(within, asks));
  }

  /** {@code name role}, or {@code name} alone for one that is computed. */
  static Form form(Duration within, String... asks) {
    return new Form(
        Stream.of(asks)
            .map(ask -> ask.split(" ", -1))
            .map(ask ->
                new Form.Field(
                    ask[0],
                    Form.Type.valueOf(ask.length > 2 ? ask[2] : "STRING"),
                    ask.length > 1 ? Optional.of(ask[1]) : Optional.empty(),
                    ask.length > 1 ? Optional.empty() : Optional.of(text("computed")),
                    within))
            .toList());
  }

  /** Starts a run of {@code use}. */
  Item runbook(String use, boolean waits) {
    return new Item.Runbook(about(), use, Map.of(), waits);
  }

  Item message(Form form) {
    return new Item.Message(about(), List.of(text("slack:#ops")), text("hello"), Optional.of(form));
  }

  Item message() {
    return new Item.Message(about(), List.of(text("slack:#ops")), text("hello"));
  }

  Item rollout(Item.RolloutStep... steps) {
    return new Item.Rollout(about(), call("router.weight"), List.of(steps), watched, onBreach);
  }

  Item hold(Duration lasts) {
    return new Item.Hold(about(), lasts, watched, onBreach);
  }

  Item choose(Item.Otherwise otherwise, Item.Case... cases) {
    return new Item.Choose(about(), probe(), List.of(cases), otherwise);
  }

  Item group(Item.Order order, Item... items) {
    return new Item.Group(about(), order, List.of(items));
  }

  static Item.Case way(String title, Item... items) {
    return new Item.Case(title, new Expr("result.x", NOWHERE), List.of(items), NOWHERE);
  }

  static Item.RolloutStep percent(int weight, Duration bake, Item... items) {
    return new Item.RolloutStep(weight, bake, List.of(items), Optional.empty());
  }

  static Item.RolloutStep percent(int weight, Duration bake, SignRule sign) {
    return new Item.RolloutStep(weight, bake, List.of(), Optional.of(sign));
  }

  static Call call(String action) {
    return new Call(action, Map.of(), NOWHERE);
  }

  private static Arg text(String value) {
    return new Arg.Literal(value, NOWHERE);
  }

  private static Probe probe() {
    return new Probe(
        call("http.get"),
        Optional.of(new Expr("result.status == 200", NOWHERE)),
        Optional.empty(),
        1,
        Probe.Polling.once(),
        Duration.ofSeconds(10),
        Map.of());
  }

  private Item.About about() {
    String title = Character.toUpperCase(id.charAt(0)) + id.substring(1);
    return new Item.About(
        id,
        title,
        NOWHERE,
        each,
        when,
        sign,
        fresh,
        Duration.ZERO,
        notApplicableBy,
        Map.of(),
        timing);
  }
}
