package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Form;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the fields that are computed or that people fill in. */
final class FormReader {
  private final Context context;

  FormReader(Context context) {
    this.context = context;
  }

  /** {@code node}: a mapping of names and fields. */
  Form read(Node node, Scope scope) {
    List<Form.Field> fields = new ArrayList<>();
    for (Node.Entry entry : Keys.of(context, "`fields`", node).all()) {
      context.values().isName(entry.key(), entry.place(), "the field");
      fields.add(field(entry, scope));
    }
    if (fields.isEmpty() && node instanceof Node.Mapping) {
      context.problems().add(node.place(), "there is no field to fill in", "name one");
    }
    return new Form(List.copyOf(fields));
  }

  private Form.Field field(Node.Entry entry, Scope scope) {
    Keys keys = Keys.of(context, "a field", entry.value());
    Optional<Node> role = keys.take("role");
    Optional<String> ask =
        keys.take("ask").or(() -> role).map(node -> context.values().role(node, "ask"));
    Optional<Arg> computed = value(keys, "value", scope);
    Optional<Arg> proposed = value(keys, "default", scope);
    if (ask.isPresent() == computed.isPresent() || ask.isEmpty() && proposed.isPresent()) {
      context
          .problems()
          .add(
              entry.place(),
              "the field `" + entry.key() + "` is either computed or asked for",
              "write value: \"${…}\", or ask: with the role that fills it in and perhaps a"
                  + " default:");
    }
    Form.Type type =
        Form.Type.valueOf(
            keys.oneOf("type", List.of("string", "int", "number", "bool", "time", "url"))
                .toUpperCase(Locale.ROOT));
    Duration within = keys.duration("within", Duration.ZERO);
    keys.finish();
    return new Form.Field(entry.key(), type, ask, computed.or(() -> proposed), within);
  }

  private Optional<Arg> value(Keys keys, String key, Scope scope) {
    return keys.take(key).map(node -> new Untyped(context).read(node, scope, false));
  }
}
