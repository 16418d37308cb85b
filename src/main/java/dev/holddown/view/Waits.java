package dev.holddown.view;

import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.run.ActState;
import dev.holddown.domain.run.ItemState;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.Signature;
import dev.holddown.domain.run.Signing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who is waited for, and the commands that answer. */
final class Waits {
  static final String APPROVAL = "rollback/approval";
  private static final String WAY_BACK = "rollback/to";
  private static final int COMMANDS_MAX = 4;
  private static final String WHY = " --reason WHY";

  private final RunState s;
  private final String run;

  private Waits(RunState s) {
    this.s = s;
    this.run = s.head().run();
  }

  static List<Waiting> of(RunState s, List<Job> people) {
    Waits waits = new Waits(s);
    return people.stream()
        .map(Job::work)
        .filter(Job.Work.Person.class::isInstance)
        .map(Job.Work.Person.class::cast)
        .map(waits::waiting)
        .toList();
  }

  private Waiting waiting(Job.Work.Person person) {
    String key = person.key();
    boolean fills = !form(key).isEmpty();
    List<String> roles = unsettled(key) || fills ? List.of() : roles(key);
    List<Typed> typed = roles.isEmpty() ? others(key) : signing(key, roles);
    return new Waiting(
        key,
        title(key),
        person.who(),
        person.what(),
        new Waiting.Ways(
            roles,
            roles.isEmpty() ? List.of() : methods(key),
            signed(key),
            typed.stream().map(Typed::command).toList(),
            typed.stream().map(Typed::deed).distinct().toList()));
  }

  private String title(String key) {
    if (key.equals(APPROVAL)) {
      return "Rollback";
    }
    if (key.startsWith("gate/")) {
      return s.plan().playbook().stages().stream()
          .filter(stage -> Signing.gateKey(stage.id()).equals(key))
          .map(stage -> "Gate of " + stage.title())
          .findFirst()
          .orElse(key);
    }
    return s.plan().node(key).map(Node::title).orElse(s.head().title());
  }

  private boolean unsettled(String key) {
    return s.item(key).act().filter(act -> act.status() == ActState.Status.UNSETTLED).isPresent();
  }

  /** Roles in which fewer people signed than the rule wants; nobody counts in two. */
  private List<String> roles(String key) {
    Optional<SignRule> rule = Signing.rule(s, key);
    if (rule.isEmpty() || key.equals("run")) {
      return List.of();
    }
    List<Signature> given = s.item(key).signatures();
    List<String> lacking = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (SignRule.RoleCount role : rule.get().needed()) {
      List<String> people =
          given.stream()
              .filter(signature -> signature.role().equals(role.role()))
              .map(Signature::person)
              .distinct()
              .filter(person -> !used.contains(person))
              .toList();
      if (people.size() < role.count()) {
        lacking.add(role.role());
      }
      people.stream().limit(role.count()).forEach(used::add);
    }
    return lacking;
  }

  private List<String> methods(String key) {
    return Signing.rule(s, key).map(SignRule::methods).orElse(List.of());
  }

  private List<String> signed(String key) {
    List<Signature> given = s.item(key).signatures();
    return given.isEmpty() ? List.of() : given.stream().map(Signature::person).distinct().toList();
  }

  private List<Typed> signing(String key, List<String> roles) {
    List<Typed> commands = new ArrayList<>();
    String how = methods(key).isEmpty() ? "" : " --method HOW";
    for (String role : roles) {
      commands.add(verb("sign", key).with(" --role " + Shell.word(role) + how));
    }
    commands.add(verb("decline", key).with(" --role " + Shell.word(roles.getFirst()) + WHY));
    return commands.stream().limit(COMMANDS_MAX).toList();
  }

  private List<Typed> others(String key) {
    if (unsettled(key)) {
      return List.of(
          verb("settle", key).with(" --landed" + WHY),
          verb("settle", key).with(" --not-landed" + WHY));
    }
    List<ItemView.Entry> form = form(key);
    if (!form.isEmpty()) {
      return filling(key, form);
    }
    if (key.equals(APPROVAL)) {
      return List.of(verb("rollback").with(WHY), verb("abort").with(WHY));
    }
    if (key.startsWith(Obligation.PREFIX)) {
      return List.of(verb("skip", key).with(WHY));
    }
    if (!key.equals("run")) {
      return List.of(verb("skip", key).with(WHY), verb("abort").with(WHY));
    }
    if (s.held().isPresent()) {
      return ofHeld();
    }
    Stream<Typed> mend = bad().map(bad -> verb("recheck", bad).with(WHY)).limit(2);
    Stream<Typed> skip = bad().limit(1).map(bad -> verb("skip", bad).with(WHY));
    boolean back = s.touchedTheWorld() && s.plan().playbook().rollback().isPresent();
    Stream<Typed> end =
        Stream.of(verb("rollback").with(WHY), verb("abort").with(WHY)).skip(back ? 0 : 1);
    return Stream.of(mend, skip, end).flatMap(c -> c).toList();
  }

  /** The open fields of a form, as far as somebody is asked for them. */
  private List<ItemView.Entry> form(String key) {
    Optional<Node> node = s.plan().node(key);
    if (node.isEmpty() || !ItemFold.mayAsk(node.get())) {
      return List.of(); // as nearly all of them
    }
    return ItemFold.form(node.get(), s.item(key)).stream()
        .filter(field -> field.ask().isPresent() && field.value().isEmpty())
        .toList();
  }

  private List<Typed> filling(String key, List<ItemView.Entry> open) {
    String role = open.getFirst().ask().orElse("");
    StringBuilder fields = new StringBuilder();
    open.stream()
        .filter(field -> field.ask().filter(role::equals).isPresent())
        .filter(field -> field.proposed().isEmpty())
        .forEach(field -> fields.append(' ').append(field.name()).append("=…"));
    return List.of(
        verb("record", key).with(fields + " --role " + Shell.word(role)),
        verb("skip", key).with(WHY));
  }

  private List<Typed> ofHeld() {
    List<Typed> commands = new ArrayList<>();
    if (s.proposal().isEmpty()) {
      commands.add(verb("resume"));
    }
    if (s.plan().playbook().rollback().isPresent()) {
      commands.add(verb("rollback").with(WHY));
    }
    commands.add(verb("abort").with(WHY));
    return commands;
  }

  /** What keeps the gate shut: lines that ended badly, and the way back when it is not known. */
  private Stream<String> bad() {
    Stream<String> lines =
        s.plan().playbook().stages().stream()
            .filter(stage -> s.place(stage.id()).open())
            .flatMap(stage -> s.plan().stage(stage.id()).stream())
            .flatMap(node -> Places.lines(s, node))
            .map(Node::key)
            .filter(key -> s.item(key).status().ended() && !s.item(key).status().good());
    ItemState to = s.item(WAY_BACK);
    boolean lost = to.status().ended() && !to.status().good();
    return Stream.concat(lines, lost ? Stream.of(WAY_BACK) : Stream.empty());
  }

  /** A deed and how it is typed. */
  private record Typed(Waiting.Deed deed, String command) {
    Typed with(String options) {
      return new Typed(deed, command + options);
    }
  }

  private Typed verb(String verb) {
    return new Typed(new Waiting.Deed(verb, ""), "holddown " + verb + " " + run);
  }

  private Typed verb(String verb, String key) {
    return new Typed(
        new Waiting.Deed(verb, key), "holddown " + verb + " " + run + " " + Shell.word(key));
  }
}
