package dev.holddown.sim;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Form;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lines of a playbook, built in code. */
final class Lines {
  /** Stands for the version that is released. */
  static final String CANDIDATE = "@candidate";

  /** Stands for the version that is gone back to. */
  static final String BACK = "@back";

  private Lines() {}

  static Item.About about(String id, Optional<SignRule> sign) {
    return new Item.About(
        id,
        id,
        Place.none(),
        Optional.empty(),
        Optional.empty(),
        sign,
        Duration.ZERO,
        Duration.ZERO,
        List.of("operator"),
        Map.of());
  }

  /** One line for each row of the targets. */
  static Item.About each(String id) {
    return changed(about(id), Optional.of(new Item.Each("target", "targets", Place.none())), false);
  }

  /** A line that not every release needs. */
  static Item.About when(String id) {
    return changed(about(id), Optional.empty(), true);
  }

  private static Item.About changed(Item.About a, Optional<Item.Each> each, boolean when) {
    return new Item.About(
        a.id(),
        a.title(),
        a.place(),
        each,
        when ? Optional.of(new Expr("wanted", Place.none())) : Optional.empty(),
        a.sign(),
        a.fresh(),
        a.timeBox(),
        a.notApplicableBy(),
        a.notes());
  }

  static Item.About about(String id) {
    return about(id, Optional.empty());
  }

  static SignRule sign(String role, int people, List<String> covers) {
    return sign(role, people, covers, Duration.ofHours(24));
  }

  static SignRule sign(String role, int people, List<String> covers, Duration valid) {
    return new SignRule(
        List.of(new SignRule.RoleCount(role, people)),
        0,
        true,
        covers.stream().map(path -> new Expr(path, Place.none())).toList(),
        valid);
  }

  /** Sets a field of the target. */
  static Call set(String field, String to) {
    return new Call("set." + field, Map.of("to", new Arg.Literal(to, Place.none())), Place.none());
  }

  /** Whether a field of the target has this value. */
  static Probe is(String field, String value) {
    return is(field, value, Map.of());
  }

  static Probe is(String field, String value, Map<String, Expr> save) {
    return new Probe(
        new Call("read." + field, Map.of(), Place.none()),
        Optional.of(new Expr(value, Place.none())),
        Optional.empty(),
        1,
        Probe.Polling.once(),
        Duration.ofSeconds(10),
        save);
  }

  static Item.Check check(String id, String field, String value) {
    return new Item.Check(about(id), Optional.of(is(field, value)), List.of());
  }

  /** A step with {@code done}; its time-out is {@code seconds}. */
  static Item.Step step(String id, String field, String to, long seconds, int attempts) {
    return new Item.Step(
        about(id),
        set(field, to),
        Optional.of(is(field, to)),
        Optional.empty(),
        Optional.empty(),
        traits(false, seconds, attempts));
  }

  static Item.Traits traits(boolean repeatable, long seconds, int attempts) {
    return new Item.Traits(
        repeatable, false, Item.OnFail.STOP, attempts, Duration.ofSeconds(seconds));
  }

  /** An entry of a log that two roles fill in. */
  static Item.Record written(String id) {
    Form.Field why =
        new Form.Field("why", Form.Type.STRING, Optional.of("qa"), Optional.empty(), Duration.ZERO);
    Form.Field by =
        new Form.Field("by", Form.Type.STRING, Optional.of("qa"), Optional.empty(), Duration.ZERO);
    Form.Field tickets =
        new Form.Field(
            "tickets", Form.Type.INT, Optional.of("lead"), Optional.empty(), Duration.ZERO);
    return new Item.Record(about(id), "decisions", new Form(List.of(why, by, tickets)));
  }

  static Item.Message message(String id) {
    return new Item.Message(
        about(id),
        List.of(new Arg.Literal("file:log", Place.none())),
        new Arg.Literal("done", Place.none()));
  }

  /** A watch that a person pulls. */
  static Watch pulled(Watch.Moment to) {
    return new Watch(
        "pulled",
        "pulled",
        new Watch.Source.Declared("operator"),
        new Watch.Armed(new Watch.Moment("canary", Duration.ZERO), to),
        List.of(
            new Watch.Level(
                "breach",
                new Expr("declared", Place.none()),
                Duration.ZERO,
                List.of(new Watch.Then(Watch.Then.Deed.ROLLBACK, List.of(), Duration.ZERO)))),
        new Watch.Pace(
            Book.EVERY,
            Book.MAX_GAP,
            Duration.ofSeconds(10),
            Watch.Policy.hold(),
            Watch.Policy.hold()),
        Place.none());
  }
}
