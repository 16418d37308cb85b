package dev.holddown.playbooks.grammar;

import static dev.holddown.playbooks.grammar.Key.of;
import static dev.holddown.playbooks.grammar.Types.CONDITION;
import static dev.holddown.playbooks.grammar.Types.FILLED;
import static dev.holddown.playbooks.grammar.Types.NAME;
import static dev.holddown.playbooks.grammar.Types.ROLE;
import static dev.holddown.playbooks.grammar.Types.SPAN;
import static dev.holddown.playbooks.grammar.Types.TEXT;
import static dev.holddown.playbooks.grammar.Types.VALUE;
import static dev.holddown.playbooks.grammar.Types.either;
import static dev.holddown.playbooks.grammar.Types.known;
import static dev.holddown.playbooks.grammar.Types.many;
import static dev.holddown.playbooks.grammar.Types.rows;
import static dev.holddown.playbooks.grammar.Types.whole;
import static dev.holddown.playbooks.grammar.Types.words;

import java.util.List;

/** Metrics, watches, and what a watch does. */
final class WatchShapes {
  private WatchShapes() {}

  static List<Shape> all() {
    return List.of(
        metric(), baseline(), watch(), monitor(), hint(), level(), policy(), then(), declare());
  }

  private static Shape metric() {
    return Shape.of(
            "metric",
            "a metric",
            of("each", new Type.Each(), "once for each row").like("{target: targets}"),
            of("unit", TEXT, "s, ms, ratio, percent, bytes, or your own").like("s"),
            minSamples(),
            of("baseline", Types.of("baseline"), "what a value is compared with")
                .like("{frozen: start, over: 60m}"))
        .asks();
  }

  private static Key minSamples() {
    return of(
            "min-samples",
            whole(0, 1_000_000_000_000L),
            "things examined below which it is INCONCLUSIVE")
        .or("1");
  }

  private static Shape baseline() {
    return Shape.of(
        "baseline",
        "`baseline`",
        of("frozen", words("start"), "measured once, at the start of the run"),
        of("over", SPAN, "over how long it is measured").like("60m"),
        of("offset", SPAN, "the same query so long ago").like("7d"),
        of("side", words("stable"), "the other side of the rollout"),
        of("same", words("time_of_day", "time_of_week"), "the same time of earlier days"),
        of("days", whole(1, 366), "how many of them"),
        of("stored", NAME, "a baseline that was stored"));
  }

  private static Shape watch() {
    return Shape.of(
            "watch",
            "a watch",
            of("watch", TEXT, "its title").must().like("API error rate"),
            of("id", NAME, "its name").or("made from the title"),
            of("quote", TEXT, "the line of the document it came from"),
            of("metric", known(Type.Names.METRIC), "samples a metric instead of an action"),
            of("each", new Type.Each(), "once for each row").like("{target: targets}"),
            of("declare", Types.of("declare"), "a person pulls it").like("{role: devops_lead}"),
            of("armed", new Type.Moment(true), "from when to when it looks")
                .or("from the first step, rollout or choice to the end")
                .like("canary .. end"),
            breach(),
            lasting(),
            of("every", SPAN, "how often it looks, at least 1s").or("10s"),
            minSamples(),
            of("baseline", Types.of("baseline"), "what a value is compared with"),
            of("no-data", policyOr(), "what no answer means").or("hold"),
            of("on-error", policyOr(), "what an error means")
                .or("hold")
                .like("{hold: 30m, then: propose}"),
            of("max-gap", SPAN, "the longest gap that still counts").or("3 × every"),
            of("timeout", SPAN, "how long one call may take").or("10s"),
            deeds(),
            of("levels", rows("level"), "a warning and a critical level"))
        .asks();
  }

  /** A watch of a board: it has no end, nobody pulls it, and it is told to people. */
  private static Shape monitor() {
    return Shape.of(
            "monitor",
            "a monitor",
            of("watch", TEXT, "its title").must().like("Agents that do not pulse"),
            of("id", NAME, "its name").or("made from the title"),
            of("quote", TEXT, "the line of the document it came from"),
            of("metric", known(Type.Names.METRIC), "samples a metric instead of an action"),
            of("each", new Type.Each(), "once for each row").like("{target: targets}"),
            breach(),
            lasting(),
            of("every", SPAN, "how often it looks, at least 1s").or("10s"),
            minSamples(),
            of("no-data", policyOr(), "what no answer means").or("hold"),
            of("on-error", policyOr(), "what an error means").or("hold"),
            of("max-gap", SPAN, "the longest gap that still counts; an older answer is stale")
                .or("3 × every"),
            of("timeout", SPAN, "how long one call may take").or("10s"),
            deeds(),
            of("levels", rows("level"), "a warning and a critical level"),
            of("shows", FILLED, "the answer in plain words")
                .or("the sentence of its condition")
                .like("${result.sent} of ${result.limit}"),
            of("details", VALUE, "a list of the answer, told row by row")
                .like("result.json.agents"),
            of("hints", rows("hint"), "what to do about it: every one that fits"),
            of("save", new Type.Named(VALUE), "values that a snapshot keeps, by name")
                .like("{lambda: result.json.lambda}"))
        .asks();
  }

  private static Shape hint() {
    return Shape.of(
        "hint",
        "a hint",
        of("hint", TEXT, "the branch it leads to").must().like("webhook delivery"),
        of("when", CONDITION, "when it fits").must(),
        of("say", TEXT, "what to do").must(),
        of("link", TEXT, "where to go on"),
        of("use", NAME, "a runbook that a person opens under the incident with one click"),
        of("environment", TEXT, "in which of the runbook's environments"),
        of("with", new Type.Named(FILLED), "values for the runbook's inputs, by name"));
  }

  private static Type policyOr() {
    return either(words("hold", "breach"), Types.of("policy"));
  }

  private static Key breach() {
    return of("breach", CONDITION, "a sample is a breach when true")
        .like("result.value > percent(2)");
  }

  private static Key lasting() {
    return of("for", SPAN, "how long it must last; 0s is at once").like("3m");
  }

  private static Key deeds() {
    return of("then", many(deed()), "what happens").like("rollback");
  }

  private static Type deed() {
    return either(words("rollback", "propose"), Types.of("then"));
  }

  private static Shape level() {
    return Shape.of(
        "level",
        "a level",
        of("level", words("critical", "warn"), "its name").must(),
        breach().must(),
        lasting().must(),
        deeds(),
        of("penalty", whole(0, 100), "taken off the health of a board").like("40"));
  }

  private static Shape policy() {
    return Shape.of(
            "policy",
            "`no-data`",
            of("hold", SPAN, "how long rollouts only stop").must().like("30m"),
            of("then", deed(), "what happens after that").must().like("propose"))
        .called("`on-error`");
  }

  private static Shape then() {
    return Shape.of(
        "then",
        "`then`",
        of("notify", many(new Type.Address()), "who is told").like("[\"slack:#ops\"]"),
        of("page", many(ROLE), "who is woken").like("on_call"),
        of("runbook", known(Type.Names.PLAYBOOK), "the runbook that is begun"),
        of("after", SPAN, "how long the breach must go on").like("5m"),
        of("do", deed(), "what happens then").like("propose"));
  }

  private static Shape declare() {
    return Shape.of(
        "declare", "`declare`", of("role", ROLE, "who may pull it").must().like("devops_lead"));
  }
}
