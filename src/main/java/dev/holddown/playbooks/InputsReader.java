package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Input;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the inputs that a playbook declares. */
final class InputsReader {
  private static final List<String> TYPES =
      Arrays.stream(Input.Type.values()).map(t -> t.name().toLowerCase(Locale.ROOT)).toList();

  private final Context context;

  InputsReader(Context context) {
    this.context = context;
  }

  List<Input> read(Node node) {
    List<Input> inputs = new ArrayList<>();
    for (Node.Entry entry : Keys.of(context, "`inputs`", node).all()) {
      inputs.add(input(entry));
    }
    return List.copyOf(inputs);
  }

  private Input input(Node.Entry entry) {
    context.values().isName(entry.key(), entry.place(), "the input");
    Keys keys = Keys.of(context, "an input", entry.value());
    Input.Type type =
        keys.must("type", "write {type: string}").map(this::type).orElse(Input.Type.STRING);
    List<String> of =
        keys.take("of").map(node -> context.values().texts(node, "of")).orElse(List.of());
    if (type == Input.Type.CHOICE && of.isEmpty() && !keys.has("of")) {
      context
          .problems()
          .add(
              entry.place(),
              "the choice " + entry.key() + " needs `of`",
              "list what may be chosen, such as of: [blue, green]");
    }
    Optional<String> pattern = keys.take("pattern").flatMap(this::pattern);
    String help = keys.text("help");
    Input unbound =
        new Input(entry.key(), type, of, pattern, Optional.empty(), help, entry.place());
    Optional<String> fallback = keys.take("default").flatMap(node -> fallback(node, unbound));
    keys.finish();
    return new Input(entry.key(), type, of, pattern, fallback, help, entry.place());
  }

  private Input.Type type(Node node) {
    String type = context.values().text(node, "type");
    if (type.equals("images")) {
      new TypeReader(context, "").value(node, "input.type: images");
      return Input.Type.IMAGE;
    }
    if (!TYPES.contains(type)) {
      if (!type.isEmpty()) {
        context
            .problems()
            .add(
                node.place(),
                "`type: " + type + "` is not known",
                Nearest.to(type, TYPES)
                    .map(t -> "did you mean " + t + "?")
                    .orElse("known types: " + String.join(", ", TYPES)));
      }
      return Input.Type.STRING;
    }
    return Input.Type.valueOf(type.toUpperCase(Locale.ROOT));
  }

  private Optional<String> pattern(Node node) {
    String text = context.values().text(node, "pattern");
    try {
      return Optional.of(Pattern.compile(text).pattern());
    } catch (PatternSyntaxException e) {
      context
          .problems()
          .add(
              node.place(),
              "`pattern: " + text + "` is not a regular expression: " + e.getDescription(),
              "");
      return Optional.empty();
    }
  }

  private Optional<String> fallback(Node node, Input input) {
    Optional<Node.Scalar> scalar = context.values().scalar(node, "default", "text");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().text();
    Optional<String> wrong = InputReader.wrong(input, text);
    wrong.ifPresent(why ->
        context
            .problems()
            .add(node.place(), "the default of " + input.name() + " does not fit: " + why, ""));
    return Optional.of(text);
  }
}
