package dev.holddown.connectors.support;

import dev.holddown.domain.kernel.Span;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks a host up within a deadline, and refuses it when one of its addresses is not allowed. */
record Addressbook(Egress egress, Addressbook.Lookup lookup) {
  /** All addresses of a name. */
  @FunctionalInterface
  interface Lookup {
    List<InetAddress> all(String host) throws UnknownHostException;
  }

  static Addressbook ofSystem(Egress egress) {
    return new Addressbook(egress, host -> List.of(InetAddress.getAllByName(host)));
  }

  /**
   * Every address must be allowed: the client may take any of them.
   *
   * @throws CallRefused with the address and why
   */
  void check(String host, Duration within) throws CallRefused, InterruptedException {
    allowed(host, within);
  }

  /** The same, and gives them: who connects to one of these has connected to what was judged. */
  List<InetAddress> allowed(String host, Duration within) throws CallRefused, InterruptedException {
    List<InetAddress> found = addresses(host, within);
    for (InetAddress address : found) {
      Optional<String> refusal = egress.refusal(address);
      if (refusal.isPresent()) {
        throw new CallRefused(
            "the address " + address.getHostAddress() + " is " + refusal.orElseThrow());
      }
    }
    return found;
  }

  private List<InetAddress> addresses(String host, Duration within)
      throws CallRefused, InterruptedException {
    try {
      return List.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return lookedUp(host, within);
    }
  }

  /** On a thread of its own: the system's look-up can neither be bounded nor interrupted. */
  private List<InetAddress> lookedUp(String host, Duration within)
      throws CallRefused, InterruptedException {
    FutureTask<List<InetAddress>> task = new FutureTask<>(() -> lookup.all(host));
    Thread.ofPlatform().daemon().name("lookup-" + host).start(task);
    try {
      return task.get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new CallRefused("the name " + host + " is unknown");
    } catch (TimeoutException e) {
      throw new CallRefused("the name " + host + " was not resolved within " + Span.text(within));
    }
  }
}
