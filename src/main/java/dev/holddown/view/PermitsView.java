package dev.holddown.view;

import dev.holddown.domain.permit.Delegation;
import dev.holddown.domain.permit.Documents;
import dev.holddown.domain.permit.ExceptionRow;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.House;
import dev.holddown.domain.permit.Preauthorisation;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.PermitState;
import dev.holddown.domain.run.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Permits and freezes as screens, verbs and the API show them: pure folds. */
public final class PermitsView {
  private PermitsView() {}

  /**
   * A freeze.
   *
   * @param holds whether it holds now
   * @param until when it ends, as far as that is known
   * @param override the roles that may let a run through
   * @param command whether it was begun by command, and may be ended so
   */
  public record FreezeLine(String id, Freeze.About about, Where where, When when, Ways ways) {}

  /** Which services and environments; an empty list is all. */
  public record Where(List<String> services, List<String> environments) {}

  /** When it holds. */
  public record When(boolean holds, Optional<Instant> until, boolean again) {}

  /** Who may lift it. */
  public record Ways(List<String> override, boolean command) {}

  /** All freezes that are known, those that hold first. */
  public record Freezes(List<FreezeLine> freezes) {}

  /** An exception of the workspace. {@code approved}: by whom; empty while nobody did. */
  public record ExceptionLine(
      String id, String waives, String owner, Terms terms, Optional<Granted> approved) {}

  /** Until when and why. */
  public record Terms(
      Instant expires, boolean expired, String rationale, String risk, String reference) {}

  /** The exceptions of the workspace. */
  public record Exceptions(List<ExceptionLine> exceptions) {}

  /** A preauthorisation. {@code lacks}: who has to sign yet; empty when it is signed. */
  public record PolicyLine(
      String id, Where where, List<String> watches, Use use, Signatures signatures) {}

  /** How long and how often. */
  public record Use(Instant expires, boolean expired, int used, int usesMax) {}

  /** Who signed and who has to, for which playbooks. */
  public record Signatures(List<Granted> by, String lacks, List<String> playbooks) {}

  /** The preauthorisations of the workspace. */
  public record Policies(List<PolicyLine> policies) {}

  /** Delegations that are not over. */
  public record Delegations(List<Delegation> delegations) {}

  /** A waiver of a run. {@code by}: who approved it; {@code ended}: why it counts no more. */
  public record WaiverLine(String item, String id, String owner, Terms terms, Decided decided) {}

  /** What became of it. */
  public record Decided(Optional<Granted> by, String ended) {}

  /** Leave to go through a freeze. */
  public record OverrideLine(String freeze, Granted by, Instant at, Instant until) {}

  /** The permits of one run. {@code policy}: by which it rolls back; empty for none. */
  public record OfRun(
      String run, List<WaiverLine> waivers, List<OverrideLine> overrides, String policy) {}

  /** Freezes with what was begun by command. */
  public static Freezes freezes(Governance governance, Documents documents, Instant now) {
    List<FreezeLine> holding = new ArrayList<>();
    List<FreezeLine> rest = new ArrayList<>();
    for (Freeze freeze : governance.house(documents).freezes()) {
      boolean command = governance.freezes().containsKey(freeze.id());
      FreezeLine line = line(freeze, command, now);
      (line.when().holds() ? holding : rest).add(line);
    }
    holding.addAll(rest);
    return new Freezes(List.copyOf(holding));
  }

  private static FreezeLine line(Freeze freeze, boolean command, Instant now) {
    Optional<Freeze.InForce> held = freeze.at(now);
    List<String> roles =
        freeze.override().stream()
            .flatMap((Freeze.Override o) -> o.sign().needed().stream())
            .map(SignRule.RoleCount::role)
            .toList();
    return new FreezeLine(
        freeze.id(),
        freeze.about(),
        new Where(freeze.scope().services(), freeze.scope().environments()),
        new When(
            held.isPresent(),
            held.flatMap(Freeze.InForce::until),
            freeze.times() instanceof Freeze.Times.Again),
        new Ways(roles, command));
  }

  /** The exceptions, with their approvals. */
  public static Exceptions exceptions(Governance governance, Documents documents, Instant now) {
    House house = governance.house(documents);
    return new Exceptions(
        documents.exceptions().stream()
            .map(row ->
                new ExceptionLine(
                    row.id(),
                    row.subject().waives(),
                    row.owner(),
                    terms(row.expires(), row.reasons(), now),
                    house.exceptions().stream()
                        .filter(approved -> approved.row().equals(row))
                        .map(ExceptionRow.Approved::by)
                        .findFirst()))
            .toList());
  }

  private static Terms terms(
      Instant expires, dev.holddown.domain.permit.Waiver.Reasons reasons, Instant now) {
    return new Terms(
        expires, !expires.isAfter(now), reasons.rationale(), reasons.risk(), reasons.reference());
  }

  /** The preauthorisations, with their signatures. */
  public static Policies policies(Governance governance, Documents documents, Instant now) {
    List<PolicyLine> lines = new ArrayList<>();
    for (Preauthorisation.Given given : governance.house(documents).policies().values()) {
      Preauthorisation policy = given.policy();
      Instant expires = policy.limits().expires();
      lines.add(
          new PolicyLine(
              policy.id(),
              new Where(policy.scope().services(), policy.scope().environments()),
              policy.watches(),
              new Use(expires, !expires.isAfter(now), given.used(), policy.limits().usesMax()),
              new Signatures(
                  given.by(),
                  Governance.lacks(policy.sign(), given.by()).orElse(""),
                  List.copyOf(given.covers().keySet()))));
    }
    return new Policies(lines);
  }

  /** Delegations that still count. */
  public static Delegations delegations(Governance governance, Instant now) {
    return new Delegations(
        governance.delegations().stream().filter(d -> d.time().until().isAfter(now)).toList());
  }

  /** The permits of a run. */
  public static OfRun ofRun(RunState state, Instant now) {
    PermitState permits = state.permits();
    List<WaiverLine> waivers = new ArrayList<>();
    permits
        .waivers()
        .forEach((item, w) ->
            waivers.add(
                new WaiverLine(
                    item,
                    w.waiver().id(),
                    w.waiver().owner(),
                    terms(w.waiver().expires(), w.waiver().reasons(), now),
                    new Decided(w.by(), w.was().ended()))));
    List<OverrideLine> overrides =
        permits.overrides().stream()
            .map(o -> new OverrideLine(o.freeze(), o.by(), o.at(), o.until()))
            .toList();
    return new OfRun(state.head().run(), waivers, overrides, permits.policy().orElse(""));
  }
}
