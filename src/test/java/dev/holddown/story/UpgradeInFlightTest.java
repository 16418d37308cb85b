package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import dev.holddown.store.Postgres;
import dev.holddown.store.Raw;
import dev.holddown.testing.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that version 1 began are taken over by this one, and finished. */
class UpgradeInFlightTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "v1");
  private static final Path SECOND = GOLDEN.resolveSibling("v2");

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // each test opens its own
  private World world;

  @BeforeEach
  void the_next_version_starts_ten_seconds_after_the_kill() throws IOException {
    copy(GOLDEN);
  }

  private void copy(Path from) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = folder.resolve(from.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  private void opened(String time) {
    world =
        World.later(
            folder,
            time,
            around -> {
              GoldenRuns.around(around);
              around.target("alias").isNotFenced();
              around.target("weight").isNotFenced();
            });
  }

  /** The events up to the kill, folded by today's code, which also lifts their forms. */
  private String facts() {
    return GoldenRuns.factsBefore(world.store(), world::state);
  }

  /** What version 1 wrote down; it forgot that a run wakes when a signature gets too old. */
  private String wanted() throws IOException {
    String person = "run3 todo person/approval/approver PERSON\n";
    String end = "2026-03-03T10:00:13.001Z";
    return Files.readString(folder.resolve("facts.txt"))
        .replace(person, person + "run3 todo wake/" + end + " TIME from " + end + "\n");
  }

  @Test
  @Covers({"F-24"})
  void what_version_one_knew_is_what_this_one_knows_and_has_to_do() throws IOException {
    opened(GoldenRuns.KILLED);

    assertThat(facts() + "\n").isEqualTo(wanted());
  }

  @Test
  void what_version_two_knew_is_what_this_one_knows_and_has_to_do() throws IOException {
    copy(SECOND);
    opened(GoldenRuns.KILLED);

    assertThat(facts() + "\n").isEqualTo(Files.readString(folder.resolve("facts.txt")));
  }

  @Test
  void a_release_that_baked_in_a_breach_is_rolled_back_when_its_window_is_full() {
    opened("10:05:20");
    world.goOnTo("10:06:21");
    Log log = world.log("run2");
    assertThat(log.the(RunEvent.Fired.class).windowStart()).isEqualTo(World.at("10:04:14"));
    world.goOnTo("10:08:00");

    assertThat(world.state("run2").outcome()).contains(Outcome.ROLLED_BACK);
    assertThat(world.target("weight").values()).isEqualTo(List.of(0L));
    assertThat(world.target("alias").values()).isEqualTo(List.of("1.0.0"));
    assertThat(world.state("run5").phase()).as("the queue goes on").isEqualTo(Phase.FORWARD);
  }

  @Test
  void an_act_of_unknown_outcome_is_settled_and_not_done_again() {
    opened("10:05:20");
    world.goOnTo("10:05:54");
    assertThat(world.log("run4").all(RunEvent.Settled.class))
        .as("the version before left no word of its clock: the whole life of the act is waited")
        .isEmpty();
    world.goOnTo("10:05:56");

    assertThat(world.log("run4").the(RunEvent.Settled.class).landed()).isTrue();
    world.advance(Duration.ofMinutes(31));
    assertThat(world.state("run4").outcome()).contains(Outcome.SUCCEEDED);
    assertThat(world.target("deployment").calls()).isEmpty();
  }

  @Test
  @Covers("F-18")
  void a_signature_of_version_one_counts_and_what_it_said_of_a_void_one_is_told() {
    opened("10:05:20");
    world.goOnTo("10:08:00");
    world.metric("errors").is(0.001);
    assertThat(world.log("run3").toString())
        .contains("the signature of bob as approver is void: what it was for has changed, to sha2");
    assertThat(world.log("run3").all(RunEvent.Signed.class).getFirst().covered()).isEmpty();

    RunCommand sign = new RunCommand.Sign("approval", "approver", "still good");
    assertThat(world.says("cid", "run3", sign))
        .isEqualTo("cid has signed \"approval\" as approver already");
    assertThat(world.says("bob", "run3", sign)).isEmpty();
    assertThat(world.state("run3").item("approval").status()).isEqualTo(ItemStatus.SIGNED);
    assertThat(world.log("run3").all(RunEvent.Signed.class).getLast().covered())
        .isEqualTo(Map.of("saved.digest", GoldenRuns.D4));
    world.advance(Duration.ofMinutes(11));
    RunState done = world.state("run3");
    assertThat(done.outcome()).as(done.sentence()).contains(Outcome.SUCCEEDED);
  }

  @Test
  void the_same_log_on_postgresql_is_read_to_the_same_states() throws IOException {
    opened(GoldenRuns.KILLED);

    try (EventStore store = Postgres.open(Postgres.holding(GOLDEN.resolve("holddown.db")))) {
      assertThat(store.verify().firstBad()).isEmpty();
      assertThat(GoldenRuns.factsBefore(store, world::state) + "\n").isEqualTo(wanted());
    }
  }

  @Test
  void a_log_of_a_newer_program_is_refused_before_anything_is_done_and_that_program_goes_on() {
    Path file = folder.resolve("holddown.db");
    Raw.tamper(file, "UPDATE events SET codec = 4 WHERE run = 'run2' AND type = 'item.signed'");

    assertThatThrownBy(() -> opened("10:05:20"))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "event [0-9]+ \\(run run2, version [0-9]+\\) cannot be read: this log was written by a"
                + " newer Holddown \\(event type item.signed in form 4, this one knows forms up to"
                + " 3\\); nothing was changed; open it with that version or a later one");

    Raw.tamper(
        file, "UPDATE events SET codec = 1 WHERE codec = 4"); // as the newer program would read it
    opened("10:05:30");
    world.goOnTo("10:08:00");
    assertThat(world.state("run2").outcome()).contains(Outcome.ROLLED_BACK);
  }
}
