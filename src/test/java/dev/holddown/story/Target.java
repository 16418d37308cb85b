package dev.holddown.story;

import dev.holddown.domain.kernel.Token;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Something outside that acts change: it notes each act that reaches it, and can let calls hang,
 * lose requests, lose answers, or refuse.
 */
final class Target {
  private final InstantSource clock;
  private final List<Landing> landings = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final Deque<Call> wire = new ArrayDeque<>();
  private final List<Operation> calls = new ArrayList<>();
  private final List<Turns> turns = new ArrayList<>();
  private Object value = "";
  private Mood mood = Mood.ANSWERS;
  private boolean fenced = true;
  private boolean deaf;

  Target(InstantSource clock) {
    this.clock = clock;
  }

  /** How it takes the next calls. */
  enum Mood {
    ANSWERS,
    /** The request is on the wire and nothing comes back. */
    HANGS,
    /** It is changed, and nothing comes back. */
    CHANGES_AND_HANGS,
    LOSES_REQUESTS,
    LOSES_ANSWERS,
    FAILS,
    /** It begins, and goes on for a while. */
    BEGINS,
    /** The machine of whoever calls fails on the way. */
    BREAKS
  }

  /** An act that changed it. */
  record Landing(Instant at, Object value, String op, Token token) {}

  private static final class Call {
    final Operation operation;
    final Object wanted;
    final Turns.Piece caller;
    Deed deed = new Deed.Unknown("the connection was reset", Proof.none());

    Call(Operation operation, Object wanted, Turns.Piece caller) {
      this.operation = operation;
      this.wanted = wanted;
      this.caller = caller;
    }
  }

  void inTurnsOf(Turns process) {
    turns.add(process);
  }

  // --- what the story sets ---

  void is(Object now) {
    value = now;
  }

  void takesCalls(Mood next) {
    mood = next;
  }

  /** It takes an act with an old token too. */
  void isNotFenced() {
    fenced = false;
  }

  /** Its hanging calls hear no interrupt. */
  void cannotBeInterrupted() {
    deaf = true;
  }

  /** The oldest request on the wire arrives, and its answer goes back to whoever still waits. */
  void theHangingRequestArrives() {
    Call call = wire.remove();
    call.deed = land(call.operation, call.wanted);
    call.caller.wake();
  }

  /** The oldest request on the wire never arrives. */
  void theHangingRequestIsLost() {
    wire.remove().caller.wake();
  }

  // --- what the story looks at ---

  Object value() {
    return value;
  }

  /** Acts that changed it, in order. */
  List<Landing> landings() {
    return List.copyOf(landings);
  }

  List<Object> values() {
    return landings.stream().map(Landing::value).toList();
  }

  /** Calls that were begun, whether they arrived or not. */
  List<Operation> calls() {
    return List.copyOf(calls);
  }

  List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** Whether what was begun has not come to its end. */
  boolean goesOn() {
    return mood == Mood.BEGINS;
  }

  int hanging() {
    return wire.size();
  }

  // --- what connectors do ---

  Deed begin(Operation operation, Object wanted) throws InterruptedException {
    calls.add(operation);
    return switch (mood) {
      case ANSWERS -> land(operation, wanted);
      case FAILS -> new Deed.Failed("it answers 500", Proof.none());
      case BEGINS -> new Deed.Begun("d-1", Proof.none());
      case BREAKS -> throw new StackOverflowError("too deep");
      case LOSES_REQUESTS -> new Deed.Unknown("the connection was reset", Proof.none());
      case LOSES_ANSWERS -> {
        land(operation, wanted);
        yield new Deed.Unknown("no answer within the time-out", Proof.none());
      }
      case CHANGES_AND_HANGS -> {
        land(operation, wanted);
        caller().hang(deaf);
        yield new Deed.Unknown("the connection was reset", Proof.none());
      }
      case HANGS -> {
        Call call = new Call(operation, wanted, caller().me());
        wire.add(call);
        caller().hang(deaf);
        yield call.deed;
      }
    };
  }

  /** The process whose call this is. */
  private Turns caller() {
    return turns.stream().filter(Turns::areMine).findFirst().orElseThrow();
  }

  private Deed land(Operation operation, Object wanted) {
    Token highest =
        landings.stream().map(Landing::token).max(Token::compareTo).orElse(new Token(0, 0));
    if (fenced && operation.token().compareTo(highest) < 0) {
      String why = "the token " + operation.token() + " is older than " + highest;
      refusals.add(why);
      return new Deed.Failed(why, Proof.none());
    }
    landings.add(new Landing(clock.instant(), wanted, operation.id(), operation.token()));
    value = wanted;
    return new Deed.Landed(Map.of(), new Proof("set " + wanted, "done"));
  }
}
