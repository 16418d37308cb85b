package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Call;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads an action with its arguments against its manual. */
final class CallReader {
  private final Context context;

  CallReader(Context context) {
    this.context = context;
  }

  /**
   * The one action among these keys.
   *
   * @param acting whether it must be one that changes the world
   * @param given arguments that the engine adds
   */
  Optional<Call> only(Keys keys, Scope scope, boolean acting, Set<String> given) {
    List<Node.Entry> actions = keys.actions();
    actions.forEach(entry -> keys.entry(entry.key()));
    for (Node.Entry more : actions.stream().skip(1).toList()) {
      context
          .problems()
          .add(
              more.place(),
              keys.noun() + " has two actions: " + actions.getFirst().key() + " and " + more.key(),
              "one question has one action; write two items");
    }
    return actions.stream().findFirst().map(entry -> call(entry, scope, acting, given));
  }

  private Call call(Node.Entry entry, Scope scope, boolean acting, Set<String> given) {
    String action = entry.key();
    Optional<Manual> manual = context.verbs().manual(action);
    if (!action.matches("[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*")) {
      context
          .problems()
          .add(
              entry.place(),
              "`" + action + "` is not an action: an action is connector.verb, with one dot",
              Nearest.cure(action, context.verbs().names()));
    } else if (manual.isEmpty()) {
      context
          .problems()
          .add(
              entry.place(),
              "unknown action `" + action + "`",
              Nearest.cure(action, context.verbs().names()));
    } else if (!context.verbs().fits(action, acting)) {
      context
          .problems()
          .add(
              entry.place(),
              acting
                  ? "`" + action + "` only asks, and cannot be the act of a step or router"
                  : "`" + action + "` changes the world, and a probe may only ask",
              acting ? "write it as a check" : "write it as a step");
    }
    Map<String, Arg> args = manual.map(m -> args(entry, m, scope, given)).orElse(Map.of());
    return new Call(action, args, entry.place());
  }

  private Map<String, Arg> args(Node.Entry entry, Manual manual, Scope scope, Set<String> given) {
    if (entry.value() instanceof Node.Broken) {
      return Map.of();
    }
    if (!(entry.value() instanceof Node.Mapping mapping)) {
      context
          .problems()
          .add(
              entry.value().place(),
              "`" + entry.key() + "` takes a mapping of arguments, not " + entry.value().kind(),
              "for example " + manual.example());
      return Map.of();
    }
    List<String> names = manual.fields().stream().map(Manual.Field::name).toList();
    Map<String, Arg> args = new LinkedHashMap<>();
    for (Node.Entry argument : mapping.entries()) {
      Optional<Manual.Field> field = manual.field(argument.key());
      if (field.isEmpty()) {
        context
            .problems()
            .add(
                argument.place(),
                "`" + entry.key() + "` has no argument `" + argument.key() + "`",
                Nearest.cure(argument.key(), names));
      } else {
        args.put(argument.key(), arg(entry.key(), argument, field.get(), scope));
      }
    }
    for (Manual.Field field : manual.fields()) {
      boolean there = mapping.entries().stream().anyMatch(e -> e.key().equals(field.name()));
      if (field.required() && !there && !given.contains(field.name())) {
        context
            .problems()
            .add(
                entry.place(),
                "`" + entry.key() + "` needs the argument `" + field.name() + "`",
                field.help());
      }
    }
    new ShellRules(context.problems()).program(entry.key(), args);
    return Ordered.copy(args);
  }

  private Arg arg(String action, Node.Entry argument, Manual.Field field, Scope scope) {
    if (scriptText(action, field) && argument.value() instanceof Node.Scalar scalar) {
      new ShellRules(context.problems()).script(scalar);
      Arg script = new Arg.Literal(scalar.text(), scalar.place());
      new Placeholders(context.problems()).look(script, scalar, argument.key());
      return script;
    }
    Arg arg = new ArgReader(context).read(argument.value(), field, scope);
    boolean words =
        switch (field.slot()) {
          case ARGV, WORDS, CHAT, URL, HEADER, LITERAL -> true;
          case DATA, PROMQL -> action.startsWith("exec.") || action.startsWith("message.");
        };
    if (words) {
      new Placeholders(context.problems()).look(arg, argument.value(), argument.key());
    }
    return arg;
  }

  /** The text of a script belongs to the shell: its {@code ${X}} is not ours. */
  private static boolean scriptText(String action, Manual.Field field) {
    return action.equals("exec.script")
        && field.type() == Manual.Type.TEXT
        && field.slot() == Slot.LITERAL;
  }
}
