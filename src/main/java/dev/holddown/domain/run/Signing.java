package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Stage;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where signatures are asked for, what they are bound to, and when they are void. */
public final class Signing {
  private static final int IN_THE_WAY_MAX = 5;
  private static final Set<ItemStatus> NOT_PASSED =
      EnumSet.of(ItemStatus.FAILED, ItemStatus.ERRORED, ItemStatus.INCONCLUSIVE, ItemStatus.STALE);

  private Signing() {}

  /** The key under which a stage's gate is signed. */
  public static String gateKey(String stage) {
    return "gate/" + stage;
  }

  /** The rule of an item, a gate, a rollout's step, or the rollback's approval. */
  public static Optional<SignRule> rule(RunState s, String key) {
    if (key.equals(WayBack.APPROVAL)) {
      return WayBack.approval(s).map(rule -> withEscalation(s, rule));
    }
    if (key.startsWith("gate/")) {
      return s.plan().playbook().stages().stream()
          .filter(st -> gateKey(st.id()).equals(key))
          .findFirst()
          .flatMap(Stage::gate)
          .flatMap(Stage.Gate::sign);
    }
    Optional<Node> node = s.plan().node(key);
    if (node.isPresent() && node.get().item() instanceof Item.Rollout rollout) {
      ItemState state = s.item(key);
      if (state.bakePassed && state.step < rollout.steps().size()) {
        return rollout.steps().get(state.step).sign();
      }
    }
    return node.flatMap(n -> n.item().about().sign());
  }

  /** For people: what satisfies it is told by {@link WayBack#approved}. */
  private static SignRule withEscalation(RunState s, SignRule rule) {
    if (!s.permits.escalated() || WayBack.escalation(s).isEmpty()) {
      return rule;
    }
    List<SignRule.RoleCount> needed =
        Stream.concat(rule.needed().stream(), WayBack.escalation(s).get().to().needed().stream())
            .distinct()
            .toList();
    return new SignRule(
        needed, 1, rule.notStarter(), rule.covers(), rule.valid(), rule.when(), rule.methods());
  }

  /** The digest that a signature given now would be bound to. */
  public static String content(RunState s, String key) {
    SignRule rule = rule(s, key).orElseThrow();
    return Content.digest(s, rule, behind(s, key));
  }

  /** The values that a signature given now would cover, by name, as people read them. */
  public static Map<String, String> covered(RunState s, String key) {
    return Content.covered(s, rule(s, key).orElseThrow());
  }

  /** The lines that a signer looks back on. */
  private static List<Node> behind(RunState s, String key) {
    if (key.startsWith("gate/")) {
      return GoNoGo.lines(s, key.substring("gate/".length()));
    }
    Optional<Node> node = s.plan().node(key);
    if (node.isEmpty() || !(node.get().item() instanceof Item.Signoff)) {
      return List.of();
    }
    return GoNoGo.lines(s, s.plan().placeOf(key)).stream()
        .takeWhile(n -> n.all().noneMatch(below -> below.key().equals(key)))
        .filter(n -> !(n.item() instanceof Item.Signoff))
        .toList();
  }

  /** The first signature that no longer fits its content, or whose time is over. */
  static Optional<RunEvent> voided(RunState s, Instant at) {
    for (String key : s.signed) {
      if (s.place(placeOf(s, key)).closed()) {
        continue;
      }
      SignRule rule = rule(s, key).orElse(null);
      if (rule == null) {
        continue;
      }
      String now = content(s, key);
      for (Signature signature : s.item(key).signatures) {
        boolean old = at.isAfter(signature.at().plus(rule.valid()));
        if (old || !signature.content().equals(now)) {
          String why =
              old
                  ? "it is older than " + Span.text(rule.valid())
                  : Content.changes(s, rule, behind(s, key), signature);
          return Optional.of(
              new RunEvent.SignatureVoided(
                  key, signature.person(), signature.role(), signature.content(), why));
        }
      }
    }
    return Optional.empty();
  }

  /** When each signature that still counts for something is too old, the first moment of it. */
  static Stream<Instant> expiries(RunState s) {
    if (s.signed.isEmpty()) {
      return Stream.empty();
    }
    return s.signed.stream()
        .filter(key -> !s.place(placeOf(s, key)).closed())
        .flatMap(key ->
            rule(s, key).stream()
                .flatMap(rule ->
                    s.item(key).signatures.stream()
                        .map(given -> given.at().plus(rule.valid()).plusMillis(1))));
  }

