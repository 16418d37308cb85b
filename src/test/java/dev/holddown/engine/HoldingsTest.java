package dev.holddown.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.Claims.Claim;
import dev.holddown.store.MemoryClaims;
import dev.holddown.store.MemoryEventStore;
import dev.holddown.testing.SettableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * The engine looks at its partitions while the lease's thread changes them: at whatever moment it
 * looks, no run falls between the two.
 */
class HoldingsTest {
  private static final String LOCK = "shop/prod";
  private static final Duration JUST_BEFORE = Duration.ofMillis(7_900);

  private final SettableClock clock = SettableClock.at("2026-03-02T10:00:00Z");
  private final Holdings holdings = Holdings.among(clock.nanos());
  private final Set<Integer> takenOver = new TreeSet<>();

  /** As the engine does when it wakes. */
  private void engineLooks() {
    List<Holdings.Held> gained = holdings.takeGained();
    List<Claim> lost = holdings.takeLost();
    lost.forEach(claim -> takenOver.remove(claim.partition()));
    holdings.letGo(lost);
    gained.stream()
        .filter(holdings::holds)
        .map(held -> held.claim().partition())
        .forEach(takenOver::add);
  }

  /** Between any two of them the engine looks. */
  private Collection<Claim> oneByOne(Claim... claims) {
    return new AbstractList<>() {
      @Override
      public Claim get(int index) {
        engineLooks();
        return claims[index];
      }

      @Override
      public int size() {
        return claims.length;
      }
    };
  }

  @Test
  void what_is_gained_while_the_engine_looks_is_taken_over_all_the_same() {
    holdings.gain(oneByOne(new Claim(3, 1), new Claim(7, 1), new Claim(9, 1)), 0);
    engineLooks();
    assertThat(takenOver).containsExactly(3, 7, 9);
    holdings.lose(oneByOne(new Claim(7, 1), new Claim(9, 1)));
    engineLooks();
    assertThat(takenOver).containsExactly(3);
  }

  @Test
  void what_is_lost_and_had_again_while_the_engine_lets_go_is_taken_over_again() {
    Claim first = new Claim(3, 1);
    Claim second = new Claim(3, 2);
    holdings.gain(List.of(first), 0);
    engineLooks();
    assertThat(takenOver).containsExactly(3);
    List<Holdings.Held> before = holdings.takeGained();
    holdings.lose(List.of(first));
    holdings.gain(List.of(second), 0);
    assertThat(before).as("asked first, so it is not had before it is let go of").isEmpty();
    assertThat(holdings.takeLost()).containsExactly(first);
    takenOver.clear();
    engineLooks();
    assertThat(takenOver).containsExactly(3);

    holdings.lose(List.of(second));
    holdings.gain(List.of(new Claim(3, 3)), 0);
    holdings.lose(List.of(new Claim(3, 3)));
    engineLooks();
    assertThat(takenOver).as("what is not held now is not taken over").isEmpty();
  }

  @Test
  void a_lease_that_nobody_saw_end_goes_on_and_one_that_was_seen_to_end_does_not() {
    assertThat(holdings.validUntil(100)).isTrue();
    holdings.gain(List.of(new Claim(Claims.partition(LOCK), 1)), 0);
    clock.advance(Duration.ofNanos(150));
    assertThat(holdings.validUntil(200)).as("nobody looked").isTrue();
    assertThat(holdings.owns(LOCK)).isTrue();
    clock.advance(Duration.ofNanos(100));
    assertThat(holdings.owns(LOCK)).as("seen at 250").isFalse();
    assertThat(holdings.validUntil(1_000)).isFalse();
    assertThat(holdings.owns(LOCK)).isFalse();
    holdings.lose(holdings.claims());
    assertThat(holdings.validUntil(1_000)).as("anew, holding nothing").isTrue();
  }

  @Test
  void runs_that_were_let_go_of_while_a_renewal_was_on_its_way_are_taken_over_again() {
    MemoryEventStore.Disk disk = new MemoryEventStore.Disk();
    AtomicReference<Runnable> onTheWay = new AtomicReference<>(() -> {});
    Membership membership =
        new Membership(
            slow(new MemoryClaims(disk, clock.nanos()), onTheWay),
            new MemoryEventStore(disk),
            holdings,
            clock.nanos(),
            new Membership.Node("one", () -> {}));
    membership.beat();
    engineLooks();
    assertThat(takenOver).hasSize(Claims.PARTITIONS);

    clock.advance(JUST_BEFORE);
    onTheWay.set(() -> {
      clock.advance(Duration.ofMillis(500));
      assertThat(holdings.owns(LOCK)).as("the engine lets go of its runs").isFalse();
    });
    membership.beat();
    onTheWay.set(() -> {});
    engineLooks();
    assertThat(takenOver).as("all of it is let go of").isEmpty();

    for (int i = 0; i < 10; i++) {
      clock.advance(Claims.RENEW_EVERY);
      membership.beat();
      engineLooks();
    }
    assertThat(holdings.owns(LOCK)).isTrue();
    assertThat(takenOver).as("and had again").hasSize(Claims.PARTITIONS);
  }

  /** Renewals are written, and their answers come late. */
  private static Claims slow(Claims claims, AtomicReference<Runnable> onTheWay) {
    return (Claims)
        Proxy.newProxyInstance(
            Claims.class.getClassLoader(),
            new Class<?>[] {Claims.class},
            (proxy, method, args) -> {
              try {
                Object answer = method.invoke(claims, args);
                if (method.getName().equals("renew")) {
                  onTheWay.get().run();
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
