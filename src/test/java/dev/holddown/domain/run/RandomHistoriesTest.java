package dev.holddown.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Token;
import dev.holddown.testing.Covers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two thousand runs of whatever may come. {@link Given} checks after each command that no version
 * is missing, that a closed run never changes, and that an open one has something to do.
 */
class RandomHistoriesTest {
  private static final int HISTORIES = 3_000;
  private static final int COMMANDS = 60;
  private static final int ROUNDS = 600;

  @Test
  @Covers({"I07", "I09", "I10", "L35", "I06", "I05", "F-22"})
  void whatever_comes_a_run_keeps_its_promises_and_can_be_ended() {
    Set<String> told = new HashSet<>();
    Map<Outcome, Integer> outcomes = new HashMap<>();
    for (int seed = 0; seed < HISTORIES; seed++) {
      Given run = Shelf.run(seed % Shelf.BOOKS);
      try {
        Monkey monkey = new Monkey(run, seed);
        for (int i = 0; i < COMMANDS; i++) {
          monkey.act();
        }
        run.replayed();
        keepsItsPromises(run);
        assertThat(new Angel(run).ends(ROUNDS)).as("it can be ended").isTrue();
        run.replayed();
        keepsItsPromises(run);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + "; to do: " + run.todo() + "; last: " + last(run), e);
      }
      run.history().forEach(e -> told.add(e.event().getClass().getSimpleName()));
      outcomes.merge(run.state().outcome().orElseThrow(), 1, Integer::sum);
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(kinds());
    assertThat(outcomes.keySet()).containsExactlyInAnyOrder(Outcome.values());
  }

  /** Every event there is: each was told by some history above, and so folded again. */
  private static Set<String> kinds() {
    Set<String> kinds = new TreeSet<>();
    Stream.of(RunEvent.class.getPermittedSubclasses())
        .filter(kind -> kind != RunEvent.OfPermit.class)
        .map(Class::getSimpleName)
        .forEach(kinds::add);
    return kinds;
  }

  private static String last(Given run) {
    List<Entry> history = run.history();
    return history.subList(Math.max(0, history.size() - 12), history.size()).toString();
  }

  private static void keepsItsPromises(Given run) {
    Token highest = new Token(0, 0);
    boolean back = false;
    Set<String> notices = new HashSet<>();
    Set<String> intents = new HashSet<>();
    for (Entry entry : run.history()) {
      switch (entry.event()) {
        case RunEvent.RollbackDecided e -> {
          assertThat(back).as("one rollback at a time").isFalse();
          back = true;
        }
        case RunEvent.Intended e when Owed.isKey(e.key()) -> intents.add(e.act().op());
        case RunEvent.Intended e -> {
          assertThat(e.act().token()).as("tokens rise").isGreaterThan(highest);
          highest = e.act().token();
          boolean onTheWayBack = run.state().plan().inRollback(e.key());
          assertThat(!back || onTheWayBack).as("nothing forward after a rollback").isTrue();
          intents.add(e.act().op());
        }
        case RunEvent.Ended e -> assertThat(intents).as("intent before effect").contains(e.op());
        case RunEvent.Noticed e -> assertThat(notices.add(e.id())).as("notice ids").isTrue();
        default -> {}
      }
    }
  }
}
