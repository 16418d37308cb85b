package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Item;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an item needs next: one rule for each kind, the same for both ways, forward and back. */
final class ItemWork {
  private static final int UNKNOWNS_MAX = 3;
  private static final int ASKED_AGAIN_MAX = 8;

  private final RunState s;
  private final Node node;
  private final ItemState i;
  private final Instant at;

  private ItemWork(RunState s, Node node, Instant at) {
    this.s = s;
    this.node = node;
    this.i = s.item(node.key());
    this.at = at;
  }

  static Next next(RunState s, Node node, Instant at) {
    return new ItemWork(s, node, at).next();
  }

  private Next next() {
    if (i.status.ended()) {
      return new Next.Nothing();
    }
    if (i.retryAt.filter(t -> t.isAfter(at)).isPresent()) {
      return new Next.Await(i.retryAt.get(), i.reason);
    }
    Optional<Next.NotYet> shut = Due.shut(s, node, at);
    if (shut.isPresent()) {
      return shut.get();
    }
    Optional<Next> applies = applies().or(() -> Unseen.next(s, node));
    if (applies.isPresent()) {
      return applies.get();
    }
    if (node.gathers()) {
      return gathering();
    }
    if (Undo.isKey(node.key()) && !Undo.isOwed(s, node.key())) {
      return turn(ItemStatus.NOT_APPLICABLE, "what it undoes was never done");
    }
    if (node.acts() && !s.plan().inRollback(node.key()) && Preparations.missing(s).isPresent()) {
      return new Next.Blocked(Preparations.missing(s).get());
    }
    return switch (node.item()) {
      case Item.Check check -> check(check);
      case Item.Step step -> step(step);
      case Item.Signoff signoff -> signature("sign");
      case Item.Record record -> record(record);
      case Item.Runbook runbook ->
          s.children.containsKey(node.key())
              ? Children.next(s, node, runbook)
              : signed("sign before it starts").orElseGet(() -> Children.next(s, node, runbook));
      case Item.Message message -> message(message);
      case Item.Rollout rollout -> rollout(rollout);
      case Item.Hold hold -> hold(hold);
      case Item.Choose choose -> choose(choose);
      case Item.Group group -> gathering();
    };
  }

  /** {@code when} is asked first; an error blocks, never skips. */
  private Optional<Next> applies() {
    if (node.unrolled() || node.item().about().when().isEmpty()) {
      return Optional.empty();
    }
    Optional<Finding> found = i.finding(Purpose.WHEN);
    if (found.isEmpty()) {
      return Optional.of(new Next.Ask(Purpose.WHEN));
    }
    return switch (found.get().verdict()) {
      case PASSED -> Optional.empty();
      case FAILED -> Optional.of(turn(ItemStatus.NOT_APPLICABLE, found.get().reason()));
      case ERRORED, INCONCLUSIVE -> Optional.of(turn(ItemStatus.ERRORED, found.get().reason()));
    };
  }

  private Next gathering() {
    List<Node> children = node.branches().getFirst();
    if (children.isEmpty()) {
      return turn(ItemStatus.INCONCLUSIVE, "there is nothing in it; an empty list proves nothing");
    }
    return over(children, Waivers.gathered(s, children), Waivers.count(s, children))
        .orElse(new Next.Children(0));
  }

  /** What the item becomes once its children are over; empty while they are not. */
  private Optional<Next> over(List<Node> children, ItemStatus status, String reason) {
    if (!Walk.allOver(s, children)) {
      return Optional.empty();
    }
    long bad = children.stream().filter(n -> !s.item(n.key()).status.good()).count();
    return Optional.of(
        bad == 0
            ? turn(status, reason)
            : turn(ItemStatus.SKIPPED, bad + " of " + children.size() + " were passed over"));
  }

  // --- check ---

  private Next check(Item.Check check) {
    if (check.probe().isEmpty()) {
      return signature("look and sign");
    }
    Optional<Finding> found = i.finding(Purpose.CHECK);
    if (found.isEmpty()) {
      return new Next.Ask(Purpose.CHECK);
    }
    Finding finding = found.get();
    if (finding.verdict().passed()) {
      return Signing.instead(node)
          ? turn(ItemStatus.PASSED, finding.reason())
          : signed("look at the result and sign").orElse(turn(ItemStatus.PASSED, finding.reason()));
    }
    if (!check.otherwise().isEmpty() && i.chosen.isEmpty()) {
      return i.finding(Purpose.CHOOSE)
          .map(f -> finding.reason() + "; its way out could not be told: " + f.reason())
          .map(why -> turn(status(finding.verdict()), why))
          .orElse(new Next.Ask(Purpose.CHOOSE));
    }
    int chosen = i.chosen.orElse(-1);
    if (chosen >= 0 && chosen < node.branches().size()) {
      return over(
              node.branches().get(chosen),
              ItemStatus.RESOLVED,
              "way out taken: " + check.otherwise().get(chosen).title())
          .orElse(new Next.Children(chosen));
    }
    if (Signing.instead(node)) {
      String was = "it is " + status(finding.verdict()) + " (" + finding.reason() + ")";
      return signed(was + ": sign to let it through, or decline")
          .orElse(turn(ItemStatus.SIGNED, was + "; " + signers()));
    }
    return turn(status(finding.verdict()), finding.reason());
  }

