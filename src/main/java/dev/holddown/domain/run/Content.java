package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.SignRule;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The digest of what a signature is for: the compiled playbook, the frozen inputs, the values it
 * covers, and the items it looks back on with their verdicts. Any change voids the signature.
 */
final class Content {
  private Content() {}

  static String digest(RunState s, SignRule rule, List<Node> behind) {
    StringBuilder text = new StringBuilder("holddown-signature-v1\n");
    line(text, "playbook", s.playbookDigest());
    line(text, "run", s.head().run());
    line(text, "environment", s.head().service() + "/" + s.head().environment());
    line(text, "inputs", canonical(s.head().inputs()));
    for (Expr expr : rule.covers()) {
      line(text, expr.source(), canonical(lookup(s, expr.source())));
    }
    for (Node node : behind) {
      ItemState state = s.item(node.key());
      line(text, node.key(), state.status().name());
    }
    return Digest.of(text.toString()).hex();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name.length()).append(':').append(name).append('=');
    text.append(value.length()).append(':').append(value).append('\n');
  }

  /** A dotted path under saved, inputs or rollback.to; an absent value is its own content. */
  private static Object lookup(RunState s, String path) {
    Object value =
        Map.of(
            "saved", s.saved(), "inputs", s.head().inputs(), "rollback", Map.of("to", s.wayBack()));
    for (String name : path.split("\\.", -1)) {
      Object below = value instanceof Map<?, ?> map ? map.get(name) : null;
      if (below == null) {
        return "(absent)";
      }
      value = below;
    }
    return value;
  }

  private static String canonical(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        TreeMap<String, String> sorted = new TreeMap<>();
        map.forEach((k, v) -> sorted.put(String.valueOf(k), v == null ? "null" : canonical(v)));
        yield sorted.toString();
      }
      case Collection<?> list ->
          list.stream().map(v -> v == null ? "null" : canonical(v)).toList().toString();
      case Number number -> Double.toString(number.doubleValue());
      default -> value.getClass().getSimpleName() + ":" + value;
    };
  }
}
