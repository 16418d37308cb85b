package dev.holddown.playbooks.grammar;

import static dev.holddown.playbooks.grammar.Key.of;
import static dev.holddown.playbooks.grammar.Types.ANY;
import static dev.holddown.playbooks.grammar.Types.CONDITION;
import static dev.holddown.playbooks.grammar.Types.DATA;
import static dev.holddown.playbooks.grammar.Types.FILLED;
import static dev.holddown.playbooks.grammar.Types.ITEMS;
import static dev.holddown.playbooks.grammar.Types.MOMENT;
import static dev.holddown.playbooks.grammar.Types.NAME;
import static dev.holddown.playbooks.grammar.Types.ROLE;
import static dev.holddown.playbooks.grammar.Types.SIGN;
import static dev.holddown.playbooks.grammar.Types.SPAN;
import static dev.holddown.playbooks.grammar.Types.TEXT;
import static dev.holddown.playbooks.grammar.Types.either;
import static dev.holddown.playbooks.grammar.Types.known;
import static dev.holddown.playbooks.grammar.Types.many;
import static dev.holddown.playbooks.grammar.Types.named;
import static dev.holddown.playbooks.grammar.Types.rows;
import static dev.holddown.playbooks.grammar.Types.whole;
import static dev.holddown.playbooks.grammar.Types.words;

import java.util.List;

/** The top of a playbook, its stages, its way back, and what is owed afterwards. */
final class PlaybookShapes {
  private PlaybookShapes() {}

  static List<Shape> all() {
    return List.of(
        playbook(),
        subject(),
        environment(),
        input(),
        group(),
        template(),
        mode(),
        source(),
        stage(),
        gate(),
        rollback(),
        approval(),
        otherwise(),
        escalate(),
        phase(),
        sign(),
        signature(),
        owe(),
        evidence());
  }

  private static Shape playbook() {
    return Shape.of(
        "playbook",
        "a playbook",
        of("kind", words("playbook"), "which document this is").must().like("playbook"),
        of("id", NAME, "stable name; the title may change")
            .or("made from the title")
            .like("promote_checkout"),
        of("title", TEXT, "what people read").or("the id").like("Release of checkout"),
        of("about", TEXT, "what it is for, in a sentence"),
        of("badge", TEXT, "a short mark beside the title").like("P0-Ready"),
        of("source", Types.of("source"), "the document it was read from"),
        of("mode", words("release", "rollback", "incident"), "which kind of run").or("release"),
        of("subject", Types.of("subject"), "which service, and where to")
            .must()
            .like("{service: checkout, environment: [staging, prod]}"),
        of("environments", named("environment"), "what differs between environments")
            .like("{prod: {vars: {ns: shop}}}"),
        of("inputs", named("input"), "values asked for at the start and frozen then")
            .like("{version: {type: version}}"),
        of("vars", DATA, "constants by name").like("{url: \"https://shop.example\"}"),
        of("links", new Type.Named(TEXT), "link targets by name, which items point at")
            .like("{drift: \"https://ci.example/drift\"}"),
        of("targets", new Type.Named(DATA), "named rows with values of their own, for `each`")
            .like("{web: {url: \"https://web.example\"}}"),
        of("metrics", named("metric"), "queries defined once and used by name"),
        of("checks", named("checks"), "groups of items, called with `use` and `with`")
            .like("{core_routes: {with: [url], items: […]}}"),
        of("modes", named("mode"), "the same playbook with other duties"),
        of("stages", rows("stage"), "what is done, in this order").must(),
        of("watches", rows("watch"), "probes over time"),
        of("rollback", Types.of("rollback"), "the way back"),
        of("owed", rows("owe"), "what is owed to people during and after the run"),
        of("evidence", rows("need"), "what must be kept before the run may close"),
        of("templates", named("template"), "words of messages, used by name")
            .like("{done: {subject: Done, text: \"${inputs.version} is live\"}}"),
        of("charts", many(known(Type.Names.METRIC)), "metrics drawn with release marks")
            .like("[p99, errors]"),
        of("suggest", many(known(Type.Names.WATCH)), "watches that propose this runbook"),
        of("lock", words("subject", "environment", "service"), "one run at a time per this")
            .or("subject"));
  }

  private static Shape subject() {
    return Shape.of(
        "subject",
        "`subject`",
        of("service", TEXT, "what is released").must().like("checkout"),
        of("environment", many(TEXT), "where to; of a list one is chosen at the start")
            .must()
            .like("[staging, prod]"));
  }

