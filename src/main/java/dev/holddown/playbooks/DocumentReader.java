package dev.holddown.playbooks;

import dev.holddown.domain.people.People;
import dev.holddown.domain.playbook.EvidenceNeed;
import dev.holddown.domain.playbook.Linked;
import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.Said;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.engine.port.ExprCheck;
import dev.holddown.playbooks.grammar.Grammar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads one document: a playbook, or one of the other kinds. */
final class DocumentReader {
  private Linked.Mode mode = Linked.Mode.RELEASE;
  private final Context context;
  private final Node node;
  private Optional<People> people = Optional.empty();

  DocumentReader(Problems problems, Vocabulary verbs, ExprCheck check, Node node) {
    this.node = node;
    Node.Mapping root =
        node instanceof Node.Mapping mapping ? mapping : new Node.Mapping(List.of(), node.place());
    Parts parts = new Parts(Declared.value(root, "rollback").isPresent());
    this.context =
        new Context(problems, verbs, check, new Names(Declared.of(root)), new Pending(parts));
  }

  Problems problems() {
    return context.problems();
  }

  Pending pending() {
    return context.pending();
  }

  Declared declared() {
    return context.names().declared();
  }

  /** The kind it says it is; a playbook when it says none or one that nobody knows. */
  String kind() {
    return Declared.value(node, "kind")
        .filter(Node.Scalar.class::isInstance)
        .map(kind -> ((Node.Scalar) kind).text())
        .filter(Grammar.documents()::contains)
        .orElse("playbook");
  }

  /** What a people document means, once it was read. */
  Optional<People> people() {
    return people;
  }

  /** The node as it was written. */
  Node node() {
    return node;
  }

  /** What a document means; something only when no problem was found. */
  record Read(Optional<Playbook> playbook, Optional<Document> document) {
    /** The same with the playbook as it is with those that it starts runs of. */
    Read tied(UnaryOperator<Playbook> tie) {
      return new Read(playbook.map(tie), document);
    }
  }

  Read read() {
    new OpenSlots(context.problems()).look(node);
    if (!kind().equals("playbook")) {
      return new Read(Optional.empty(), other(kind()));
    }
    Keys root = Keys.of(context, "a playbook", node);
    return new Read(
        isPlaybook(root) ? Optional.of(playbook(root)) : Optional.empty(), Optional.empty());
  }

  private Optional<Document> other(String kind) {
    Said.Block said = new TypeReader(context, "").document(node, Grammar.shape(kind));
    context.names().resolve(context.problems());
    context.pending().circles(context.problems());
    if (kind.equals("people")) {
      people = Optional.of(PeopleReader.read(said));
      PeopleReader.reached(said, context.problems());
      return PeopleReader.severities(said).map(Document.OfSeverities::new);
    }
    return new PermitReader(context, node).read(kind, said);
  }

  private Playbook playbook(Keys root) {
    String title = root.text("title");
    if (!root.has("id") && !root.has("title") && node instanceof Node.Mapping) {
      context.problems().add(node.place(), "a playbook needs `title`", "add title: and id:");
    }
    String id =
        root.take("id")
            .map(value -> context.values().name(value, "id"))
            .orElseGet(() -> Ids.from(title));
    String about = root.text("about");
    String badge = root.text("badge");
    mode(root);
    Playbook.Subject subject = subject(root);
    Parts parts = context.pending().parts();
    Playbook.Scopes scopes = new ScopesReader(context).read(root, subject, parts);
    texts(root);
    Scope inRun = context.names().declared().inRun();
    root.listing("watches").forEach(watch -> new WatchReader(context, parts, inRun).read(watch));
    Surroundings around = new Surroundings(inRun, parts, false, false, false);
    List<Stage> stages = stages(root, around);
    Optional<RollbackPlan> rollback =
        root.take("rollback").map(value -> new RollbackReader(context, parts).read(value));
    List<Obligation> owed = new OwedReader(context, around).read(root.listing("owed"));
    List<EvidenceNeed> needs = new EvidenceReader(context, stages).read(root.listing("evidence"));
    root.take("checks").ifPresent(groups -> GroupReader.declared(context, groups, around));
    root.take("modes");
    root.finish();
    context.names().resolve(context.problems());
    context.pending().circles(context.problems());
    if (context.problems().none()) {
      WaitingGraph.check(stages, context.problems());
    }
    Playbook read =
        new Playbook(
            id,
            title.isEmpty() ? id : title,
            about,
            subject,
            scopes,
            stages,
            armed(parts, stages),
            rollback,
            Optional.empty(),
            Optional.of(badge).filter(mark -> !mark.isBlank()));
    return new ModesReader(context).read(root, read.owing(owed).needing(needs));
  }

