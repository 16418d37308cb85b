package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.permit.ExceptionRow;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.House;
import dev.holddown.domain.permit.Waiver;
import dev.holddown.domain.playbook.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which lines may be let through, by whom, and when that is over. */
public final class Waivers {
  private static final String PREFIX = "waiver/";

  private Waivers() {}

  /** The key under which the waiver of a line is approved. */
  public static String key(String item) {
    return PREFIX + item;
  }

  static boolean isKey(String key) {
    return key.startsWith(PREFIX);
  }

  static String item(String key) {
    return key.substring(PREFIX.length());
  }

  /** The roles one of which approves a waiver of this line; empty when it may not be waived. */
  public static Optional<List<String>> roles(RunState s, String item) {
    return s.plan()
        .node(item)
        .flatMap(node -> gate(s, item).map(gate -> gate.waivable().get(node.item().about().id())));
  }

  private static Optional<Stage.Gate> gate(RunState s, String item) {
    String place = s.plan().placeOf(item);
    return s.plan().playbook().stages().stream()
        .filter(stage -> stage.id().equals(place))
        .findFirst()
        .flatMap(Stage::gate);
  }

  // --- asking and approving ---

  static Direct.Outcome ask(RunState s, Actor actor, PermitCommand.Waive c, Run.Moment moment) {
    Instant at = moment.at();
    Optional<String> refusal = unwaivable(s, c.key());
    Waiver asked = c.waiver();
    Waiver waiver =
        new Waiver(
            asked.id().isEmpty() ? "W" + (s.permits.waivers().size() + 1) : asked.id(),
            asked.owner().isEmpty() ? actor.name() : asked.owner(),
            asked.reasons(),
            at,
            asked.expires());
    return refusal
        .or(() -> waiver.problem(at, moment.house().here().waiverLongest()))
        .map(Direct.Outcome::no)
        .orElseGet(() ->
            Direct.Outcome.of(
                new PermitEvent.WaiverAsked(c.key(), waiver, content(s, c.key(), waiver))));
  }

  private static Optional<String> unwaivable(RunState s, String key) {
    if (s.plan().node(key).isEmpty()) {
      return Optional.of("no item \"" + key + "\" in this run; see: holddown show " + s.head.run());
    }
    Optional<Stage.Gate> gate = gate(s, key);
    if (roles(s, key).isEmpty()) {
      return Optional.of(
          "\""
              + key
              + "\" may not be waived: "
              + (gate.isPresent()
                  ? "it is not waivable: true behind a gate with waivers: allowed"
                  : "its stage has no gate with waivers: allowed"));
    }
    ItemState item = s.item(key);
    if (s.phase != Phase.FORWARD) {
      return Optional.of("the run is " + s.phase + "; only what goes forward is waived");
    }
    if (!item.status.ended()) {
      return Optional.of("\"" + key + "\" is not decided yet; a waiver is for what did not pass");
    }
    if (item.status.good()) {
      return Optional.of("\"" + key + "\" is closed (" + item.status + ")");
    }
    RunState.PlaceState place = s.place(s.plan().placeOf(key));
    return place.closed() && place.go().orElse(true)
        ? Optional.of("the stage of \"" + key + "\" is closed; what was decided on it stays")
        : Optional.empty();
  }

  /** What an approval is bound to: the line as it stands, and the terms. */
  private static String content(RunState s, String key, Waiver waiver) {
    ItemState item = s.item(key);
    StringBuilder text = new StringBuilder("holddown-waiver-v1\n");
    for (String part :
        new String[] {
          s.playbookDigest,
          s.head.run(),
          s.head.lock(),
          key,
          Integer.toString(item.attempt),
          item.status.name(),
          item.reason,
          waiver.toString()
        }) {
      text.append(part.length()).append(':').append(part).append('\n');
    }
    return Digest.of(text.toString()).hex();
  }

  /** The newest waiver of a line, while it waits for its approval. */
  static Optional<PermitState.WaiverState> pending(RunState s, String item) {
    return Optional.ofNullable(s.permits.waivers().get(item))
        .filter(w -> w.by().isEmpty() && w.was().ended().isEmpty());
  }

  static Direct.Outcome decide(RunState s, String key, Granted by, boolean approves, Instant at) {
    String item = item(key);
    Optional<PermitState.WaiverState> found = pending(s, item);
    if (found.isEmpty()) {
      return Direct.Outcome.no(
          "no waiver of \"" + item + "\" waits for approval; ask for one with: holddown waive");
    }
    Waiver waiver = found.get().waiver();
    Optional<String> refusal =
        wrongPerson(s, item, found.get(), by)
            .or(() -> approves ? waiver.problem(at) : Optional.empty())
            .or(() ->
                approves && !content(s, item, waiver).equals(found.get().content())
                    ? Optional.of(
                        "\""
                            + item
                            + "\" is not what it was when waiver "
                            + waiver.id()
                            + " was asked for; ask again")
                    : Optional.empty());
    return refusal
        .map(Direct.Outcome::no)
        .orElseGet(() ->
            Direct.Outcome.of(
                approves
                    ? new PermitEvent.WaiverApproved(item, waiver.id(), by)
                    : new PermitEvent.WaiverRefused(item, waiver.id(), by)));
  }

