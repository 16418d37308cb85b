package dev.holddown.domain.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One line of a checklist. Every kind carries the same {@link About}. */
public sealed interface Item {
  About about();

  /**
   * What any item has.
   *
   * @param id unique in the playbook, derived from the title when not given
   * @param each the name of the list whose rows the item is repeated for
   * @param when CEL; false makes the item not applicable, an error blocks it
   * @param sign who must sign beside the proof
   * @param fresh how old an answer may be at the gate; zero is for ever
   * @param timeBox from the item's opening; past it the item is shown as overrun. Zero is none
   * @param notApplicableBy roles that may close it as not applicable
   * @param timing when it may begin and is late; empty for any time
   */
  record About(
      String id,
      String title,
      Place place,
      Optional<Each> each,
      Optional<Expr> when,
      Optional<SignRule> sign,
      Duration fresh,
      Duration timeBox,
      List<String> notApplicableBy,
      Map<String, String> notes,
      Optional<Timing> timing) {
    /** What may be done at any time. */
    public About(
        String id,
        String title,
        Place place,
        Optional<Each> each,
        Optional<Expr> when,
        Optional<SignRule> sign,
        Duration fresh,
        Duration timeBox,
        List<String> notApplicableBy,
        Map<String, String> notes) {
      this(
          id,
          title,
          place,
          each,
          when,
          sign,
          fresh,
          timeBox,
          notApplicableBy,
          notes,
          Optional.empty());
    }
  }

  /** {@code each: {target: targets}}: the name of a row and where the rows come from. */
  record Each(String name, String list, Place place) {}

  /** Asks the world and changes nothing. Without a probe, its signature is the answer. */
  record Check(About about, Optional<Probe> probe, List<Case> otherwise) implements Item {}

  /**
   * Changes the world.
   *
   * @param done the desired state is in place: skips, settles and confirms
   * @param verify it works: asked only after the act
   * @param repeatable may be done twice without harm
   * @param destructive needs a signature before it starts
   */
  record Step(
      About about,
      Call call,
      Optional<Probe> done,
      Optional<Probe> verify,
      Optional<Call> undo,
      Traits traits)
      implements Item {}

  /** How a step may be carried out. {@code timeout}: deadline of the act (default 60 s). */
  record Traits(
      boolean repeatable, boolean destructive, OnFail onFail, int attemptsMax, Duration timeout) {}

  /** What a failed step does to those after it. */
  enum OnFail {
    STOP,
    CONTINUE
  }

  /** A named person says yes. The rule is in {@link About#sign}. */
  record Signoff(About about) implements Item {}

  /**
   * Starts a run of another playbook.
   *
   * @param use its id
   * @param with its inputs
   * @param waits whether the line waits for its end and takes its outcome
   */
  record Runbook(About about, String use, Map<String, Arg> with, boolean waits) implements Item {}

  /** A log entry; closes when all its fields are filled. {@code into}: which book it is for. */
  record Record(About about, String into, Form form) implements Item {}

  /**
   * Sends a message; undelivered is not passed. {@code to} entries are {@code kind:address}.
   *
   * @param form what people fill in before it is sent; its text reads it as {@code ask.name}
   */
  record Message(About about, List<Arg> to, Arg text, Optional<Form> form) implements Item {
    /** A message for which nobody fills anything in. */
    public Message(About about, List<Arg> to, Arg text) {
      this(about, to, text, Optional.empty());
    }
  }

  /**
   * Moves traffic in steps, and watches.
   *
   * @param router the act that sets a weight; the engine adds {@code weight} to its arguments
   * @param watch ids of the watches whose OK samples alone let a bake count
   */
  record Rollout(
      About about, Call router, List<RolloutStep> steps, List<String> watch, OnBreach onBreach)
      implements Item {}

  /** So many percent for so long, then the items, then the next. */
  record RolloutStep(int weight, Duration bake, List<Item> items, Optional<SignRule> sign) {}

  /** Waits while the named watches stay quiet, and perhaps while people may object. */
  record Hold(
      About about,
      Duration lasts,
      List<String> watch,
      OnBreach onBreach,
      Optional<Objections> objections)
      implements Item {
    /** A hold to which nobody may object. */
    public Hold(About about, Duration lasts, List<String> watch, OnBreach onBreach) {
      this(about, lasts, watch, onBreach, Optional.empty());
    }
  }

  /** Who may object to a hold, and for how long from its beginning; zero: while it lasts. */
  record Objections(List<String> by, Duration within) {}

  /** What a breach of a named watch does to a rollout or hold, weakest first. */
  enum OnBreach {
    RESTART,
    FAIL,
    PAUSE,
    ROLLBACK
  }

  /** Asks, and takes the first case that is true; {@code otherwise} pages these people. */
  record Choose(About about, Probe probe, List<Case> cases, Otherwise otherwise) implements Item {}

  /** A branch: a title, a condition, items. */
  record Case(String title, Expr when, List<Item> items, Place place) {}

  /** What happens when no case is true: items, or a page. */
  record Otherwise(List<Item> items, Optional<String> page) {}

  /** A heading inside a stage. */
  record Group(About about, Order order, List<Item> items) implements Item {}

  /** Whether items are taken one after the other, or all at once. */
  enum Order {
    LISTED,
    ANY
  }
}