  static ItemStatus status(Verdict verdict) {
    return switch (verdict) {
      case PASSED -> ItemStatus.PASSED;
      case FAILED -> ItemStatus.FAILED;
      case INCONCLUSIVE -> ItemStatus.INCONCLUSIVE;
      case ERRORED -> ItemStatus.ERRORED;
    };
  }

  // --- step: done is not verify ---

  private Next step(Item.Step step) {
    if (i.act.isEmpty()) {
      if (step.done().isPresent() && i.finding(Purpose.BEFORE).isEmpty()) {
        return new Next.Ask(Purpose.BEFORE);
      }
      Optional<Finding> before = i.finding(Purpose.BEFORE);
      if (before.filter(f -> f.verdict().passed()).isPresent()) {
        return turn(ItemStatus.PASSED, "already so: " + before.get().reason());
      }
      return signed("sign before it starts").orElse(new Next.Perform());
    }
    Optional<Next> open = openAct(step.done().isPresent(), step.traits().repeatable());
    if (open.isPresent()) {
      return open.get();
    }
    if (step.done().isPresent()) {
      Optional<Next> asked = proof(Purpose.DONE, "after acting, it is not in place: ");
      if (asked.isPresent()) {
        return asked.get();
      }
    }
    if (step.verify().isPresent()) {
      Optional<Next> asked = proof(Purpose.VERIFY, "it is in place but does not work: ");
      if (asked.isPresent()) {
        return asked.get();
      }
    }
    return turn(ItemStatus.PASSED, proofReason());
  }

  private String proofReason() {
    Optional<Finding> last = i.finding(Purpose.VERIFY).or(() -> i.finding(Purpose.DONE));
    return last.map(Finding::reason).orElse(i.act.map(ActState::message).orElse(""));
  }

  private Optional<Next> proof(Purpose purpose, String complaint) {
    Optional<Finding> found = i.finding(purpose);
    if (found.isEmpty()) {
      return Optional.of(new Next.Ask(purpose));
    }
    return found.get().verdict().passed()
        ? Optional.empty()
        : Optional.of(failed(status(found.get().verdict()), complaint + found.get().reason()));
  }

  /** An act that has not landed for sure; empty when it has. */
  private Optional<Next> openAct(boolean canAsk, boolean repeatable) {
    ActState act = i.act.orElseThrow();
    return switch (act.status()) {
      case LANDED -> Optional.empty();
      case INTENDED -> Optional.of(new Next.UnderWay());
      case BEGUN -> Optional.of(new Next.LookAfter(act.act().op(), act.reference()));
      case FAILED -> Optional.of(failed(ItemStatus.FAILED, act.message()));
      case UNSETTLED -> Optional.of(unsettled(act, canAsk, repeatable));
    };
  }

  /**
   * Forward, an act of unknown outcome is asked after only when it can no longer land. The way back
   * does not wait: its steps may be repeated, and a higher token keeps the older one out.
   */
  private Next unsettled(ActState act, boolean canAsk, boolean repeatable) {
    boolean back = s.plan().inRollback(node.key());
    if (!back && at.isBefore(act.act().landsUntil())) {
      return new Next.Await(
          act.act().landsUntil(),
          "the outcome of "
              + act.act().what()
              + " is unknown ("
              + act.message()
              + "); it may land until then");
    }
    if (canAsk && i.finding(Purpose.DONE).isEmpty()) {
      return new Next.Ask(Purpose.DONE);
    }
    if (!back && i.unknowns >= UNKNOWNS_MAX) {
      return turn(
          ItemStatus.ERRORED,
          "the outcome of "
              + act.act().what()
              + " was unknown "
              + i.unknowns
              + " times: "
              + act.message());
    }
    boolean told = i.finding(Purpose.DONE).filter(f -> f.verdict() == Verdict.FAILED).isPresent();
    if (!back && canAsk && !told && i.tries < ASKED_AGAIN_MAX) {
      // no answer is not the answer that it did not land
      String why = i.finding(Purpose.DONE).map(Finding::reason).orElse("");
      return new Next.Automatic(
          new RunEvent.RetryPlanned(node.key(), at.plus(Backoff.after(i.tries)), why));
    }
    if (told || (back && canAsk) || (repeatable && !canAsk)) {
      return new Next.Automatic(
          new RunEvent.Settled(node.key(), act.act().op(), false, "it did not land"));
    }
    return new Next.Person(
        "operator",
        "say whether "
            + act.act().what()
            + " landed (settle): "
            + (canAsk ? "asking after it gave no answer" : "it has neither done nor repeatable"));
  }

  /** Forward, a failure ends the attempt; on the way back it is tried again, for ever. */
  private Next failed(ItemStatus status, String reason) {
    int attemptsMax = node.item() instanceof Item.Step step ? step.traits().attemptsMax() : 1;
    boolean message = node.item() instanceof Item.Message;
    boolean back = s.plan().inRollback(node.key());
    int allowed = back ? Integer.MAX_VALUE : message ? 3 : attemptsMax;
    if (message && back && i.tries >= 5) {
      return turn(status, reason);
    }
    if (i.tries + 1 < allowed) {
      return new Next.Automatic(
          new RunEvent.RetryPlanned(node.key(), at.plus(Backoff.after(i.tries)), reason));
    }
    return turn(status, reason);
  }

