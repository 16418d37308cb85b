package dev.holddown.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.StoreException;
import dev.holddown.store.MemoryClaims;
import dev.holddown.store.MemoryEventStore;
import dev.holddown.testing.SettableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The database goes away while partitions change hands: each has somebody who works on it then. */
class MembershipOutageTest {
  private final SettableClock clock = SettableClock.at("2026-03-02T10:00:00Z");
  private final MemoryEventStore.Disk disk = new MemoryEventStore.Disk();
  private final List<String> outages = new ArrayList<>();
  private final Holdings one = Holdings.among(clock.nanos());
  private final Holdings two = Holdings.among(clock.nanos());
  private final Membership first = node("one", one);
  private final Membership second = node("two", two);

  private Membership node(String name, Holdings holdings) {
    return new Membership(
        unreliable(new MemoryClaims(disk, clock.nanos())),
        new MemoryEventStore(disk),
        holdings,
        clock.nanos(),
        new Membership.Node(name, () -> {}));
  }

  private void beats(int times) {
    for (int i = 0; i < times; i++) {
      clock.advance(Claims.RENEW_EVERY);
      first.beat();
      one.letGo(one.takeLost());
      second.beat();
      two.letGo(two.takeLost());
    }
  }

  private void eachHasHalf() {
    assertThat(outages).as("what failed").isEmpty();
    assertThat(one.partitions()).hasSize(Claims.PARTITIONS / 2);
    assertThat(two.partitions()).hasSize(Claims.PARTITIONS / 2);
    assertThat(two.partitions()).doesNotContainAnyElementsOf(one.partitions());
  }

  @Test
  void what_could_not_be_given_back_is_given_back_when_the_database_answers() {
    first.beat();
    assertThat(one.partitions()).hasSize(Claims.PARTITIONS);
    outages.add("release");

    beats(10);

    eachHasHalf();
  }

  @Test
  void what_was_taken_without_an_answer_is_not_held_by_nobody() {
    outages.add("take");

    beats(10);

    eachHasHalf();
  }

  /** The first call of an outage's name is lost: a release before it is done, a take after. */
  private Claims unreliable(Claims claims) {
    return (Claims)
        Proxy.newProxyInstance(
            Claims.class.getClassLoader(),
            new Class<?>[] {Claims.class},
            (proxy, method, args) -> {
              boolean lost = outages.remove(method.getName());
              if (lost && method.getName().equals("release")) {
                throw new StoreException("the server is shutting down");
              }
              try {
                Object answer = method.invoke(claims, args);
                if (lost) {
                  throw new StoreException("the connection was lost");
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
