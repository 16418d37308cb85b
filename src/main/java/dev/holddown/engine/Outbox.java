package dev.holddown.engine;

import dev.holddown.domain.kernel.Token;
import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.OutboxDue;
import dev.holddown.engine.port.Ports;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Delivers pages and notices, at least once: a row that fails is tried again, ever more slowly. It
 * has a thread and, through the store, a connection of its own, so that a dead webhook delays
 * nobody but those who page in the same round, and them by one time-out. {@link #deliver} is for
 * one thread; {@link #tell} may be called beside it.
 */
public final class Outbox {
  static final int ROWS_MAX = 100;
  static final int OF_ONE_MAX = 20;
  static final int ATTEMPTS_MAX = 50;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SLOWEST = Duration.ofMinutes(5);

  /** The wait doubles so often that the slowest is reached. */
  private static final int WAITS = 10;

  private final Ports ports;
  private final Binder binder;
  private final String defaultAddress;
  private final Holdings holdings;
  private final Instant begun;
  private final Set<String> failing = new HashSet<>();

  /** {@code defaultAddress} is where a page goes that names no address. */
  public Outbox(Ports ports, Redactor redactor, String defaultAddress) {
    this(ports, redactor, defaultAddress, Holdings.sole());
  }

  /** The same for one node of several: one of them delivers for all. */
  public Outbox(Ports ports, Redactor redactor, String defaultAddress, Holdings holdings) {
    this.ports = ports;
    this.holdings = holdings;
    this.binder = new Binder(ports.outside(), redactor);
    this.defaultAddress = defaultAddress;
    this.begun = ports.passing().clock().instant();
  }

  /** Delivers what is due; returns how many were delivered. */
  public int deliver() throws InterruptedException {
    if (!holdings.delivers()) {
      return 0;
    }
    int delivered = 0;
    Set<String> failed = new HashSet<>();
    for (EventStore.OutboxRow row : inTurn()) {
      String address = address(row);
      if (failed.contains(address)) {
        continue; // one try a round: the others wait for its time-out once, not for each row
      }
      String error = send(row);
      Instant now = ports.passing().clock().instant();
      boolean givenUp = !error.isEmpty() && row.attempts() + 1 >= ATTEMPTS_MAX;
      ports.store().delivered(row.id(), now, givenUp ? "" : error);
      if (error.isEmpty()) {
        delivered++;
        failing.remove(address);
      } else {
        failed.add(address);
        failing.add(address);
      }
    }
    return delivered;
  }

  /** What is due, oldest first; last what goes to an address that failed when last tried. */
  private List<EventStore.OutboxRow> inTurn() {
    Instant now = ports.passing().clock().instant();
    List<Instant> triedUntil = new ArrayList<>();
    for (int tries = 1; tries <= WAITS; tries++) {
      Instant until = now.minus(wait(tries - 1));
      // What a process before this one tried is tried anew: it may have been mended meanwhile.
      triedUntil.add(until.isBefore(begun) ? begun.minusNanos(1) : until);
    }
    return ports.store().outbox(new OutboxDue(now, triedUntil, OF_ONE_MAX, ROWS_MAX)).stream()
        .sorted(Comparator.comparing(row -> failing.contains(address(row))))
        .toList();
  }

  private String address(EventStore.OutboxRow row) {
    return row.channel().equals(Notices.DEFAULT_CHANNEL) ? defaultAddress : row.channel();
  }

  /** {@code attempts} before the one that failed. */
  private static Duration wait(int attempts) {
    Duration wait = Duration.ofSeconds(1L << Math.min(attempts, WAITS - 1));
    return wait.compareTo(SLOWEST) > 0 ? SLOWEST : wait;
  }

  /** Sends a page that belongs to no run, once; empty when it was delivered, else why not. */
  public String tell(String id, String text) throws InterruptedException {
    return tell(id, Notices.DEFAULT_CHANNEL, text);
  }

  /** The same to an address, such as {@code file:alerts.log}. */
  public String tell(String id, String address, String text) throws InterruptedException {
    return send(new EventStore.OutboxRow(0, "server", id, address, text, 0));
  }

  /** Empty when it was delivered, else why not. */
  private String send(EventStore.OutboxRow row) throws InterruptedException {
    String address = address(row);
    Instant now = ports.passing().clock().instant();
    try {
      // What is told may hold a value of a provider: in a chat it must not mention or link.
      String text = address.startsWith("webhook:") ? Slot.CHAT.encode(row.text()) : row.text();
      Call call = Addresses.call(address, new Arg.Literal(text, Place.none()), Place.none());
      Acting verb = binder.acting(call);
      Map<String, Object> args = binder.bind(call, verb.manual(), Map.of());
      String op = row.run() + "/" + row.notice() + "/" + address;
      Deed deed = verb.begin(new Operation(op, new Token(0, 0), args, now, TIMEOUT));
      return switch (deed) {
        case Deed.Landed landed -> "";
        case Deed.Failed failed -> failed.message();
        case Deed.Unknown unknown -> unknown.message();
        case Deed.Begun begun -> "it has not ended";
      };
    } catch (ConditionException | IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      return String.valueOf(e); // else this row would end each round before those behind it
    }
  }
}
