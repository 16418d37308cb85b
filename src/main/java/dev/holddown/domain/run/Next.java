package dev.holddown.domain.run;

import java.time.Instant;
import java.util.Optional;

/** What an item needs next. */
public sealed interface Next {
  /** A question to the world. */
  record Ask(Purpose purpose) implements Next {}

  /** An act, after its intent is durable. */
  record Perform() implements Next {}

  /** The intent is durable and the call is under way. */
  record UnderWay() implements Next {}

  /** A begun act is looked after. */
  record LookAfter(String op, String reference) implements Next {}

  /** A named person: who is asked for what. */
  record Person(String who, String what) implements Next {}

  /** A moment, and why. */
  record Await(Instant until, String why) implements Next {}

  /** A run of its own, which is to be started or goes on. */
  record Child(String run, boolean started) implements Next {}

  /** It may not begin yet; {@code until} is empty where nobody knows when. */
  record NotYet(Optional<Instant> until, String why) implements Next {}

  /** A bake or a hold; its clock may stand. */
  record Bake() implements Next {}

  /** Its children. */
  record Children(int branch) implements Next {}

  /** Something else first, such as the baselines. */
  record Blocked(String by) implements Next {}

  /** An event follows without anybody's doing. */
  record Automatic(RunEvent event) implements Next {}

  /** Nothing: it is over, or stays as it is until a person reopens it. */
  record Nothing() implements Next {}
}
