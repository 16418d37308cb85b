package dev.holddown.view;

import dev.holddown.domain.run.ActState;
import dev.holddown.domain.run.Finding;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an item's status rests on: every question that was asked of it last, and its act.
 *
 * @param act empty when it has not acted
 * @param links of the item, by title, as its playbook has them
 */
public record ProofView(List<Answer> answers, Optional<Deed> act, Map<String, String> links) {
  /**
   * A question's last answer.
   *
   * @param asked for what, such as {@code check} or {@code verify}
   * @param saves values that were taken from it, by name
   * @param evidence digest of request and response, in hex
   */
  public record Answer(
      String asked, String verdict, String reason, Map<String, Object> saves, Kept kept) {}

  /** When it was answered, on how many samples, and where request and response are. */
  public record Kept(Optional<Instant> at, long samples, Optional<String> evidence) {}

  /**
   * A change of the world.
   *
   * @param what the action, such as {@code exec.run}
   * @param op its operation id
   * @param status such as LANDED or UNSETTLED
   */
  public record Deed(String what, String op, String token, String status, String message) {}

  /** Of an item or gate; empty lists for one that was never asked. */
  public static ProofView of(RunState s, String key) {
    List<Answer> answers = new ArrayList<>();
    for (Purpose purpose : Purpose.values()) {
      s.item(key)
          .finding(purpose)
          .ifPresent(
              finding -> answers.add(answer(purpose, finding, s.item(key).askedAt(purpose))));
    }
    return new ProofView(
        List.copyOf(answers), s.item(key).act().map(ProofView::deed), links(s, key));
  }

  private static Map<String, String> links(RunState s, String key) {
    Map<String, String> links = new LinkedHashMap<>();
    s.plan()
        .node(key)
        .ifPresent(node ->
            node.item()
                .about()
                .notes()
                .forEach((name, text) -> {
                  if (name.startsWith("link ")) {
                    links.put(name.substring("link ".length()), text);
                  }
                }));
    return links;
  }

  private static Answer answer(Purpose purpose, Finding finding, Optional<Instant> at) {
    String reason =
        finding.heads().isEmpty() ? finding.reason() : finding.reason() + "; " + finding.heads();
    return new Answer(
        purpose.name().toLowerCase(Locale.ROOT),
        finding.verdict().name(),
        reason,
        finding.saves(),
        new Kept(at, finding.samples(), finding.evidence()));
  }

  private static Deed deed(ActState act) {
    return new Deed(
        act.act().what(),
        act.act().op(),
        String.valueOf(act.act().token()),
        act.status().name(),
        act.message());
  }
}
