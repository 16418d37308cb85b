package dev.holddown.view;

import dev.holddown.domain.playbook.Form;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Timing;
import dev.holddown.domain.run.ActState;
import dev.holddown.domain.run.Child;
import dev.holddown.domain.run.Finding;
import dev.holddown.domain.run.ItemState;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.Waivers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Folds items. */
final class ItemFold {
  private static final String ON_PAPER = "ticked on paper, not verified";

  private final RunState s;
  private final Instant now;
  private final Set<String> awaited;
  private final Map<String, String> locked;

  ItemFold(RunState s, Instant now, Set<String> awaited) {
    this.s = s;
    this.now = now;
    this.awaited = awaited;
    this.locked = Run.locked(s, now);
  }

  List<ItemView> all(List<Node> nodes) {
    return nodes.stream().map(this::view).toList();
  }

  private ItemView view(Node node) {
    ItemState state = s.item(node.key());
    return new ItemView(
        new ItemView.Name(node.key(), node.title(), kind(node)),
        mark(node, state),
        work(node, state),
        new ItemView.Beside(s.remarks(node.key()), s.files(node.key())),
        when(node),
        form(node, state),
        Optional.ofNullable(s.children().get(node.key()))
            .map(child ->
                new ItemView.Started(
                    child.run(),
                    child.use(),
                    child.started(),
                    child.end().map(end -> end.outcome().name()))),
        state.signatures().stream()
            .map(g -> new ItemView.Signed(g.role(), g.person(), g.at(), g.comment(), g.method()))
            .toList(),
        Waivers.roles(s, node.key()).orElse(List.of()),
        children(node, state).map(this::view).toList());
  }

  private ItemView.When when(Node node) {
    if (node.item().about().timing().isEmpty()) {
      return new ItemView.When(
          Optional.empty(),
          Optional.empty(),
          s.late(node.key()).isPresent(),
          List.of(),
          locked.getOrDefault(node.key(), ""));
    }
    Timing timing = node.item().about().timing().get();
    return new ItemView.When(
        timing.opens().flatMap(opens -> Run.moment(s, opens)),
        timing.due().flatMap(due -> Run.moment(s, due)),
        s.late(node.key()).isPresent(),
        timing.needs(),
        locked.getOrDefault(node.key(), ""));
  }

  /** Whether it is a kind of line that may have a form. */
  static boolean mayAsk(Node node) {
    return node.item() instanceof Item.Record || node.item() instanceof Item.Message;
  }

  /** The fields of a line, with what they hold. */
  static List<ItemView.Entry> form(Node node, ItemState state) {
    if (!mayAsk(node)) {
      return List.of();
    }
    Optional<Form> form =
        switch (node.item()) {
          case Item.Record record -> Optional.of(record.form());
          case Item.Message message -> message.form();
          default -> Optional.empty();
        };
    return form.stream()
        .flatMap(f -> f.fields().stream())
        .map(field ->
            new ItemView.Entry(
                field.name(),
                field.type().name().toLowerCase(Locale.ROOT),
                field.ask(),
                Optional.ofNullable(state.values().get(field.name())),
                Optional.ofNullable(state.proposed().get(field.name()))))
        .toList();
  }

