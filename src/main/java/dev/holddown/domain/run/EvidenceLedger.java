package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.EvidenceNeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a run has kept under the names of {@code keep}: what its lines found last, and the files
 * that people laid beside them. Each piece is in the log of the run by its digest; this is only
 * where it stands.
 */
public final class EvidenceLedger {
  /**
   * A piece of evidence.
   *
   * @param by who brought it; empty for what the line itself found
   * @param what {@code answer}, or the name of the file
   * @param digest SHA-256 in hex of the bytes
   */
  public record Piece(Line line, Instant at, String by, String what, String digest) {}

  /** The line that keeps it, and its words. */
  public record Line(String key, String title) {}

  private EvidenceLedger() {}

  /** Whether any line keeps something, or something is needed. */
  public static boolean any(RunState s) {
    return s.plan().playbook().proves().isPresent() || !keepers(s).isEmpty();
  }

  /** The pieces of each name that is kept or needed, in the order of the playbook. */
  public static Map<String, List<Piece>> of(RunState s) {
    Map<String, List<Piece>> all = new LinkedHashMap<>();
    for (EvidenceNeed need : s.plan().playbook().needs()) {
      all.put(need.name(), new ArrayList<>());
    }
    for (Node node : keepers(s)) {
      for (String name : names(node)) {
        all.computeIfAbsent(name, any -> new ArrayList<>()).addAll(pieces(s, node));
      }
    }
    return all;
  }

  /** Why this stage does not close: how it stands, or else the evidence that is missing. */
  static String why(RunState s, String stage) {
    String said = s.place(stage).sentence();
    return said.isEmpty() ? String.join("; ", missing(s, stage)) : said;
  }

  /** What is needed by the end of this stage and not there, each as a sentence. */
  public static List<String> missing(RunState s, String stage) {
    return s.plan().playbook().needs().stream()
        .filter(need -> need.stage().equals(stage))
        .flatMap(need -> missing(s, need))
        .toList();
  }

  private static Stream<String> missing(RunState s, EvidenceNeed need) {
    List<Node> keepers = keepers(s).stream().filter(n -> names(n).contains(need.name())).toList();
    List<Node> gone = keepers.stream().filter(node -> through(s, node)).toList();
    if (gone.isEmpty() && !keepers.isEmpty()) {
      return Stream.of(); // each was left out: not applicable, or on a way that was not taken
    }
    long have = gone.stream().mapToLong(node -> pieces(s, node).size()).sum();
    if (have >= need.atLeast()) {
      return Stream.of();
    }
    String where = gone.isEmpty() ? "the run" : "\"" + gone.getFirst().title() + "\"";
    return Stream.of(
        "evidence `"
            + need.name()
            + "` is missing: "
            + have
            + " of "
            + need.atLeast()
            + "; recheck "
            + where
            + ", or attach a file to it");
  }

  /** Whether the run went through this line, which is not so for a way that was not taken. */
  private static boolean through(RunState s, Node node) {
    ItemState state = s.item(node.key());
    return state.status() != ItemStatus.NOT_APPLICABLE
        && (state.openedAt().isPresent() || state.status().ended());
  }

  private static List<Piece> pieces(RunState s, Node node) {
    List<Piece> pieces = new ArrayList<>();
    ItemState state = s.item(node.key());
    Line line = new Line(node.key(), node.title());
    for (Purpose purpose : List.of(Purpose.CHECK, Purpose.CHOOSE, Purpose.DONE, Purpose.VERIFY)) {
      Instant at = state.askedAt(purpose).orElse(s.lastAt());
      // what could not be asked, or was not there, proves nothing
      state
          .finding(purpose)
          .filter(found -> found.verdict() == Verdict.PASSED || found.verdict() == Verdict.FAILED)
          .flatMap(Finding::evidence)
          .ifPresent(digest -> pieces.add(new Piece(line, at, "", "answer", digest)));
    }
    for (AttachedFile one : s.files(node.key())) {
      FileNote file = one.file();
      pieces.add(new Piece(line, one.at(), one.person(), file.name(), file.digest()));
    }
    return pieces;
  }

  private static List<Node> keepers(RunState s) {
    return Stream.concat(
            s.plan().playbook().stages().stream().flatMap(st -> s.plan().stage(st.id()).stream()),
            s.plan().rollbackPhases().stream().flatMap(ph -> s.plan().phase(ph.id()).stream()))
        .flatMap(Node::all)
        .filter(
            node -> !node.gathers() && node.item().about().notes().containsKey(EvidenceNeed.KEEP))
        .toList();
  }

  private static List<String> names(Node node) {
    return List.of(node.item().about().notes().getOrDefault(EvidenceNeed.KEEP, "").split(", "));
  }
}