  private void mode(Keys root) {
    String word = root.oneOf("mode", List.of("release", "rollback", "incident"));
    mode =
        switch (word) {
          case "incident" -> Linked.Mode.INCIDENT;
          case "rollback" -> Linked.Mode.ROLLBACK;
          default -> Linked.Mode.RELEASE;
        };
    root.entry("mode")
        .ifPresent(
            entry -> new TypeReader(context, "").value(entry.value(), "playbook.mode: " + word));
  }

  /** Which kind of run it makes. */
  Linked.Mode mode() {
    return mode;
  }

  /** Links and templates, put in where they are named; and the document it was read from. */
  private void texts(Keys root) {
    for (String key : List.of("links", "templates", "source")) {
      TypeReader reader = new TypeReader(context, "");
      root.take(key)
          .ifPresent(value ->
              reader.read(
                  value,
                  Grammar.shape("playbook").key(key).orElseThrow().type(),
                  key,
                  reader.wide().with("ask", List.of())));
    }
  }

  private boolean isPlaybook(Keys root) {
    Optional<Node> kind = root.must("kind", "write kind: playbook at the top");
    if (kind.isEmpty()) {
      return node instanceof Node.Mapping;
    }
    String name = context.values().text(kind.get(), "kind");
    if (name.equals("playbook") || name.isEmpty()) {
      return true;
    }
    context
        .problems()
        .add(
            kind.get().place(),
            "`kind: " + name + "` is not known",
            Nearest.cure(name, Grammar.documents()));
    return false;
  }

  private Playbook.Subject subject(Keys root) {
    Optional<Node> value =
        root.must("subject", "write subject: {service: checkout, environment: prod}");
    if (value.isEmpty()) {
      return new Playbook.Subject("", List.of());
    }
    Keys keys = Keys.of(context, "`subject`", value.get());
    String service =
        keys.must("service", "name what is released")
            .map(name -> plain(name, "service"))
            .orElse("");
    context.pending().reference(Pending.Names.SERVICE, service, value.get().place());
    List<String> environments =
        keys
            .must("environment", "name where to, or a list to choose from at the start")
            .map(context.values()::list)
            .orElse(List.of())
            .stream()
            .map(name -> plain(name, "environment"))
            .toList();
    environments.forEach(
        name -> context.pending().reference(Pending.Names.ENVIRONMENT, name, value.get().place()));
    keys.finish();
    return new Playbook.Subject(service, environments);
  }

  /** A name that may stand in the name of a lock, {@code service/environment}. */
  private String plain(Node name, String key) {
    String text = context.values().literal(name, key);
    if (!text.isEmpty() && !text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      context
          .problems()
          .add(
              name.place(),
              "the " + key + " `" + text + "` may hold only letters, digits and . _ -",
              "");
    }
    return text;
  }

  private List<Stage> stages(Keys root, Surroundings around) {
    Optional<Node> value = root.must("stages", "write stages: [{stage: …, items: […]}]");
    List<Stage> stages = new ArrayList<>();
    root.listing("stages")
        .forEach(stage -> stages.add(new StageReader(context).read(stage, around)));
    if (stages.isEmpty() && value.filter(Node.Listing.class::isInstance).isPresent()) {
      context.problems().add(root.place(), "`stages` is empty: nothing would be done", "");
    }
    return List.copyOf(stages);
  }

  /** The watches, each with its time to look; one that does nothing for nobody is a problem. */
  private List<Watch> armed(Parts parts, List<Stage> stages) {
    Watch.Armed otherwise = ArmedReader.byDefault(stages);
    List<Watch> watches = new ArrayList<>();
    for (Watch watch : parts.watches().values()) {
      boolean idle = watch.levels().stream().allMatch(level -> level.then().isEmpty());
      if (idle && !parts.watched().contains(watch.id()) && context.problems().none()) {
        context
            .problems()
            .add(
                watch.place(),
                "the watch `"
                    + watch.id()
                    + "` does nothing: it has no `then`, and no rollout or"
                    + " hold names it",
                "add then:, or name it in watch: of a rollout or hold");
      }
      watches.add(
          parts.armedByDefault().contains(watch.id())
              ? new Watch(
                  watch.id(),
                  watch.title(),
                  watch.source(),
                  otherwise,
                  watch.levels(),
                  watch.pace(),
                  watch.place())
              : watch);
    }
    return List.copyOf(watches);
  }
}
