package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.House;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.SignRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How freezes stop what goes forward, and who lets a run through. A way back knows none. */
public final class Freezing {
  /** The probe by which a line looks whether a freeze stops its run. */
  public static final String LOOKS = "freeze.active";

  /** The longest that an override may hold. */
  public static final Duration OVERRIDE_MAX = Duration.ofHours(24);

  private static final int REASON_CHARS_MIN = 3;

  private Freezing() {}

  /** The first freeze that stops this run now; empty when it may go forward. */
  static Optional<Freeze.InForce> stops(RunState s, House house, Instant at) {
    return holding(s, house, at).stream()
        .filter(held -> !overridden(s.permits, held.freeze(), at))
        .findFirst();
  }

  /** The freezes that hold for the place of a run; none for a run that goes back. */
  public static List<Freeze.InForce> holding(RunState s, House house, Instant at) {
    return s.head.mode().freezes() && s.phase != Phase.ROLLING_BACK
        ? Freeze.inForce(house.freezes(), s.head.service(), s.head.environment(), at)
        : List.of();
  }

  /** The overrides by which a run goes on through a freeze; empty while it is stopped. */
  public static List<PermitState.Override> leave(RunState s, Freeze freeze, Instant at) {
    return overridden(s.permits, freeze, at) ? counting(s.permits, freeze.id(), at) : List.of();
  }

  private static List<PermitState.Override> counting(PermitState permits, String id, Instant at) {
    return permits.overrides().stream()
        .filter(o -> o.freeze().equals(id) && at.isBefore(o.until()))
        .toList();
  }

  /** A line that said no because of the freeze is asked anew, now that somebody overrode it. */
  private static List<RunEvent> askedAnew(RunState s, PermitCommand.OverrideFreeze c) {
    String why = "the freeze \"" + c.freeze() + "\" was overridden by " + c.by();
    return s.items.entrySet().stream()
        .filter(one -> one.getValue().status == ItemStatus.FAILED)
        .map(Map.Entry::getKey)
        .filter(key -> s.plan().node(key).filter(node -> looks(node.item())).isPresent())
        .flatMap(key -> new Reopening(s).recheck(key, why).events().stream())
        .distinct()
        .toList();
  }

  private static boolean looks(Item item) {
    return item instanceof Item.Check check
        && check.probe().filter(probe -> probe.call().action().equals(LOOKS)).isPresent();
  }

  private static boolean overridden(PermitState permits, Freeze freeze, Instant at) {
    return freeze.override().filter(o -> satisfied(permits, freeze.id(), o, at)).isPresent();
  }

  private static boolean satisfied(
      PermitState permits, String id, Freeze.Override override, Instant at) {
    return SignRules.satisfied(override.sign(), signatures(permits, id, at));
  }

  private static List<Signature> signatures(PermitState permits, String id, Instant at) {
    return counting(permits, id, at).stream()
        .map(o -> Signature.of(o.by().role(), o.by().person(), o.at()))
        .toList();
  }

  /** A run is stopped on its way: said, and held until a person resumes it. */
  static List<RunEvent> met(RunState s, Freeze.InForce held, String what) {
    List<RunEvent> events = new ArrayList<>();
    events.add(
        new PermitEvent.FreezeMet(
            held.freeze().id(), held.freeze().about().why(), held.until(), what));
    if (s.held.isEmpty()) {
      events.add(new RunEvent.Held(told(held)));
    }
    return events;
  }

  /** Which freeze, until when, and who may override it. */
  public static String told(Freeze.InForce held) {
    Freeze freeze = held.freeze();
    return "frozen by \""
        + freeze.id()
        + "\" ("
        + freeze.about().why()
        + "; "
        + freeze.about().owner()
        + ") "
        + held.until().map(until -> "until " + until).orElse("until it is ended")
        + "; "
        + freeze
            .override()
            .map(o -> SignRules.missing(o.sign(), List.of()) + " may override it")
            .orElse("nobody may override it");
  }

  /** The refusal of a step forward. */
  static Decision.Refused refused(Freeze.InForce held) {
    return new Decision.Refused(
        told(held) + "; rollback, abort and hold stay open; nothing was changed", why(held));
  }

  private static Map<String, String> why(Freeze.InForce held) {
    Map<String, String> why = new LinkedHashMap<>();
    why.put("code", "freeze");
    why.put("freeze", held.freeze().id());
    why.put("until", held.until().map(Instant::toString).orElse(""));
    why.put(
        "override",
        held.freeze().override().map(o -> SignRules.missing(o.sign(), List.of())).orElse(""));
    return Map.copyOf(why);
  }