  private Next record(Item.Record record) {
    return Filling.next(record.form(), node, i)
        .or(() -> signed("look at what was filled in and sign"))
        .orElseGet(() -> turn(ItemStatus.PASSED, "recorded in " + record.into()));
  }

  private Next message(Item.Message message) {
    Optional<Next> before =
        message.form().filter(f -> i.act.isEmpty()).flatMap(f -> Filling.next(f, node, i));
    if (before.isPresent()) {
      return before.get();
    }
    if (i.act.isEmpty()) {
      return signed("confirm it before it is sent").orElse(new Next.Perform());
    }
    ActState act = i.act.get();
    return switch (act.status()) {
      case LANDED -> turn(ItemStatus.PASSED, "delivered: " + act.message());
      case INTENDED -> new Next.UnderWay();
      case BEGUN -> new Next.LookAfter(act.act().op(), act.reference());
      case FAILED, UNSETTLED -> failed(ItemStatus.FAILED, "not delivered: " + act.message());
    };
  }

  // --- rollout and hold ---

  private Next rollout(Item.Rollout rollout) {
    if (i.step >= rollout.steps().size()) {
      return turn(ItemStatus.PASSED, "all " + rollout.steps().size() + " steps are in place");
    }
    Item.RolloutStep step = rollout.steps().get(i.step);
    if (i.act.isEmpty() && i.step == 0) {
      return signed("sign before it starts").orElse(new Next.Perform());
    }
    if (i.act.isEmpty()) {
      // whatever was waited for since the bake, no weight is raised into a breach or blindly
      return Baking.calm(s, node.key()) ? new Next.Perform() : new Next.Bake();
    }
    Optional<Next> open = openAct(true, true);
    if (open.isPresent()) {
      return open.get();
    }
    Optional<Next> readBack = proof(Purpose.DONE, "the router does not show it: ");
    if (readBack.isPresent()) {
      return readBack.get();
    }
    if (!i.bakePassed) {
      return i.baking
          ? new Next.Bake()
          : new Next.Automatic(new RunEvent.BakeBegan(node.key(), i.step));
    }
    List<Node> items = node.branches().get(i.step);
    if (!items.stream().allMatch(n -> Walk.over(s, n))) {
      return new Next.Children(i.step);
    }
    if (step.sign().isPresent() && !SignRules.satisfied(step.sign().get(), i.signatures)) {
      return new Next.Person(
          SignRules.missing(step.sign().get(), i.signatures),
          "sign for the step after " + step.weight() + " %");
    }
    return new Next.Automatic(new RunEvent.StepPassed(node.key(), i.step));
  }

  private Next hold(Item.Hold hold) {
    if (i.bakePassed) {
      return signed("sign").orElse(turn(ItemStatus.PASSED, "quiet for " + Span.text(hold.lasts())));
    }
    return i.baking ? new Next.Bake() : new Next.Automatic(new RunEvent.BakeBegan(node.key(), 0));
  }

  // --- choose ---

  private Next choose(Item.Choose choose) {
    if (i.chosen.isEmpty()) {
      Optional<Finding> found = i.finding(Purpose.CHOOSE);
      return found.filter(f -> !f.verdict().passed()).isPresent()
          ? turn(status(found.get().verdict()), found.get().reason())
          : new Next.Ask(Purpose.CHOOSE);
    }
    int index = i.chosen.get() < 0 ? choose.cases().size() : i.chosen.get();
    List<Node> items = node.branches().get(index);
    if (i.chosen.get() < 0 && items.isEmpty()) {
      return turn(
          ItemStatus.FAILED,
          "no case is true" + choose.otherwise().page().map(p -> "; paged " + p).orElse(""));
    }
    return over(items, ItemStatus.PASSED, "case: " + title(choose, index))
        .orElse(new Next.Children(index));
  }

  private static String title(Item.Choose choose, int index) {
    return index < choose.cases().size() ? choose.cases().get(index).title() : "otherwise";
  }

  // --- signatures ---

  /** Who still has to sign; empty when nobody. */
  private Optional<Next> signed(String what) {
    return node.item().about().sign().flatMap(rule -> Signer.next(i, rule, what));
  }

  /** A line whose signature is its answer; where nobody is named, nobody has answered. */
  private Next signature(String what) {
    return node.item().about().sign().isEmpty()
        ? turn(ItemStatus.ERRORED, "the playbook names nobody who signs it")
        : signed(what).orElse(turn(ItemStatus.SIGNED, signers()));
  }

  private String signers() {
    return "signed by "
        + String.join(
            ", ", i.signatures.stream().map(g -> g.person() + " (" + g.role() + ")").toList());
  }

  private Next turn(ItemStatus status, String reason) {
    return new Next.Automatic(new RunEvent.Turned(node.key(), status, reason));
  }
}
