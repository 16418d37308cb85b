package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What was decided on an item is asked or decided anew; what stood on it is void. */
final class Reopening {
  private final RunState s;

  Reopening(RunState state) {
    this.s = state;
  }

  /** Asks again, as long as nothing was decided on it. */
  Direct.Outcome recheck(String key, String reason) {
    return again(key, reason, false);
  }

  /** The same with a reason, and behind a Go too, as long as nothing was done on that. */
  Direct.Outcome reopen(String key, String reason) {
    return ByPerson.needsReason(reason).orElseGet(() -> again(key, reason, true));
  }

  private Direct.Outcome again(String key, String reason, boolean behindGo) {
    boolean preparation = Preparations.has(s, key);
    boolean gate = Signing.isGate(key) && hasGate(Signing.placeOf(s, key));
    Optional<Node> node = s.plan().node(key);
    if (node.isEmpty() && !preparation && !gate) {
      return no("no item \"" + key + "\" in this run; see: holddown show " + s.head.run());
    }
    ItemState item = s.item(key);
    if (preparation && item.status == ItemStatus.PASSED) {
      return no("\"" + key + "\" is frozen (" + item.reason + "); it stays as it is");
    }
    Optional<String> elsewhere = node.flatMap(n -> elsewhere(s, n.key()));
    if (elsewhere.isPresent()) {
      return no(elsewhere.get());
    }
    Optional<String> busy = Children.busy(s, key);
    if (busy.isPresent()) {
      return no(busy.get());
    }
    String place = Signing.placeOf(s, key);
    boolean closed = s.place(place).closed();
    Optional<String> done = closed ? decided(key, place, behindGo) : Optional.empty();
    if (done.isPresent()) {
      return no(done.get());
    }
    if (!item.status.ended() && item.act.filter(ActState::open).isPresent()) {
      return no("\"" + key + "\" is under way");
    }
    if (item.openedAt.isEmpty() && !item.status.ended() && !preparation && !gate) {
      return no("\"" + key + "\" has not begun");
    }
    List<RunEvent> events = new ArrayList<>();
    if (closed) {
      events.addAll(takenBack(place, key, reason));
    }
    node.stream()
        .flatMap(Node::all)
        .map(Node::key)
        .filter(k -> !k.equals(key) && s.item(k).openedAt.isPresent())
        .forEach(k -> events.add(reopened(k, reason)));
    events.add(reopened(key, reason));
    above(key).filter(k -> s.item(k).status.ended()).forEach(k -> events.add(reopened(k, reason)));
    return new Direct.Outcome(events, Optional.empty());
  }

  private boolean hasGate(String stage) {
    return s.plan().playbook().stages().stream()
        .anyMatch(st -> st.id().equals(stage) && st.gate().isPresent());
  }

  /** Why what was decided on a closed stage stays. */
  private Optional<String> decided(String key, String place, boolean behindGo) {
    boolean stage = !s.plan().stage(place).isEmpty();
    if (!behindGo || !stage) {
      String how =
          stage ? "; to take its Go back: holddown reopen " + s.head.run() + " " + key : "";
      return Optional.of(
          "the stage of \"" + key + "\" is closed; what was decided on it stays" + how);
    }
    return Stream.concat(
            from(place).skip(1).flatMap(st -> s.plan().stage(st.id()).stream()),
            s.plan().undo().stream())
        .flatMap(Node::all)
        .filter(n -> s.item(n.key()).acted)
        .findFirst()
        .map(n ->
            "\""
                + n.title()
                + "\" was begun on the Go of the stage of \""
                + key
                + "\", which stays; what is in place is taken back by a rollback: holddown"
                + " rollback "
                + s.head.run());
  }

  /** The stage and those after it. */
  private Stream<Stage> from(String place) {
    return s.plan().playbook().stages().stream().dropWhile(st -> !st.id().equals(place));
  }

  /** The Go of the stage and of those that closed on it, and each signature given since. */
  private List<RunEvent> takenBack(String place, String key, String reason) {
    String why = "\"" + key + "\" was reopened: " + reason;
    List<RunEvent> events = new ArrayList<>();
    from(place)
        .filter(st -> s.place(st.id()).closed())
        .forEach(st -> events.add(new RunEvent.StageReopened(st.id(), why)));
    List<String> later = from(place).skip(1).map(Stage::id).toList();
    s.items.forEach((of, item) -> {
      if (later.contains(Signing.placeOf(s, of))) {
        item.signatures.forEach(given ->
            events.add(
                new RunEvent.SignatureVoided(
                    of,
                    given.person(),
                    given.role(),
                    given.content(),
                    "the Go before it was taken back; " + why)));
      }
    });
    return events;
  }

  private RunEvent reopened(String key, String reason) {
    return new RunEvent.Reopened(key, s.item(key).attempt + 1, reason);
  }

  /** Groups and unrolled items around an item. */
  private Stream<String> above(String key) {
    return Stream.concat(
            s.plan().stage(s.plan().placeOf(key)).stream(),
            s.plan().phase(s.plan().placeOf(key)).stream())
        .flatMap(Node::all)
        .filter(n -> !n.key().equals(key) && n.all().anyMatch(below -> below.key().equals(key)))
        .map(Node::key);
  }

  /** What stands on the way that the run does not go now is left alone. */
  static Optional<String> elsewhere(RunState s, String key) {
    boolean owed = Undo.isKey(key);
    boolean back = s.plan().inRollback(key);
    if (Owed.isKey(key)) {
      return s.owed(key).isPresent()
          ? Optional.empty()
          : Optional.of("\"" + key + "\" is not owed yet");
    }
    boolean here =
        switch (s.phase) {
          case QUEUED, FORWARD -> owed || !back;
          case ROLLING_BACK -> back;
          case ABORTING, WATCHING, CLOSED -> false;
        };
    String way = back ? "back" : "forward";
    return here
        ? Optional.empty()
        : Optional.of("\"" + key + "\" is on the way " + way + ", and the run is " + s.phase);
  }

  private static Direct.Outcome no(String sentence) {
    return Direct.Outcome.no(sentence);
  }
}
