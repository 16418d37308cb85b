package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static dev.holddown.domain.run.Line.percent;
import static dev.holddown.domain.run.Line.way;
import static dev.holddown.domain.run.Looking.at;
import static dev.holddown.domain.run.Looking.later;
import static dev.holddown.domain.run.Looking.page;
import static dev.holddown.domain.run.Looking.propose;
import static dev.holddown.domain.run.Looking.rollback;
import static dev.holddown.domain.run.Looking.tell;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Playbooks that between them have every kind of line, watch and way back. */
final class Shelf {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Item.Otherwise PAGE = new Item.Otherwise(List.of(), Optional.of("lead"));

  private Shelf() {}

  static final int BOOKS = 6;

  static Given run(int book) {
    return switch (book) {
      case 0 -> Given.queued(paper());
      case 1 -> Given.queued(acts());
      case 2 -> Given.queued(ramp());
      case 3 -> Given.queued(watched());
      case 4 -> Given.queued(shared());
      default -> Given.takesBack(ramp(), Duration.ofMinutes(2));
    };
  }

  /** Checks, signoffs, choices; gates; nothing is changed, and there is no way back. */
  private static Book paper() {
    return Book.empty()
        .targets("a", "b")
        .gated(
            "before",
            Duration.ofMinutes(30),
            Optional.of(Rules.all("manager 2")),
            line("lint").notApplicableBy("lead").check(),
            line("health").each().check(),
            line("sql").when("inputs.sql").check(),
            line("group")
                .group(
                    Item.Order.LISTED,
                    line("image").check(),
                    line("ok").sign(Rules.covering("saved.image", "approver")).signoff()),
            line("any").sign(Rules.any(2, "lead", "owner", "approver")).signoff())
        .stage(
            "middle",
            line("quota").otherwise(way("Ask", line("ask").check())).check(),
            line("which").choose(PAGE, way("Old", line("old").check()), way("New")),
            line("look").sign(Rules.valid(Duration.ofHours(1), "operator")).manual())
        .gated("after", line("wait").sign(Rules.notStarter("owner")).hold(MINUTE));
  }

  /** Steps of every sort, messages, undo; a way back in three phases. */
  private static Book acts() {
    return Book.of(
            line("warm").repeatable().attempts(2).step(),
            line("alias").done().verify().undo().step(),
            line("pay").step(),
            line("extra").goesOn().step(),
            line("drop").sign(Rules.all("owner")).done().undo().step(),
            line("tell").message())
        .gated("after", line("lint").check())
        .back("traffic", MINUTE, List.of(), line("zero").done().step(), line("see").check())
        .back("restore", MINUTE, List.of("traffic"), line("load").repeatable().undo().step())
        .back(
            "words",
            Duration.ZERO,
            List.of(),
            line("both").group(Item.Order.ANY, line("say").message(), line("log").check()),
            line("seen").sign(Rules.all("lead")).signoff())
        .owes(
            Owes.every("update", MINUTE.multipliedBy(2), "rollback.decided", "rollback.ended"),
            Owes.every("beat", MINUTE.multipliedBy(3), "start", "ended"),
            Owes.between(
                line("owed/report").record(Duration.ZERO, "cause operator"),
                "start",
                MINUTE,
                MINUTE.multipliedBy(2),
                MINUTE));
  }

  /** Lines that wait for others and for their time, and are late. */
  private static Book shared() {
    return Book.empty()
        .stage("soak", line("calm").watched("noise").onBreach(Item.OnBreach.RESTART).hold(MINUTE))
        .watch(at("noise").sustained(Duration.ZERO, tell("slack:#ops")))
        .gated(
            "before",
            line("scan").check(),
            line("look").needs("scan").due("start", MINUTE).sign(Rules.all("operator")).manual())
        .timed(Optional.empty(), Line.moment("start", MINUTE.multipliedBy(2)))
        .stage("change", line("deploy").done().opens("look", MINUTE).step())
        .timed(Line.moment("before", MINUTE), Optional.empty())
        .starts("mend")
        .stage(
            "words",
            line("mend").runbook("mend", true),
            line("note").runbook("note", false),
            line("log").sign(Rules.all("lead")).record(MINUTE, "version", "cause operator"),
            line("tell").message(Line.form(MINUTE, "impact operator")))
        .back("traffic", line("zero").due("rollback.decided", MINUTE).done().step());
  }

  /** A rollout under watches, with a baseline, whose way back needs approval. */
  private static Book ramp() {
    return Book.of(
            line("ramp")
                .sign(Rules.all("approver"))
                .watched("p99")
                .onBreach(Item.OnBreach.RESTART)
                .rollout(
                    percent(10, MINUTE, line("smoke").check(), line("poke").done().step()),
                    percent(50, MINUTE, Rules.all("approver")),
                    percent(100, Duration.ZERO)),
            line("silence").watched("p99", "errors").hold(MINUTE))
        .baseline("latency")
        .watch(at("p99").sustained(MINUTE, tell("slack:#ops")))
        .watch(at("errors").sustained(MINUTE, rollback()))
        .back("traffic", line("zero").done().step())
        .approval(Rules.all("approver"));
  }

  /** Levels, later deeds, policies for silence, a declared watch; it looks on after the end. */
  private static Book watched() {
    Watch.Policy breach = new Watch.Policy(true, Duration.ZERO, Optional.empty());
    Watch.Policy holds = new Watch.Policy(false, MINUTE, Optional.of(propose()));
    return Book.of(
            line("deploy").done().step(),
            line("soak").watched("errors").onBreach(Item.OnBreach.FAIL).hold(MINUTE),
            line("rest").watched("beat").onBreach(Item.OnBreach.PAUSE).hold(MINUTE))
        .watch(
            at("errors")
                .to("end", Duration.ofMinutes(30))
                .onError(holds)
                .level("warn", MINUTE, tell("slack:#ops"))
                .level("critical", MINUTE, page("lead"), later(MINUTE, propose())))
        .watch(at("beat").noData(breach).sustained(MINUTE, page("lead")))
        .watch(at("pulled").declaredBy("lead").sustained(Duration.ZERO, rollback()))
        .watch(at("back").from("rollback.decided").sustained(MINUTE, page("lead")))
        .back("traffic", line("zero").done().step(), line("quiet").watched("back").hold(MINUTE));
  }
}