  private static Shape environment() {
    return Shape.of(
        "environment",
        "an environment",
        of("vars", DATA, "values over those of the playbook").like("{ns: shop}"),
        of("plan", SPAN, "how long a release is expected to take").like("45m"),
        of("back", SPAN, "within which time the way back must be done").like("30m"),
        of("data-loss", SPAN, "how much data may be lost at most").like("15m"));
  }

  private static Shape input() {
    return Shape.of(
        "input",
        "an input",
        of(
                "type",
                words(
                    "string",
                    "int",
                    "number",
                    "bool",
                    "choice",
                    "image",
                    "images",
                    "version",
                    "commit",
                    "artifact",
                    "url",
                    "time",
                    "duration",
                    "dns_label"),
                "how the text is read and checked")
            .must()
            .like("version"),
        of("of", many(TEXT), "what may be chosen").like("[blue, green]"),
        of("pattern", TEXT, "a regular expression that the whole text must match")
            .like("CHG-[0-9]+"),
        of("default", TEXT, "the value when none is given").like("blue"),
        of("help", TEXT, "a sentence for whoever is asked"));
  }

  private static Shape group() {
    return Shape.of(
        "checks",
        "a group of checks",
        of("with", many(NAME), "names that the caller gives values, read as `with.name`")
            .like("[url]"),
        of("items", ITEMS, "what is done where it is called").must());
  }

  private static Shape template() {
    return Shape.of(
        "template",
        "a template",
        of("subject", FILLED, "the first line"),
        of("text", FILLED, "the words").must(),
        of("ask", named("field"), "what a person fills in before it is sent"));
  }

  private static Shape mode() {
    return Shape.of(
        "mode",
        "a mode",
        of("needs", words("incident"), "what it answers, named by the input `incident`")
            .must()
            .like("incident"),
        of("only", TEXT, "the tag of the items that hold before the change")
            .must()
            .like("must_have"),
        of("later", SPAN, "within which time after its end the rest is owed").or("24h"),
        of("sign", SIGN, "who allows it").must().like("{role: engineering_lead}"));
  }

  private static Shape source() {
    return Shape.of(
        "source",
        "`source`",
        of("file", TEXT, "the document").must().like("sources/002.md"),
        of("sha256", TEXT, "its digest when it was read").must());
  }

  private static Shape stage() {
    return Shape.of(
        "stage",
        "a stage",
        of("stage", TEXT, "its title").must().like("Before"),
        of("id", NAME, "its name, an anchor of time").or("made from the title"),
        of("when", CONDITION, "whether the stage belongs to this run"),
        of("tags", many(TEXT), "words to filter by"),
        of("order", words("listed", "any"), "one after the other, or all at once")
            .or("any when only people and questions are inside, else listed"),
        of("opens", MOMENT, "not before").like("t0 - 30m"),
        of("due", MOMENT, "late after").like("full + 5m"),
        of("time-box", SPAN, "how long it may take from its own start").like("45m"),
        of("gate", either(words("all"), Types.of("gate")), "ends in a Go/No-Go").like("all"),
        of("items", ITEMS, "what is proved, done and signed").must());
  }

  private static Shape gate() {
    return Shape.of(
        "gate",
        "`gate`",
        of("needs", words("all"), "which items must be closed").must(),
        of("waivers", words("allowed", "none"), "whether waived items count as closed"),
        of("fresh", SPAN, "answers older than this are asked again before Go").like("30m"),
        of("late", words("no-go", "go"), "what holds when the gate is late"),
        of("sign", SIGN, "who says Go").like("{role: release_manager}"));
  }

  private static Shape rollback() {
    return Shape.of(
        "rollback",
        "`rollback`",
        of("to", either(words("none"), DATA), "what to go back to, frozen at the start")
            .like("{image: \"${last_good().image}\"}"),
        of("approval", either(Types.of("approval"), SIGN), "who says yes before it begins")
            .or("nobody: at once")
            .like("{sign: {role: approver}}"),
        of("phases", rows("phase"), "what is done, in this order").must());
  }

  private static Shape approval() {
    return Shape.of(
        "approval",
        "`approval`",
        of("sign", SIGN, "who says yes"),
        of("policy", known(Type.Names.POLICY), "the id of a preauthorisation"),
        of("else", Types.of("approval_else"), "who is asked when the policy does not hold"));
  }

  private static Shape otherwise() {
    return Shape.of(
        "approval_else",
        "`else` of an approval",
        of("sign", SIGN, "who says yes").must(),
        of("escalate", Types.of("escalate"), "who is asked after a while"));
  }

