package dev.holddown.playbooks.grammar;

import static dev.holddown.playbooks.grammar.Key.of;
import static dev.holddown.playbooks.grammar.Types.ANY;
import static dev.holddown.playbooks.grammar.Types.DATA;
import static dev.holddown.playbooks.grammar.Types.FLAG;
import static dev.holddown.playbooks.grammar.Types.NAME;
import static dev.holddown.playbooks.grammar.Types.ROLE;
import static dev.holddown.playbooks.grammar.Types.SIGN;
import static dev.holddown.playbooks.grammar.Types.SPAN;
import static dev.holddown.playbooks.grammar.Types.TEXT;
import static dev.holddown.playbooks.grammar.Types.TIME;
import static dev.holddown.playbooks.grammar.Types.known;
import static dev.holddown.playbooks.grammar.Types.many;
import static dev.holddown.playbooks.grammar.Types.named;
import static dev.holddown.playbooks.grammar.Types.rows;
import static dev.holddown.playbooks.grammar.Types.whole;
import static dev.holddown.playbooks.grammar.Types.words;

import java.util.ArrayList;
import java.util.List;

/** The documents beside playbooks: board, freeze, people, exceptions and so on. */
final class DocumentShapes {
  /** Every kind of document; the first is the one that runs. */
  static final List<String> KINDS =
      List.of(
          "playbook", "board", "freeze", "people", "exceptions", "preauthorisation", "workspace");

  private DocumentShapes() {}

  static List<Shape> all() {
    List<Shape> all = new ArrayList<>(List.of(board(), freeze(), people(), exceptions()));
    all.addAll(List.of(preauthorisation(), workspace()));
    all.addAll(ofBoards());
    all.addAll(ofPeople());
    all.addAll(ofWorkspaces());
    return all;
  }

  private static Shape document(String kind, String noun, Key... keys) {
    return Shape.of(
            kind,
            noun,
            of("kind", words(kind), "which document this is").must().like(kind),
            of("id", NAME, "stable name").like("checkout"),
            of("title", TEXT, "what people read"),
            of("about", TEXT, "what it is for, in a sentence"))
        .plus(List.of(keys));
  }

  private static Shape board() {
    return document(
        "board",
        "a board",
        of("vars", DATA, "constants by name"),
        of("links", new Type.Named(TEXT), "link targets by name"),
        of("targets", new Type.Named(DATA), "named rows with values of their own, for `each`"),
        of("metrics", named("metric"), "queries defined once and used by name"),
        of("monitors", rows("monitor"), "watches without an end").must(),
        of("cards", rows("card"), "how they stand on the page"),
        of("health", Types.of("health"), "one number for all of them")
            .like("{start: 100, red-below: 60}"),
        of("anomalies", Types.of("anomalies"), "how many of its anomalies the summary tells")
            .or("all")
            .like("{top: 5}"),
        of("charts", many(known(Type.Names.METRIC)), "metrics that are drawn"),
        of(
                "snapshot",
                many(known(Type.Names.WATCH)),
                "monitors whose answers a snapshot keeps whole")
            .or("all"),
        of("scope", Types.of("scope"), "what it is about: who sees any of it sees the board")
            .or("everything"));
  }

  private static List<Shape> ofBoards() {
    return List.of(
        Shape.of(
            "card",
            "a card",
            of("title", TEXT, "what people read").must(),
            of("id", NAME, "its anchor").or("made from the title"),
            of("monitors", many(known(Type.Names.WATCH)), "which, by id").must(),
            of("link", TEXT, "where a click leads"),
            of("highlight-in-incident", FLAG, "whether it comes first in an incident")),
        Shape.of(
            "health",
            "`health`",
            of("start", whole(0, 1_000), "the number when all is well").must(),
            of("red-below", whole(0, 1_000), "red under this").must(),
            of("page", many(ROLE), "who is woken when it turns red").like("on_call")),
        Shape.of("anomalies", "`anomalies`", of("top", whole(1, 100), "how many").must()));
  }

  private static Shape freeze() {
    return document(
        "freeze",
        "a freeze",
        of("why", TEXT, "the reason that everybody reads").must(),
        of("owner", ROLE, "who declared it").must().like("release_manager"),
        of("scope", Types.of("scope"), "what it covers").or("everything"),
        of("from", TIME, "since when").like("2025-12-20T00:00Z"),
        of("to", TIME, "until when"),
        of("rrule", TEXT, "again and again (RFC 5545)").like("FREQ=WEEKLY;BYDAY=FR"),
        of("timezone", TEXT, "of `rrule` (IANA)").like("Europe/Berlin"),
        of("lasts", SPAN, "how long each of them is").like("12h"),
        of("override", Types.of("override"), "who may go through; never needed by a rollback")
            .like("{sign: {role: cto}, reason: required}"));
  }

  private static Shape people() {
    return document(
        "people",
        "people",
        of("roles", named("members"), "who has which role").must(),
        of("schedules", named("schedule"), "who is on duty when"),
        of("severities", named("severity"), "how bad, and who is woken"),
        of("escalations", rows("escalation"), "who is woken later"),
        of("contacts", DATA, "how somebody is reached"));
  }