  private static Optional<String> wrongPerson(
      RunState s, String item, PermitState.WaiverState found, Granted by) {
    List<String> roles = roles(s, item).orElse(List.of());
    if (!roles.contains(by.role())) {
      return Optional.of(
          "waivers of \""
              + item
              + "\" are approved by "
              + String.join(" or ", roles)
              + ", not by the role "
              + by.role());
    }
    boolean own = by.person().equals(found.waiver().owner()) || by.person().equals(found.asker());
    return own
        ? Optional.of(
            by.person()
                + " owns or asked for waiver "
                + found.waiver().id()
                + "; another person in the role "
                + by.role()
                + " has to approve it")
        : Optional.empty();
  }

  /** What a line becomes that only gathers others: never passed when one of them did not. */
  static ItemStatus gathered(RunState s, List<Node> children) {
    return waived(s, children) > 0 ? ItemStatus.WAIVED : ItemStatus.PASSED;
  }

  static String count(RunState s, List<Node> children) {
    long waived = waived(s, children);
    return waived == 0
        ? children.size() + " of " + children.size()
        : waived + " of " + children.size() + " waived";
  }

  private static long waived(RunState s, List<Node> children) {
    return children.stream().filter(n -> s.item(n.key()).status == ItemStatus.WAIVED).count();
  }

  // --- by itself ---

  /** What follows without anybody's doing; empty when nothing does. */
  static List<RunEvent> next(RunState s, House house, Instant at) {
    if (s.phase != Phase.FORWARD || Walk.stage(s).isEmpty()) {
      return List.of();
    }
    for (Map.Entry<String, PermitState.WaiverState> entry : s.permits.waivers().entrySet()) {
      boolean counts = s.item(entry.getKey()).status == ItemStatus.WAIVED;
      Waiver waiver = entry.getValue().waiver();
      if (counts && !at.isBefore(waiver.expires())) {
        return List.of(
            new PermitEvent.WaiverEnded(
                entry.getKey(), waiver.id(), "expired at " + waiver.expires()));
      }
    }
    List<RunEvent> gates = gates(s);
    return gates.isEmpty() ? byException(s, house, at) : gates;
  }

  /** A Go that stood on a waiver falls with it, and stands again when it is waived anew. */
  private static List<RunEvent> gates(RunState s) {
    for (Stage stage : s.plan().playbook().stages()) {
      RunState.PlaceState place = s.place(stage.id());
      if (!place.closed() || place.go().isEmpty() || !waived(s, stage.id())) {
        continue;
      }
      GoNoGo verdict = GoNoGo.of(s, stage.id());
      if (verdict.go() == place.go().get()) {
        continue;
      }
      List<RunEvent> events = new ArrayList<>();
      events.add(new RunEvent.GateDecided(stage.id(), verdict.go(), verdict.sentence()));
      if (!verdict.go()) {
        String why = "the Go of \"" + stage.title() + "\" is void: " + verdict.sentence();
        if (!s.stays()) {
          events.add(new RunEvent.Held(why));
        }
        events.add(new RunEvent.Noticed(RunEvent.Noticed.UNNUMBERED, "page", List.of(), why));
      }
      return events;
    }
    return List.of();
  }

  private static boolean waived(RunState s, String stage) {
    return s.permits.waivers().keySet().stream()
        .anyMatch(key -> s.plan().placeOf(key).equals(stage));
  }

  /** Why a run may not go on: a Go that stood on a waiver is void. */
  static Optional<String> voidGo(RunState s) {
    return s.plan().playbook().stages().stream()
        .filter(stage -> stage.gate().isPresent())
        .map(stage -> s.place(stage.id()))
        .filter(place -> place.closed() && !place.go().orElse(true))
        .map(RunState.PlaceState::sentence)
        .findFirst()
        .map(sentence ->
            sentence
                + "; waive it anew (holddown waive), abort, or roll back; nothing was changed");
  }

  /** An exception that another person approved beforehand lets its line through. */
  private static List<RunEvent> byException(RunState s, House house, Instant at) {
    if (house.exceptions().isEmpty()) {
      return List.of();
    }
    Optional<Node> found =
        Walk.stage(s).stream()
            .flatMap(stage -> GoNoGo.lines(s, stage.id()).stream())
            .filter(node -> s.item(node.key()).status.ended())
            .filter(node -> unwaivable(s, node.key()).isEmpty())
            .filter(node -> matching(s, house, node, at).isPresent())
            .findFirst();
    return found
        .map(node -> events(s, node, matching(s, house, node, at).orElseThrow()))
        .orElse(List.of());
  }

  private static Optional<ExceptionRow.Approved> matching(
      RunState s, House house, Node node, Instant at) {
    String id = node.item().about().id();
    List<String> roles = roles(s, node.key()).orElse(List.of());
    return house.exceptions().stream()
        .filter(e -> e.row().covers(id, s.head.service(), s.head.environment()))
        .filter(e -> roles.contains(e.by().role()) && !e.by().person().equals(e.row().owner()))
        .filter(e -> e.waiver().problem(at).isEmpty())
        .findFirst();
  }

  private static List<RunEvent> events(RunState s, Node node, ExceptionRow.Approved approved) {
    Waiver waiver = approved.waiver();
    return List.of(
        new PermitEvent.WaiverAsked(node.key(), waiver, content(s, node.key(), waiver)),
        new PermitEvent.WaiverApproved(node.key(), waiver.id(), approved.by()));
  }

  /** When waivers that count expire. */
  static Stream<Instant> ends(RunState s) {
    if (s.permits.waivers().isEmpty()) {
      return Stream.empty();
    }
    boolean matters = s.phase == Phase.FORWARD && Walk.stage(s).isPresent();
    return s.permits.waivers().entrySet().stream()
        .filter(e -> matters && s.item(e.getKey()).status == ItemStatus.WAIVED)
        .map(e -> e.getValue().waiver().expires());
  }
}
