package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holddown.engine.SteadyClock;
import dev.holddown.store.ClockFile;
import dev.holddown.testing.Covers;
import dev.holddown.testing.RealTime;
import dev.holddown.testing.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process knows of the clocks of those before it. */
class BootClockTest {
  private static final Optional<String> BOOT = Optional.of("boot-a");

  @TempDir Path folder;
  private final SettableClock machine = new SettableClock(Instant.parse("2026-03-02T10:00:00Z"));

  private BootClock process(Optional<String> boot, long head) {
    SteadyClock clock = new SteadyClock(machine, machine.nanos());
    return BootClock.begin(new ClockFile(folder, "clock"), boot, clock, machine.nanos(), head);
  }

  @Test
  @Covers("I32")
  void a_wall_clock_that_was_set_between_two_processes_of_one_boot_is_known() {
    process(BOOT, 10);
    machine.advance(Duration.ofMinutes(3));
    machine.set(machine.instant().plus(Duration.ofHours(1)));

    assertThat(process(BOOT, 20).since(15)).contains(Duration.ofHours(1));
    machine.set(machine.instant().minus(Duration.ofHours(2)));
    assertThat(process(BOOT, 30).since(25)).as("as far as all of them").contains(Duration.ZERO);
    machine.set(machine.instant().plus(Duration.ofHours(1)));
    assertThat(process(BOOT, 30).since(25)).contains(Duration.ofHours(1));
  }

  @Test
  @Covers("I32")
  void nothing_is_known_across_a_boot_nor_where_boots_have_no_name() {
    process(BOOT, 10);

    assertThat(process(Optional.of("boot-b"), 20).since(20)).isEmpty();
    assertThat(process(Optional.of("boot-b"), 30).since(20)).isEmpty();
    assertThat(process(Optional.of("boot-b"), 30).since(21)).contains(Duration.ZERO);
    assertThat(process(Optional.empty(), 40).since(35)).isEmpty();
    assertThat(process(Optional.of("boot-b"), 50).since(45)).as("the chain was broken").isEmpty();
  }

  @Test
  void a_file_that_cannot_be_replaced_is_taken_away() throws IOException {
    process(BOOT, 10);
    Files.createDirectories(folder.resolve("clock.next/in/the/way"));
    machine.set(machine.instant().minus(Duration.ofHours(1)));

    Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(() -> process(BOOT, 20));

    assertThat(thrown)
        .hasMessageMatching(
            ".*clock can neither be written nor removed .*, so how long an act of before may"
                + " still land is not known; nothing was changed; make its disk writable, or"
                + " remove the file");
  }

  @Test
  void processes_of_one_boot_share_the_stopwatch() throws Exception {
    assumeTrue(
        Files.isReadable(Path.of("/proc/sys/kernel/random/boot_id")),
        "this system has no boot id, and nothing is taken from its stopwatch");
    long before = RealTime.nanos().getAsLong();
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Stopwatch.class.getName())
            .start();
    String told =
        new String(child.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    child.waitFor();

    assertThat(Long.parseLong(told)).isBetween(before, RealTime.nanos().getAsLong());
  }

  /** A process that tells its stopwatch. */
  static final class Stopwatch {
    private Stopwatch() {}

    public static void main(String[] args) {
      System.out.println(RealTime.nanos().getAsLong());
    }
  }
}
