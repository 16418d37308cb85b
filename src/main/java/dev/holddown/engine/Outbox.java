package dev.holddown.engine;

import dev.holddown.domain.kernel.Token;
import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Ports;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Delivers pages and notices, at least once: a row that fails is tried again, ever more slowly. It
 * has a thread and, through the store, a connection of its own, so that a dead webhook delays
 * nobody.
 */
public final class Outbox {
  static final int ROWS_MAX = 100;
  static final int ATTEMPTS_MAX = 50;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SLOWEST = Duration.ofMinutes(5);

  private final Ports ports;
  private final Binder binder;
  private final String defaultAddress;
  private final Holdings holdings;
  private final Map<Long, Instant> notBefore = new HashMap<>();

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
  }

  /** Delivers what is due; returns how many were delivered. */
  public int deliver() throws InterruptedException {
    if (!holdings.delivers()) {
      return 0;
    }
    int delivered = 0;
    for (EventStore.OutboxRow row : ports.store().outbox(ROWS_MAX)) {
      Instant now = ports.passing().clock().instant();
      if (notBefore.getOrDefault(row.id(), Instant.MIN).isAfter(now)) {
        continue;
      }
      String error = send(row, now);
      boolean givenUp = !error.isEmpty() && row.attempts() + 1 >= ATTEMPTS_MAX;
      ports.store().delivered(row.id(), now, givenUp ? "" : error);
      if (error.isEmpty() || givenUp) {
        notBefore.remove(row.id());
        delivered += error.isEmpty() ? 1 : 0;
      } else {
        notBefore.put(row.id(), now.plus(wait(row.attempts())));
      }
    }
    return delivered;
  }

  private static Duration wait(int attempts) {
    Duration wait = Duration.ofSeconds(1L << Math.min(attempts, 9));
    return wait.compareTo(SLOWEST) > 0 ? SLOWEST : wait;
  }

  /** Sends a page that belongs to no run, once; empty when it was delivered, else why not. */
  public String tell(String id, String text) throws InterruptedException {
    return tell(id, Notices.DEFAULT_CHANNEL, text);
  }

  /** The same to an address, such as {@code file:alerts.log}. */
  public String tell(String id, String address, String text) throws InterruptedException {
    Instant now = ports.passing().clock().instant();
    return send(new EventStore.OutboxRow(0, "server", id, address, text, 0), now);
  }

  /** Empty when it was delivered, else why not. */
  private String send(EventStore.OutboxRow row, Instant now) throws InterruptedException {
    String address = row.channel().equals(Notices.DEFAULT_CHANNEL) ? defaultAddress : row.channel();
    try {
      Call call = Addresses.call(address, new Arg.Literal(row.text(), Place.none()), Place.none());
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
    }
  }
}
