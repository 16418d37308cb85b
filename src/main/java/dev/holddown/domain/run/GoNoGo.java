package dev.holddown.domain.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answer of a gate with its sentence. */
public record GoNoGo(boolean go, String sentence) {
  private static final int OPEN_NAMED_MAX = 5;

  /** The lines of a stage that count: everything that does not only gather others. */
  static List<Node> lines(RunState s, String stage) {
    List<Node> lines = new ArrayList<>();
    s.plan().stage(stage).forEach(n -> collect(s, n, lines));
    return lines;
  }

  private static void collect(RunState s, Node node, List<Node> lines) {
    boolean leftOut = s.item(node.key()).status == ItemStatus.NOT_APPLICABLE;
    if (node.gathers() && !leftOut) {
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
    List<String> unproved = EvidenceLedger.missing(s, stage);
    Optional<String> declined =
        Optional.of(s.item(Signing.gateKey(stage)))
            .filter(gate -> gate.status == ItemStatus.FAILED)
            .map(gate -> gate.reason);
    Optional<String> late = Due.noGo(s, stage);
    boolean ready = bad.isEmpty() && missing.isEmpty() && unproved.isEmpty();
    if (ready && declined.isEmpty() && late.isEmpty()) {
      return new GoNoGo(true, "GO: " + good(s, lines));
    }
    List<String> why = new ArrayList<>();
    List<Node> failed = bad.stream().filter(n -> s.item(n.key()).status.ended()).toList();
    List<Node> open = bad.stream().filter(n -> !s.item(n.key()).status.ended()).toList();
    if (!failed.isEmpty()) {
      why.add(
          failed.size()
              + " of "
              + lines.size()
              + " failed: "
              + String.join("; ", failed.stream().map(n -> verdict(s, n)).toList()));
    }
    if (!open.isEmpty()) {
      String count = failed.isEmpty() ? open.size() + " of " + lines.size() + " " : "";
      why.add(count + "open: " + titles(open));
      open.stream()
          .flatMap(n -> n.all().skip(1))
          .filter(n -> s.item(n.key()).status.ended() && !s.item(n.key()).status.good())
          .forEach(n -> why.add("inside it: " + verdict(s, n)));
    }
    declined.ifPresent(why::add);
    late.ifPresent(why::add);
    missing.ifPresent(why::add);
    why.addAll(unproved);
    return new GoNoGo(false, "NO-GO: " + String.join("; ", why));
  }

  /** A line with its status and why, for a sentence. */
  static String verdict(RunState s, Node node) {
    ItemState state = s.item(node.key());
    String reason = state.reason.isEmpty() ? "" : " (" + state.reason + ")";
    return node.title() + " is " + state.status + reason;
  }

  private static String titles(List<Node> nodes) {
    int more = nodes.size() - OPEN_NAMED_MAX;
    return String.join(", ", nodes.stream().limit(OPEN_NAMED_MAX).map(Node::title).toList())
        + (more > 0 ? " and " + more + " more" : "");
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
    List<String> waived =
        lines.stream()
            .filter(n -> s.item(n.key()).status == ItemStatus.WAIVED)
            .map(n -> n.title() + " " + s.item(n.key()).reason)
            .toList();
    if (!waived.isEmpty()) {
      text.append(" (").append(String.join("; ", waived)).append(')');
    }
    return text.toString();
  }
}