  /** Whether the signature stands in place of a proof that did not pass. */
  static boolean instead(Node node) {
    return node.item()
        .about()
        .sign()
        .filter(rule -> rule.when() == SignRule.When.NOT_PASSED)
        .isPresent();
  }

  static boolean isGate(String key) {
    return key.startsWith("gate/");
  }

  /** The stage or phase in which the line or gate of a key stands. */
  static String placeOf(RunState s, String key) {
    return isGate(key) ? key.substring("gate/".length()) : s.plan().placeOf(key);
  }

  /** The step of a rollout is signed when its bake is over, not before. */
  private static Optional<String> bakes(RunState s, String key, Instant at) {
    ItemState state = s.item(key);
    Optional<Node> node = state.baking ? s.plan().node(key) : Optional.empty();
    return node.map(n ->
        "\""
            + key
            + "\" has baked "
            + Span.text(state.covered(at))
            + " of "
            + Span.text(Baking.needed(n, state))
            + "; it is signed when the bake is over");
  }

  /**
   * A signature that does not say how it was given, where the playbook wants to know that before
   * anything rests on it; empty when it does, and when there is another reason to refuse it.
   */
  static Optional<Decision.Refused> unsaid(
      RunState s, RunCommand command, Actor actor, Instant at) {
    return switch (command) {
      case RunCommand.Sign c -> unsaid(s, c, actor.name(), at);
      case PermitCommand.SignFor c -> unsaid(s, c.own(c.comment()), c.giver(), at);
      default -> Optional.empty();
    };
  }

  private static Optional<Decision.Refused> unsaid(
      RunState s, RunCommand.Sign c, String person, Instant at) {
    List<String> known = rule(s, c.key()).map(SignRule::methods).orElse(List.of());
    if (known.isEmpty()
        || known.contains(c.method())
        || refusal(s, c.key(), c.role(), person, at).isPresent()) {
      return Optional.empty();
    }
    String wants = "one of " + String.join(", ", known) + " as its method; nothing was signed";
    return Optional.of(
        new Decision.Refused(
            "\""
                + c.key()
                + "\" is signed with how the approval was given, "
                + (c.method().isEmpty()
                    ? "and this says nothing of it: name "
                    : "not by \"" + c.method() + "\": name ")
                + wants,
            Map.of("code", "method", "methods", String.join(", ", known))));
  }

  /** What did not pass in the stage and keeps it from going on; empty when nothing did. */
  private static String inTheWay(RunState s, String key) {
    String place = isGate(key) ? key.substring("gate/".length()) : s.plan().placeOf(key);
    List<String> ids = s.plan().playbook().stages().stream().map(Stage::id).toList();
    String bad =
        ids.subList(0, ids.indexOf(place) + 1).stream()
            .flatMap(stage -> s.plan().stage(stage).stream())
            .flatMap(Node::all)
            .filter(node -> node.all().count() == 1)
            .filter(node -> NOT_PASSED.contains(s.item(node.key()).status))
            .limit(IN_THE_WAY_MAX)
            .map(node ->
                "\"" + node.title() + "\" (" + node.key() + ") is " + s.item(node.key()).status)
            .collect(Collectors.joining(", "));
    return bad.isEmpty() ? "" : bad + "; ";
  }

  /** Why this person may not sign here in this role; empty when they may. */
  static Optional<String> refusal(RunState s, String key, String role, String person, Instant at) {
    Optional<String> bakes = bakes(s, key, at);
    if (bakes.isPresent()) {
      return bakes;
    }
    Optional<SignRule> rule = rule(s, key);
    if (rule.isEmpty()) {
      return Optional.of(
          "nothing is to be signed at \""
              + key
              + "\"; "
              + inTheWay(s, key)
              + "see what waits with: holddown show "
              + s.head.run());
    }
    if (rule.get().needed().stream().noneMatch(r -> r.role().equals(role))) {
      return Optional.of(
          "\""
              + key
              + "\" is signed by "
              + SignRules.missing(rule.get(), List.of())
              + ", not by the role "
              + role);
    }
    if (rule.get().notStarter() && person.equals(s.head.starter())) {
      return Optional.of(
          person
              + " started the run and may not sign \""
              + key
              + "\"; another person in the role "
              + role
              + " has to");
    }
    boolean again =
        s.item(key).signatures.stream()
            .anyMatch(g ->
                g.person().equals(person) && g.role().equals(role)
                    || s.permits.giver(key, g.person()).filter(person::equals).isPresent());
    return again
        ? Optional.of(person + " has signed \"" + key + "\" as " + role + " already")
        : Optional.empty();
  }
}
