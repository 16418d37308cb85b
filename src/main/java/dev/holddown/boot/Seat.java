package dev.holddown.boot;

import dev.holddown.engine.Holdings;
import dev.holddown.engine.Membership;
import dev.holddown.engine.Worker;
import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.StoreException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * This process among those that share its store; alone with an embedded one.
 *
 * @param name for people, in the log
 * @param beats one thread renews the lease, the other sees when that did not work in time
 */
record Seat(
    String name,
    Holdings holdings,
    Optional<Membership> membership,
    ScheduledExecutorService beats) {
  private static final long WATCH_MILLIS = 250;

  static Seat of(Durable durable, Worker worker, String given) {
    String pid = "pid " + ProcessHandle.current().pid();
    ScheduledExecutorService beats =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("lease-", 0).daemon(true).factory());
    if (durable.claims().isEmpty()) {
      return new Seat(pid, Holdings.sole(), Optional.empty(), beats);
    }
    Holdings holdings = Holdings.among(System::nanoTime);
    String name = given.isEmpty() ? machine() + " " + pid : given;
    Membership membership =
        new Membership(
            durable.claims().get(),
            durable.store(),
            holdings,
            System::nanoTime,
            new Membership.Node(name, worker::stopAll));
    return new Seat(name, holdings, Optional.of(membership), beats);
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a machine without a name";
    }
  }

  /** Begins to renew. The first beat takes what is free. */
  void begin() {
    AtomicReference<String> told = new AtomicReference<>("");
    membership.ifPresent(member -> {
      beats.scheduleWithFixedDelay(
          () -> beat(member, told), 0, Claims.RENEW_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      beats.scheduleWithFixedDelay(
          member::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    });
  }

  /** An outage is told when it begins, when it changes and when it ends, not at each beat. */
  private static void beat(Membership member, AtomicReference<String> told) {
    System.Logger log = System.getLogger(Seat.class.getName());
    try {
      String why = member.beat().orElse("");
      String before = told.getAndSet(why);
      if (!why.equals(before)) {
        log.log(
            System.Logger.Level.WARNING,
            why.isEmpty() ? "the database answers again about leases" : why);
      }
    } catch (RuntimeException e) {
      // A beat that failed must not end all that would follow.
      log.log(System.Logger.Level.ERROR, "the lease was not renewed: " + e, e);
    }
  }

  /** Hands everything over at once; the engine has ended. */
  void leave() {
    beats.shutdownNow();
    try {
      membership.ifPresent(Membership::leave);
    } catch (StoreException e) {
      System.getLogger(Seat.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "others take over when the lease has ended, as it could not be given up: "
                  + e.getMessage());
    }
  }
}
