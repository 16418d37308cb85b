package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.SignRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads who has to sign: one role, {@code all} of several, or {@code any} so many {@code of}. */
final class SignReader {
  private static final Duration VALID = Duration.ofHours(24);
  private static final int COUNT_MAX = 20;
  private static final Pattern METHOD = Pattern.compile("[a-z][a-z0-9_-]{0,39}");

  private final Context context;

  SignReader(Context context) {
    this.context = context;
  }

  /** The rule under {@code key}, when it is there. */
  Optional<SignRule> read(Keys keys, String key, Scope scope) {
    return keys.take(key).map(node -> rule(node, scope));
  }

  SignRule rule(Node node, Scope scope) {
    Keys keys = Keys.of(context, "sign", node);
    List<SignRule.RoleCount> needed = new ArrayList<>();
    int anyOf = 0;
    if (keys.has("all")) {
      keys.listing("all").forEach(entry -> needed.add(role(entry)));
      empty(keys, "all", needed);
    } else if (keys.has("any") || keys.has("of")) {
      keys.must("of", "write sign: {any: 2, of: [{role: …}, …]}");
      keys.must("any", "write how many of them suffice");
      keys.listing("of").forEach(entry -> needed.add(role(entry)));
      empty(keys, "of", needed);
      anyOf = (int) keys.whole("any", 1, 1, Math.max(1, needed.size()));
    } else {
      Optional<Node> role = keys.must("role", "silence never signs: name who must");
      role.ifPresent(value ->
          needed.add(
              new SignRule.RoleCount(
                  context.values().role(value, "role"),
                  (int) keys.whole("count", 1, 1, COUNT_MAX))));
    }
    twice(keys, needed);
    boolean notStarter = notStarter(keys);
    List<Expr> covers = new ArrayList<>();
    for (Node name : keys.listing("covers")) {
      covers.add(context.expressions().value(name, "covers", scope));
    }
    Duration valid = keys.duration("valid", VALID);
    SignRule.When when = when(keys);
    List<String> methods = methods(keys);
    keys.finish();
    SignRule rule =
        new SignRule(
            List.copyOf(needed), anyOf, notStarter, List.copyOf(covers), valid, when, methods);
    context.pending().wanted().add(new Pending.Wanted(rule, node.place()));
    return rule;
  }

  /** So many people of one role. */
  SignRule one(Node node) {
    SignRule rule = new SignRule(List.of(role(node)), 0, false, List.of(), VALID);
    context.pending().wanted().add(new Pending.Wanted(rule, node.place()));
    return rule;
  }

  private SignRule.RoleCount role(Node node) {
    Keys keys = Keys.of(context, "a signature", node);
    String role =
        keys.must("role", "").map(value -> context.values().role(value, "role")).orElse("");
    int count = (int) keys.whole("count", 1, 1, COUNT_MAX);
    keys.finish();
    return new SignRule.RoleCount(role, count);
  }

  private void empty(Keys keys, String key, List<SignRule.RoleCount> needed) {
    if (needed.isEmpty()) {
      context
          .problems()
          .add(keys.place(), "`" + key + "` names nobody", "silence never signs: name a role");
    }
  }

  private void twice(Keys keys, List<SignRule.RoleCount> needed) {
    long different = needed.stream().map(SignRule.RoleCount::role).distinct().count();
    if (different < needed.size()) {
      context
          .problems()
          .add(
              keys.place(),
              "a role stands twice in one sign",
              "write it once with count:, such as {role: approver, count: 2}");
    }
  }

  private boolean notStarter(Keys keys) {
    boolean starter = false;
    for (Node who : keys.take("not").map(context.values()::list).orElse(List.of())) {
      context.values().oneOf(who, "not", List.of("starter"));
      starter = true;
    }
    return starter;
  }

  /** How it may be given; one of these has to be told with the signature. */
  private List<String> methods(Keys keys) {
    List<String> methods = new ArrayList<>();
    for (Node node : keys.take("method").map(context.values()::list).orElse(List.of())) {
      String word = context.values().literal(node, "method");
      if (!METHOD.matcher(word).matches()) {
        context
            .problems()
            .add(
                node.place(),
                "`method: " + word + "` is no word for how one signs",
                "write small letters, digits, - and _, such as [console, phone, signed_commit]");
      } else if (!methods.contains(word)) {
        methods.add(word);
      }
    }
    return List.copyOf(methods);
  }

  private static SignRule.When when(Keys keys) {
    return keys.oneOf("when", List.of("always", "not-passed")).equals("not-passed")
        ? SignRule.When.NOT_PASSED
        : SignRule.When.ALWAYS;
  }
}