  private static Shape escalate() {
    return Shape.of(
        "escalate",
        "`escalate`",
        of("after", SPAN, "how long nobody answered").must().like("5m"),
        of("to", Types.of("signature"), "who is asked then").must().like("{role: senior}"));
  }

  private static Shape phase() {
    return Shape.of(
        "phase",
        "a phase",
        of("phase", TEXT, "its title").must().like("Restore service"),
        of("id", NAME, "its name").or("made from the title"),
        of("time-box", SPAN, "how long it may take").must().like("5m"),
        of("due", MOMENT, "late after").like("rollback.decided + 30m"),
        of("needs", many(TEXT), "ids of earlier phases that must have succeeded"),
        of("on-fail", words("continue", "stop"), "what a failure does to the later phases")
            .or("continue"),
        of("items", ITEMS, "what is done; each step has `done` or `repeatable: true`").must());
  }

  private static Shape sign() {
    return Shape.of(
        "sign",
        "sign",
        of("role", ROLE, "who must").like("approver"),
        of("count", whole(1, 20), "how many different people of the role").or("1"),
        of("all", rows("signature"), "several roles, each of them"),
        of("any", whole(1, 1_000), "how many of `of` suffice"),
        of("of", rows("signature"), "the roles of `any`"),
        of("not", many(words("starter")), "who may not sign").like("[starter]"),
        of("covers", new Type.Rows(Types.VALUE), "values that the signature is bound to")
            .like("[inputs.image.digest]"),
        of("valid", SPAN, "how long it holds").or("24h"),
        of("when", words("always", "not-passed"), "whether a passed item needs it too")
            .or("always"),
        of("method", many(TEXT), "how the approval may be given; one of them is told with it")
            .like("[console, phone, signed_commit]"));
  }

  private static Shape signature() {
    return Shape.of(
        "signature",
        "a signature",
        of("role", ROLE, "who must").must(),
        of("count", whole(1, 20), "how many different people of the role").or("1"));
  }

  private static Shape owe() {
    return Shape.of(
        "owe",
        "what is owed",
        of("owe", TEXT, "its title").must().like("Status update"),
        of("every", SPAN, "again and again").like("15m"),
        of("from", MOMENT, "since when").or("start").like("rollback.decided"),
        of("until", MOMENT, "from when on no more of it is owed").like("incident.resolved"),
        of("due", MOMENT, "late after"),
        of(
                "between",
                new Type.Rows(SPAN),
                "not before and not after, from `from`; a record of a time names one in it, before"
                    + " it")
            .like("[24h, 48h]"),
        of("remind", SPAN, "how often its owner is reminded").or("once, when it may be met"),
        of("message", Types.of("owed_message"), "a message that is owed"),
        of("check", Types.of("probe"), "a question that is owed"),
        of("record", Types.of("owed_record"), "a record that is owed"),
        of("owner", Types.of("owner"), "who owes it")
            .or("the operator")
            .like("{role: incident_commander}"),
        of("overdue", Types.of("overdue"), "what happens when it is late").like("{page: on_call}"));
  }

  private static Shape evidence() {
    return Shape.of(
        "need",
        "needed evidence",
        of("need", NAME, "the name given by `keep`").must().like("trace_ids"),
        of("at-least", whole(1, 1_000_000), "how many").or("1"),
        of("by", known(Type.Names.PLACE), "the stage by whose end it must be there"),
        of("when", CONDITION, "whether it is needed"),
        of("schema", TEXT, "a JSON Schema file that it must fit"));
  }

  static List<Shape> small() {
    return List.of(
        Shape.of(
            "owed_message",
            "an owed message",
            of("template", known(Type.Names.TEMPLATE), "the words, by name"),
            of("text", FILLED, "the words"),
            of("to", many(new Type.Address()), "to whom").must().like("[\"slack:#status\"]")),
        Shape.of(
            "owed_record",
            "an owed record",
            of("into", TEXT, "which book it is written into").must(),
            of("fields", named("field"), "its fields").must()),
        Shape.of(
            "field",
            "a field",
            of("value", ANY, "computed by the engine"),
            of("ask", ROLE, "who fills it in"),
            of("role", ROLE, "who fills it in"),
            of("default", ANY, "what is proposed"),
            of("type", words("string", "int", "number", "bool", "time", "url"), "how it is read"),
            of("within", SPAN, "how long one has time")),
        Shape.of("owner", "an owner", of("role", ROLE, "who owes it").must()),
        Shape.of(
            "overdue",
            "`overdue`",
            of("page", many(ROLE), "who is woken"),
            of("notify", many(new Type.Address()), "who is told")));
  }
}
