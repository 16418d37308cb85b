package dev.holddown.domain.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answer of a gate with its sentence. */
public record GoNoGo(boolean go, String sentence) {
  /** The lines of a stage that count: everything that does not only gather others. */
  static List<Node> lines(RunState s, String stage) {
    List<Node> lines = new ArrayList<>();
    s.plan().stage(stage).forEach(n -> collect(s, n, lines));
    return lines;
  }

  private static void collect(RunState s, Node node, List<Node> lines) {
    if (node.gathers()) {
      node.branches().getFirst().forEach(child -> collect(s, child, lines));
    } else {
      lines.add(node);
    }
  }

  /** Decided only when no line can change by itself any more. */
  static GoNoGo of(RunState s, String stage) {
    List<Node> lines = lines(s, stage);
    List<Node> bad = lines.stream().filter(n -> !s.item(n.key()).status.good()).toList();
    Optional<String> missing = Preparations.missing(s);
    if (bad.isEmpty() && missing.isEmpty()) {
      return new GoNoGo(true, "GO: " + good(s, lines));
    }
    List<String> why = new ArrayList<>();
    for (Node node : bad) {
      ItemState state = s.item(node.key());
      why.add(
          node.title()
              + " is "
              + state.status
              + (state.reason.isEmpty() ? "" : " (" + state.reason + ")"));
    }
    missing.ifPresent(why::add);
    String count = bad.size() + " of " + lines.size() + " failed";
    return new GoNoGo(
        false, "NO-GO: " + (bad.isEmpty() ? "" : count + ": ") + String.join("; ", why));
  }

  private static String good(RunState s, List<Node> lines) {
    long passed = lines.stream().filter(n -> s.item(n.key()).status == ItemStatus.PASSED).count();
    StringBuilder text = new StringBuilder(passed + " of " + lines.size() + " passed");
    for (ItemStatus other :
        List.of(
            ItemStatus.SIGNED, ItemStatus.RESOLVED, ItemStatus.WAIVED, ItemStatus.NOT_APPLICABLE)) {
      long count = lines.stream().filter(n -> s.item(n.key()).status == other).count();
      if (count > 0) {
        text.append(", ")
            .append(count)
            .append(' ')
            .append(other.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
      }
    }
    return text.toString();
  }
}
