package dev.holddown.playbooks.grammar;

import static dev.holddown.playbooks.grammar.Key.of;
import static dev.holddown.playbooks.grammar.Types.ANY;
import static dev.holddown.playbooks.grammar.Types.CONDITION;
import static dev.holddown.playbooks.grammar.Types.DATA;
import static dev.holddown.playbooks.grammar.Types.FILLED;
import static dev.holddown.playbooks.grammar.Types.FLAG;
import static dev.holddown.playbooks.grammar.Types.ITEMS;
import static dev.holddown.playbooks.grammar.Types.MOMENT;
import static dev.holddown.playbooks.grammar.Types.NAME;
import static dev.holddown.playbooks.grammar.Types.ROLE;
import static dev.holddown.playbooks.grammar.Types.SIGN;
import static dev.holddown.playbooks.grammar.Types.SPAN;
import static dev.holddown.playbooks.grammar.Types.TEXT;
import static dev.holddown.playbooks.grammar.Types.VALUE;
import static dev.holddown.playbooks.grammar.Types.either;
import static dev.holddown.playbooks.grammar.Types.known;
import static dev.holddown.playbooks.grammar.Types.many;
import static dev.holddown.playbooks.grammar.Types.named;
import static dev.holddown.playbooks.grammar.Types.rows;
import static dev.holddown.playbooks.grammar.Types.whole;
import static dev.holddown.playbooks.grammar.Types.words;

import java.util.List;

/** The kinds of items, what every item has, and the blocks inside them. */
final class ItemShapes {
  /** The kinds, by the key that holds the title. */
  static final List<String> KINDS =
      List.of(
          "check", "step", "signoff", "message", "rollout", "hold", "choose", "group", "use",
          "record", "runbook");

  private static final long SAMPLES_MAX = 1_000_000_000_000L;

  private ItemShapes() {}

  static List<Shape> all() {
    return List.of(
        check(),
        step(),
        kind("signoff"),
        message(),
        rollout(),
        hold(),
        choose(),
        group(),
        use(),
        record(),
        runbook(),
        probe(),
        rolloutStep(),
        way("case", "a case", of("case", TEXT, "its title").must()),
        Shape.of(
            "otherwise",
            "`otherwise`",
            of("page", ROLE, "who is woken").like("on_call"),
            of("items", ITEMS, "what is done")),
        Shape.of(
            "objections",
            "`objections`",
            of("by", many(ROLE), "who may object").must(),
            of("within", SPAN, "for how long")),
        Shape.of(
            "not_applicable",
            "`not-applicable`",
            of("by", many(ROLE), "who may say so").must().like("release_manager")),
        Shape.of(
            "waivable",
            "`waivable`",
            of("by", many(ROLE), "who may approve it, other than its owner")
                .must()
                .like("security_lead")),
        Shape.of("act", "`router`").called("`undo`").acts(),
        Shape.of(
            "ack",
            "`ack`",
            of("role", ROLE, "who says that it was read").must().like("on_call"),
            of("within", SPAN, "how long they have time, from when it was sent")
                .must()
                .like("10m")));
  }

  private static Shape way(String id, String noun, Key title) {
    return Shape.of(
        id,
        noun,
        title,
        of("when", CONDITION, "when it is taken").like("result.status == 503"),
        of("items", ITEMS, "what is done then").must());
  }

  /** What every item may have. */
  private static List<Key> about() {
    return List.of(
        of("id", NAME, "its name, an anchor of time").or("made from the title"),
        of("each", new Type.Each(), "once for each row").like("{target: targets}"),
        of("when", CONDITION, "whether it belongs to this run; an error blocks it")
            .like("vars.window == \"1m\""),
        of("sign", SIGN, "who signs beside the proof; silence never signs")
            .like("{role: approver}"),
        of("fresh", SPAN, "how old an answer may be at the gate").like("30m"),
        of("time-box", SPAN, "shown as overrun after this").like("45m"),
        of("not-applicable", Types.of("not_applicable"), "who may close it as N/A, with a reason")
            .or("nobody"),
        of("about", TEXT, "a sentence for people"),
        of("note", TEXT, "a remark"),
        of("quote", TEXT, "the line of the document it came from"),
        of("tags", many(TEXT), "words to filter by").like("[compliance]"),
        of("links", new Type.Named(TEXT), "links by title; a value may name one of `links`")
            .like("{Alias drift: drift}"),
        of("on-warn", rows("case"), "what is done when it passed with a warning"),
        of("needs", many(known(Type.Names.PLACE)), "what must be closed before"),
        of("opens", MOMENT, "not before").like("t0 - 30m"),
        of("due", MOMENT, "late after").like("full + 5m"),
        of("waivable", either(FLAG, Types.of("waivable")), "whether it may be waived, and by whom")
            .or("no; `true`: by who signs the gate, else by an approver")
            .like("{by: security_lead}"),
        of("imported", words("ticked"), "it was ticked on paper, which proves nothing"),
        of("keep", many(NAME), "the name under which the answer is kept as evidence"),
        of("store", words("counts", "body"), "`counts` keeps no body"));
  }

  /** How an answer is judged. */
  private static List<Key> manners() {
    return List.of(
        of("expect", CONDITION, "passes when true; an error is never a pass")
            .like("result.status == 200"),
        of("says", FILLED, "what is wrong, in plain words, when it did not pass")
            .or("the values of its condition")
            .like("alias ${result.json.alias} ≠ deployed ${result.json.version}"),
        of("warn", CONDITION, "passed, with a heads-up").like("result.value >= percent(0.5)"),
        of("min-samples", whole(0, SAMPLES_MAX), "things examined below which it is INCONCLUSIVE")
            .or("1"),
        of("within", SPAN, "asks again until true for this long").or("asks once").like("1m"),
        of("every", SPAN, "the pause between").or("2s"),
        of("consecutive", whole(1, 1_000), "how many in a row must pass").or("1"),
        of("timeout", SPAN, "how long one call may take").or("10s"),
        of("save", new Type.Named(VALUE), "named values of the answer, later `saved.x`")
            .like("{old_count: result.desired}"),
        of("shape", ANY, "which fields the JSON must have, and of which types")
            .like("{data: {id: string}}"),
        of("make", new Type.Named(words("uuid", "time", "number")), "values made up once")
            .like("{cid: uuid}"));
  }

