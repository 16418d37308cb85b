package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.SignRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The digest of what a signature is for: the compiled playbook, the frozen inputs, the values it
 * covers, and the items it looks back on with their verdicts. Any change voids the signature.
 */
final class Content {
  private static final int SHOWN_CHARS_MAX = 120;
  private static final int NAMED_MAX = 3;

  private Content() {}

  static String digest(RunState s, SignRule rule, List<Node> behind) {
    boolean ofRunOnly = rule.covers().isEmpty() && behind.isEmpty();
    String known = s.plainContent;
    if (ofRunOnly && known != null) {
      return known;
    }
    String digest = made(s, rule, behind);
    if (ofRunOnly) {
      s.plainContent = digest;
    }
    return digest;
  }

  private static String made(RunState s, SignRule rule, List<Node> behind) {
    StringBuilder text = new StringBuilder("holddown-signature-v1\n");
    line(text, "playbook", s.playbookDigest());
    line(text, "run", s.head().run());
    line(text, "environment", s.head().service() + "/" + s.head().environment());
    line(text, "inputs", canonical(s.head().inputs()));
    for (Expr expr : rule.covers()) {
      line(text, expr.source(), canonical(lookup(s, expr.source())));
    }
    for (Node node : behind) {
      line(text, node.key(), verdict(s.item(node.key())).name());
    }
    return Digest.of(text.toString()).hex();
  }

  /**
   * What was looked back on. An answer that is only asked again because of its age counts as it was
   * until the new one is there: the same verdict is the same content, any other is not.
   */
  private static ItemStatus verdict(ItemState state) {
    return state.refreshing ? ItemStatus.PASSED : state.status();
  }

  /** What the rule covers, as it is now; a long value is cut and told apart by its digest. */
  static Map<String, String> covered(RunState s, SignRule rule) {
    Map<String, String> covered = new LinkedHashMap<>();
    for (Expr expr : rule.covers()) {
      covered.put(expr.source(), shown(lookup(s, expr.source())));
    }
    return covered;
  }

  private static String shown(Object value) {
    String text = String.valueOf(value);
    return text.length() <= SHOWN_CHARS_MAX
        ? text
        : text.substring(0, SHOWN_CHARS_MAX) + "… (sha256:" + Digest.of(text).hex() + ")";
  }

  /** Why a signature no longer fits: the values that are others now, the lines that are open. */
  static String changes(RunState s, SignRule rule, List<Node> behind, Signature signature) {
    List<String> changes = new ArrayList<>();
    covered(s, rule)
        .forEach((name, now) -> {
          String was = signature.covered().getOrDefault(name, now);
          if (!was.equals(now)) {
            changes.add(name + " was " + was + " and is " + now);
          }
        });
    for (Node node : behind) {
      ItemState line = s.item(node.key());
      boolean asBefore = line.endedAt.filter(ended -> !ended.isAfter(signature.at())).isPresent();
      if (!line.refreshing && !asBefore) {
        String why = line.reason.isEmpty() ? "" : " (" + line.reason + ")";
        changes.add("\"" + node.key() + "\" is " + line.status + why);
      }
    }
    if (changes.isEmpty()) {
      return "what it was for has changed";
    }
    String named = String.join("; ", changes.subList(0, Math.min(changes.size(), NAMED_MAX)));
    int more = changes.size() - NAMED_MAX;
    return more > 0 ? named + "; and " + more + " more" : named;
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
