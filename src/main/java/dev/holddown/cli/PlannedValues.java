package dev.holddown.cli;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Item;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values as they would be; what is known only later is shown as it is written. */
final class PlannedValues {
  static final int VALUE_CHARACTERS_MAX = 200;

  private final Kit.Language language;
  private final int charactersMax;
  private final Map<String, Object> scope;

  /** {@code charactersMax}: of one value; the rest is cut off. */
  PlannedValues(Kit.Language language, Map<String, Object> scope, int charactersMax) {
    this.language = language;
    this.charactersMax = charactersMax;
    this.scope = new LinkedHashMap<>(scope);
  }

  /** The row that {@code each} names stand for from now on. */
  void row(Optional<Item.Each> each, Optional<String> row) {
    if (row.isEmpty()) {
      scope.remove("each");
      return;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    if (scope.get("targets") instanceof Map<?, ?> rows
        && rows.get(row.get()) instanceof Map<?, ?> one) {
      one.forEach((name, value) -> values.put(String.valueOf(name), value));
    }
    values.put("name", row.get());
    scope.put("each", Map.of(each.map(Item.Each::name).orElse("target"), values));
  }

  /** {@code http.get url=https://…}. */
  String call(Call call) {
    Optional<Verb> verb = language.verbs().find(call.action());
    String args =
        call.args().entrySet().stream()
            .map(e -> e.getKey() + "=" + value(e.getValue(), slot(verb, e.getKey())))
            .collect(Collectors.joining(" "));
    return call.action() + (args.isEmpty() ? "" : " " + args);
  }

  private static Slot slot(Optional<Verb> verb, String field) {
    return verb.flatMap(v -> v.manual().field(field)).map(f -> f.slot()).orElse(Slot.LITERAL);
  }

  /** A text for people. */
  String text(Arg arg) {
    return value(arg, Slot.WORDS);
  }

  private String value(Arg arg, Slot slot) {
    String text;
    try {
      text = shown(language.conditions().bind(arg, slot, scope));
    } catch (ConditionException e) {
      text = written(arg);
    }
    String line = text.replaceAll("[\\p{Cc}\\p{Cf}]+", " ");
    return line.length() <= charactersMax ? line : line.substring(0, charactersMax) + "…";
  }

  private static String shown(Object bound) {
    return switch (bound) {
      case Arg.SecretRef secret -> "{secret: " + secret.name() + "}";
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> e.getKey() + ": " + shown(String.valueOf(e.getKey()), e.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Iterable<?> list -> {
        StringBuilder text = new StringBuilder("[");
        for (Object one : list) {
          text.append(text.length() > 1 ? ", " : "").append(one == null ? "null" : shown(one));
        }
        yield text.append(']').toString();
      }
      default -> String.valueOf(bound);
    };
  }

  private static String shown(String name, Object value) {
    return value == null ? name : shown(value);
  }

  private static String written(Arg arg) {
    return switch (arg) {
      case Arg.Literal literal -> String.valueOf(literal.value());
      case Arg.Template template -> template.source();
      case Arg.SecretRef secret -> "{secret: " + secret.name() + "}";
      case Arg.Seq seq ->
          seq.items().stream()
              .map(PlannedValues::written)
              .collect(Collectors.joining(", ", "[", "]"));
      case Arg.Tree tree ->
          tree.fields().entrySet().stream()
              .map(e -> e.getKey() + ": " + written(e.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }
}