  private static Shape kind(String id, Key... own) {
    return Shape.of(id, "a " + id, of(id, TEXT, "its title").must())
        .plus(List.of(own))
        .plus(about());
  }

  private static Shape check() {
    return kind("check")
        .plus(manners())
        .plus(
            List.of(
                of("metric", known(Type.Names.METRIC), "asks a metric instead of an action"),
                of("else", rows("case"), "ways out when it failed; closes as RESOLVED"),
                of("synthetic", FLAG, "may change the world, and cleans up after itself"),
                of("sequence", rows("probe"), "several probes in a row"),
                of("finally", rows("probe"), "always done, to clean up")))
        .asks();
  }

  private static Shape probe() {
    return Shape.of("probe", "`done`")
        .called("`verify`", "`check`", "a probe")
        .plus(manners())
        .plus(
            List.of(
                of("keep", many(NAME), "the name under which the answer is kept as evidence"),
                of("store", words("counts", "body"), "`counts` keeps no body")))
        .asks();
  }

  private static Shape step() {
    return kind(
            "step",
            of(
                "done",
                Types.of("probe"),
                "the desired state is in place: skips, settles, confirms"),
            of("verify", Types.of("probe"), "it works: asked only after the act"),
            of("destructive", FLAG, "needs a signature before it starts").or("false"),
            of("repeatable", FLAG, "may be done twice without harm").or("false"),
            of("undo", Types.of("act"), "owed before the run may close"),
            of("retry", whole(0, 20), "how often it is tried again").or("0"),
            of("on-fail", words("stop", "continue"), "what a failure does to what follows")
                .or("stop"),
            of("timeout", SPAN, "deadline of the act").or("60s"),
            of("as", NAME, "whose credentials are used"))
        .acts();
  }

  private static Shape message() {
    return kind(
        "message",
        of("to", many(new Type.Address()), "to whom").must().like("[\"slack:#releases\"]"),
        of("text", FILLED, "the words").like("\"${inputs.version} is live\""),
        of("template", known(Type.Names.TEMPLATE), "the words, by name, instead of `text`"),
        of("ack", Types.of("ack"), "somebody must sign that it was read, else it is not passed"),
        of("confirm", ROLE, "who confirms it before it is sent"));
  }

  private static Shape rollout() {
    return kind(
        "rollout",
        of("router", Types.of("act"), "the action that sets the weight")
            .must()
            .like("{proxy.shift: {url: …}}"),
        of("steps", rows("rollout_step"), "rising weights")
            .must()
            .like("[{weight: 10, bake: 15m}, {weight: 100}]"),
        watch(),
        breach(),
        of("keep-old", SPAN, "how long the old version is kept; then its removal is owed"));
  }

  private static Key watch() {
    return of("watch", many(known(Type.Names.WATCH)), "watches that must be quiet, by id")
        .or("all that roll back or propose it");
  }

  private static Key breach() {
    return of("on-breach", words("pause", "restart", "fail", "rollback"), "what a breach does")
        .or("pause");
  }

  private static Shape rolloutStep() {
    return Shape.of(
        "rollout_step",
        "a step of a rollout",
        of("weight", whole(1, 100), "percent of the traffic").like("10"),
        of("segment", TEXT, "which part of the users").like("internal"),
        of("bake", SPAN, "how long the watches must be quiet").like("15m"),
        of("items", ITEMS, "what is proved at this weight"),
        of("sign", SIGN, "who lets it go on"));
  }

  private static Shape hold() {
    return kind(
        "hold",
        of("for", SPAN, "how long it must stay quiet").must().like("30m"),
        watch(),
        breach(),
        of("objections", Types.of("objections"), "who may object while it waits"));
  }

  private static Shape choose() {
    List<Key> manners =
        manners().stream()
            .filter(key -> !List.of("expect", "warn", "says", "shape").contains(key.name()))
            .toList();
    return kind(
            "choose",
            of("cases", rows("case"), "the first that is true is taken").must(),
            of("otherwise", Types.of("otherwise"), "when none is true")
                .must()
                .like("{page: on_call}"))
        .plus(manners)
        .asks();
  }

  private static Shape group() {
    return kind(
        "group",
        of("order", words("listed", "any"), "one after the other, or all at once"),
        of("items", ITEMS, "what is inside").must());
  }

  private static Shape use() {
    return Shape.of(
            "use", "a use", of("use", known(Type.Names.GROUP), "the group of `checks`").must())
        .plus(
            List.of(
                of("title", TEXT, "what people read").or("the name of the group"),
                of("with", DATA, "the values it asks for").like("{url: \"https://shop.example\"}")))
        .plus(about());
  }

  private static Shape record() {
    return kind(
        "record",
        of("into", TEXT, "which book it is written into").must().like("incident_log"),
        of("fields", named("field"), "computed or asked; closes when all are filled")
            .must()
            .like("{cause: {ask: operator}}"));
  }

  private static Shape runbook() {
    return kind(
        "runbook",
        of("use", known(Type.Names.PLAYBOOK), "the id of the playbook that is run").must(),
        of("with", DATA, "its inputs"),
        of("wait", FLAG, "whether this run waits for it").or("true"));
  }
}