  /** A person's step forward that a freeze refuses; empty when none does. */
  static Optional<Decision.Refused> refusal(
      RunState s, House house, RunCommand command, Instant at) {
    boolean goes =
        switch (command) {
          case RunCommand.Resume c -> s.held.isPresent() && s.proposal.isEmpty();
          case RunCommand.Sign c -> Signing.isGate(c.key());
          case PermitCommand.SignFor c -> Signing.isGate(c.key());
          default -> false;
        };
    return goes ? stops(s, house, at).map(Freezing::refused) : Optional.empty();
  }

  /**
   * Whether a new run may start, with what lets it.
   *
   * @param asked the overrides that come with the start
   */
  public static Start start(
      RunHead head, House house, List<PermitCommand.OverrideFreeze> asked, Instant at) {
    if (!head.mode().freezes()) {
      return new Start(List.of(), Optional.empty());
    }
    List<RunEvent> events = new ArrayList<>();
    PermitState permits = PermitState.NONE;
    List<Freeze.InForce> all =
        Freeze.inForce(house.freezes(), head.service(), head.environment(), at);
    for (PermitCommand.OverrideFreeze c : asked) {
      Optional<String> refusal = problem(all, permits, head, c, at);
      if (refusal.isPresent()) {
        return new Start(List.of(), Optional.of(new Decision.Refused(refusal.get())));
      }
      Instant until = at.plus(c.lasts());
      events.add(new PermitEvent.FreezeOverridden(c.freeze(), c.by(), until));
      permits = permits.with(new PermitState.Override(c.freeze(), c.by(), at, until));
    }
    PermitState given = permits;
    return all.stream()
        .filter(held -> !overridden(given, held.freeze(), at))
        .findFirst()
        .map(held -> new Start(List.of(), Optional.of(refused(held))))
        .orElse(new Start(events, Optional.empty()));
  }

  /** What a run begins with, or why it does not. */
  public record Start(List<RunEvent> events, Optional<Decision.Refused> refusal) {}

  static Direct.Outcome override(
      RunState s, House house, PermitCommand.OverrideFreeze c, Actor actor, Instant at) {
    List<Freeze.InForce> all =
        Freeze.inForce(house.freezes(), s.head.service(), s.head.environment(), at);
    if (!c.by().person().equals(actor.name())) {
      return Direct.Outcome.no("an override is said by the person who gives it");
    }
    return problem(all, s.permits, s.head, c, at)
        .map(Direct.Outcome::no)
        .orElseGet(() -> {
          List<RunEvent> events = new ArrayList<>();
          events.add(new PermitEvent.FreezeOverridden(c.freeze(), c.by(), at.plus(c.lasts())));
          events.addAll(askedAnew(s, c));
          return new Direct.Outcome(List.copyOf(events), Optional.empty());
        });
  }

  private static Optional<String> problem(
      List<Freeze.InForce> all,
      PermitState permits,
      RunHead head,
      PermitCommand.OverrideFreeze c,
      Instant at) {
    Optional<Freeze> freeze =
        all.stream().map(Freeze.InForce::freeze).filter(f -> f.id().equals(c.freeze())).findFirst();
    if (freeze.isEmpty()) {
      return Optional.of(
          "no freeze \"" + c.freeze() + "\" holds for " + head.lock() + "; nothing was changed");
    }
    if (freeze.get().override().isEmpty()) {
      return Optional.of("nobody may override the freeze \"" + c.freeze() + "\"");
    }
    Freeze.Override rule = freeze.get().override().get();
    return person(rule.sign(), head, c)
        .or(() -> terms(rule, c))
        .or(() ->
            signatures(permits, c.freeze(), at).stream()
                .filter(g -> g.person().equals(c.by().person()))
                .findFirst()
                .map(g -> g.person() + " has overridden \"" + c.freeze() + "\" already"));
  }

  private static Optional<String> person(
      SignRule rule, RunHead head, PermitCommand.OverrideFreeze c) {
    Granted by = c.by();
    if (rule.needed().stream().noneMatch(r -> r.role().equals(by.role()))) {
      return Optional.of(
          "the freeze \""
              + c.freeze()
              + "\" is overridden by "
              + SignRules.missing(rule, List.of())
              + ", not by the role "
              + by.role());
    }
    return rule.notStarter() && by.person().equals(head.starter())
        ? Optional.of(by.person() + " started the run and may not override the freeze for it")
        : Optional.empty();
  }

  private static Optional<String> terms(Freeze.Override rule, PermitCommand.OverrideFreeze c) {
    if (rule.reasonRequired() && c.by().reason().strip().length() < REASON_CHARS_MIN) {
      return Optional.of("a reason of at least " + REASON_CHARS_MIN + " characters is needed");
    }
    if (c.by().method().isBlank()) {
      return Optional.of("say by which method it was asked for, such as phone or chat");
    }
    boolean fits = c.lasts().isPositive() && c.lasts().compareTo(OVERRIDE_MAX) <= 0;
    return fits
        ? Optional.empty()
        : Optional.of("an override lasts " + Span.text(OVERRIDE_MAX) + " at most");
  }
}