  private static List<Shape> ofPeople() {
    return List.of(
        Shape.of(
            "members",
            "a role",
            of("members", many(TEXT), "user names"),
            of("from", TEXT, "a group of the identity provider").like("oidc:release-managers"),
            of("delegates", many(TEXT), "who may stand in"),
            of("may", words("read", "brake", "work", "admin"), "how far it reaches")
                .or("work")
                .like("brake"),
            of("covers", Types.of("scope"), "where it counts").or("everywhere"),
            of("available", TEXT, "when they can be reached").like("Mo-Fr 08:00-18:00")),
        Shape.of(
            "schedule",
            "a schedule",
            of("source", TEXT, "where it is kept").like("pagerduty:PXYZ"),
            of("rota", many(TEXT), "who takes turns"),
            of("lasts", SPAN, "how long one turn is").like("7d"),
            of("from", TIME, "when the first turn began"),
            of("timezone", TEXT, "IANA name").like("Europe/Berlin")),
        Shape.of(
            "severity",
            "a severity",
            of("alias", many(TEXT), "what else it is called").like("[SEV1]"),
            of("level", whole(0, 9), "0 or 1 is the worst").must(),
            of("ack", SPAN, "how long until somebody must answer").like("5m"),
            of("path", many(ROLE), "who is woken, one after the other")),
        Shape.of(
            "escalation",
            "an escalation",
            of(
                    "when",
                    new Type.Cel(true, List.of("severity", "resolved", "tags")),
                    "for which incidents")
                .must()
                .like("severity <= 2 && !resolved"),
            of("after", SPAN, "how long after the start").must().like("15m"),
            of("page", many(ROLE), "who is woken").must().like("engineering_lead")));
  }

  private static Shape exceptions() {
    return document("exceptions", "exceptions", of("rows", rows("exception"), "one each").must());
  }

  private static Shape preauthorisation() {
    return document(
        "preauthorisation",
        "a preauthorisation",
        of("allows", many(words("rollback")), "what may be done without asking").must(),
        of("scope", Types.of("scope"), "where").must(),
        of("watches", many(known(Type.Names.ANY_WATCH)), "only when one of these fired"),
        of("sign", SIGN, "who gives it").must().like("{role: cto}"),
        of("uses", whole(1, 1_000), "how often it may be used").or("until it expires"),
        of("expires", TIME, "at most 90 days ahead").must());
  }

  private static Shape workspace() {
    return document(
        "workspace",
        "a workspace",
        of("environments", named("place"), "the environments, in their order"),
        of("services", named("service"), "the services and who owns them"),
        of("changes", SIGN, "who agrees before a change of the folder comes into force")
            .or("nobody: at once")
            .like("{role: release_manager, count: 2}"),
        of("connectors", new Type.Named(DATA), "settings of connectors"),
        of("secrets", Types.of("secrets"), "where secrets are kept"),
        of("slos", named("slo"), "objectives, for error budgets"),
        of("calendars", DATA, "named hours").like("{off_peak: \"Mo-Su 22:00-05:00\"}"),
        of("links", new Type.Named(TEXT), "link targets by name"),
        of(
                "limits",
                new Type.Named(SPAN),
                "the longest that something may last: waiver (168h at most)")
            .like("{waiver: 7d}"),
        of("dora", Types.of("dora"), "what counts as deployment and failure"),
        of("retention", Types.of("retention"), "how long something is kept")
            .or("for ever")
            .like("{evidence: 400d}"));
  }

  private static List<Shape> ofWorkspaces() {
    return List.of(
        Shape.of(
            "scope",
            "`scope`",
            of("services", many(known(Type.Names.SERVICE)), "which services").or("all"),
            of("environments", many(known(Type.Names.ENVIRONMENT)), "where").or("all")),
        Shape.of(
            "override",
            "`override`",
            of("sign", SIGN, "who may").must(),
            of("reason", words("required", "optional"), "whether it must be said why")
                .or("required")),
        Shape.of(
            "exception",
            "an exception",
            of("id", TEXT, "its number").must().like("EX-7"),
            of("waives", TEXT, "the check or finding").must().like("lighthouse"),
            of("scope", Types.of("scope"), "where"),
            of("owner", TEXT, "who answers for it").must(),
            of("rationale", TEXT, "why").must(),
            of("risk", words("low", "medium", "high"), "how bad it may get").must(),
            of("reference", TEXT, "where more is written").like("SEC-1234"),
            of("expires", TIME, "at most 7 days ahead").must()),
        Shape.of(
            "place",
            "an environment of a workspace",
            of("account", TEXT, "proved before every act").like("\"111122223333\""),
            of("credentials", TEXT, "which are used").like("aws:milodev"),
            of("order", whole(0, 1_000), "smaller comes first")),
        Shape.of(
            "service",
            "a service",
            of("owner", ROLE, "who answers for it"),
            of("repo", TEXT, "where its source is"),
            of("depends", many(known(Type.Names.SERVICE)), "on which services"),
            of("links", new Type.Named(TEXT), "by title"),
            of("criticality", words("low", "medium", "high"), "how much depends on it")),
        Shape.of(
            "retention",
            "`retention`",
            of("evidence", SPAN, "proofs and samples of a run, from its last event on")
                .like("400d"),
            of("messages", SPAN, "messages that were delivered").like("90d")),
        Shape.of("secrets", "`secrets`", of("provider", TEXT, "by name").must().like("file")),
        Shape.of(
            "slo",
            "an objective",
            of("objective", new Type.Decimal(), "percent").must().like("99.9"),
            of("bad", TEXT, "the query that counts what was bad").must(),
            of("all", TEXT, "the query that counts everything").must()),
        Shape.of(
            "dora",
            "`dora`",
            of("deployment", ANY, "what counts as one"),
            of("failure", ANY, "what counts as one"),
            of("lead-time", ANY, "from where it is counted")));
  }
}