  private static String kind(Node node) {
    return node.unrolled()
        ? "each"
        : node.item().getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** Of a branching item only what was chosen. */
  private static Stream<Node> children(Node node, ItemState state) {
    boolean branches = node.item() instanceof Item.Choose || node.item() instanceof Item.Check;
    if (!branches || node.unrolled()) {
      return node.branches().stream().flatMap(List::stream);
    }
    if (state.chosen().isEmpty() || node.branches().isEmpty()) {
      return Stream.empty();
    }
    int chosen = state.chosen().get();
    boolean other = chosen < 0 && node.item() instanceof Item.Choose;
    int index = other ? node.branches().size() - 1 : chosen;
    return index >= 0 && index < node.branches().size()
        ? node.branches().get(index).stream()
        : Stream.empty();
  }

  private ItemView.Mark mark(Node node, ItemState state) {
    Optional<Instant> since = state.endedAt().or(state::openedAt);
    return new ItemView.Mark(
        state.status().name(), word(node, state), since, reason(node, state), warn(state));
  }

  private String word(Node node, ItemState state) {
    ItemStatus status = state.status();
    if (status.ended() || status == ItemStatus.STALE) {
      return status == ItemStatus.NOT_APPLICABLE ? "n/a" : status.name().toLowerCase(Locale.ROOT);
    }
    Optional<ActState.Status> act = state.act().map(ActState::status);
    if (act.filter(a -> a == ActState.Status.UNSETTLED).isPresent()) {
      return "unsettled";
    }
    if (awaited.contains(node.key())) {
      return "waiting";
    }
    if (stopped(node)) {
      return state.openedAt().isPresent() ? "stopped" : "open";
    }
    if (state.retryAt().filter(now::isBefore).isPresent()) {
      return "retrying";
    }
    if (act.filter(a -> a == ActState.Status.INTENDED || a == ActState.Status.BEGUN).isPresent()) {
      return "acting";
    }
    if (state.baking()) {
      return "baking";
    }
    return state.openedAt().isPresent() ? "running" : "open";
  }

  /** Whether forward work on it was stopped: the run goes back, is aborted or closed. */
  private boolean stopped(Node node) {
    boolean forward = s.phase() == Phase.FORWARD || s.phase() == Phase.QUEUED;
    boolean watching = s.phase() == Phase.WATCHING;
    return !forward && !watching && (s.closed() || !s.plan().inRollback(node.key()));
  }

  /** A tick that was imported is told until something better than paper closes the line. */
  private String reason(Node node, ItemState state) {
    String reason = ownReason(node, state);
    boolean open = state.status() == ItemStatus.OPEN || state.status() == ItemStatus.RUNNING;
    boolean ticked = node.item().about().notes().containsKey("imported");
    return open && ticked ? ON_PAPER + (reason.isEmpty() ? "" : "; " + reason) : reason;
  }

  private String ownReason(Node node, ItemState state) {
    if (state.status().ended() || stopped(node)) {
      return state.reason();
    }
    if (state.retryAt().filter(now::isBefore).isPresent()) {
      Duration left = Duration.between(now, state.retryAt().get());
      return "again in " + Spans.text(left) + "; " + state.reason();
    }
    Optional<ActState> open = state.act().filter(ActState::open);
    if (open.isPresent()) {
      return act(open.get(), now);
    }
    Optional<Child> child = Optional.ofNullable(s.children().get(node.key())).filter(Child::open);
    if (child.isPresent()) {
      return "run " + child.get().run() + " is under way";
    }
    return state.openedAt().isEmpty() || node.gathers() ? "" : state.reason();
  }

  private static String act(ActState act, Instant now) {
    return switch (act.status()) {
      case UNSETTLED ->
          "nobody knows whether "
              + act.act().what()
              + " landed"
              + (act.message().isEmpty() ? "" : " (" + act.message() + ")")
              + (now.isBefore(act.act().landsUntil())
                  ? "; it may until "
                  : "; it can no more since ")
              + Times.clock(act.act().landsUntil());
      case BEGUN -> act.act().what() + " goes on at the target";
      default -> act.act().what() + " is under way";
    };
  }

  private static String warn(ItemState state) {
    if (!state.found()) {
      return "";
    }
    return Stream.of(Purpose.VERIFY, Purpose.CHECK)
        .flatMap(purpose -> state.finding(purpose).stream())
        .map(Finding::heads)
        .filter(heads -> !heads.isEmpty())
        .findFirst()
        .orElse("");
  }

  private ItemView.Work work(Node node, ItemState state) {
    Duration box = node.item().about().timeBox();
    boolean overrun =
        !box.isZero()
            && state
                .openedAt()
                .filter(o -> Duration.between(o, state.endedAt().orElse(now)).compareTo(box) > 0)
                .isPresent();
    Optional<String> evidence = state.found() ? evidence(state) : Optional.empty();
    Optional<ItemView.Bake> bake = stopped(node) ? Optional.empty() : Bakes.of(s, node, now);
    return new ItemView.Work(state.attempt(), overrun, Bakes.traffic(node, state), bake, evidence);
  }

  private static Optional<String> evidence(ItemState state) {
    return Stream.of(Purpose.VERIFY, Purpose.DONE, Purpose.CHECK, Purpose.CHOOSE)
        .flatMap(purpose -> state.finding(purpose).stream())
        .map(finding -> finding.evidence().orElse(null))
        .filter(Objects::nonNull)
        .findFirst();
  }
}
