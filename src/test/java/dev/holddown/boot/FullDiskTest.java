package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holddown.testing.RealTime;
import dev.holddown.testing.SmallDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real program on a small real disk that somebody else fills to the last byte. */
class FullDiskTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: full_disk
      title: Release on a full disk
      subject: {service: checkout, environment: prod}
      watches:
        - {watch: Answers, id: w, http.get: {url: "BASE/watch/r"}, every: 1s, armed: start .. end, breach: result.status == 503, for: 1m, then: rollback}
      stages:
        - stage: Go
          items:
            - {step: First, id: first, http.post: {url: "BASE/acts/first"}, timeout: 5s, done: {http.get: {url: "BASE/acts/first"}, expect: result.status == 200}}
            - {signoff: Go on, id: go_on, sign: {role: operator}}
            - {step: Second, id: second, http.post: {url: "BASE/acts/second"}, timeout: 5s, done: {http.get: {url: "BASE/acts/second"}, expect: result.status == 200}}
      rollback:
        to: {version: 1.0.0}
        phases:
          - phase: Back
            id: back
            time-box: 5m
            items:
              - {step: Take it back, id: take_back, http.post: {url: "BASE/acts/back"}, timeout: 5s, done: {http.get: {url: "BASE/acts/back"}, expect: result.status == 200}}
      """;

  @TempDir Path folder;
  private Optional<SmallDisk> small = Optional.empty();
  private Path disk = Path.of("");

  @BeforeEach
  void a_small_disk() throws IOException {
    small = SmallDisk.at(folder.resolve("disk"), 160);
    assumeThat(small).as("a small disk can be mounted (by root only)").isPresent();
    disk = small.orElseThrow().root();
  }

  @AfterEach
  void it_is_taken_away() {
    small.ifPresent(SmallDisk::close);
  }

  /** Fills the disk until so much is left; nothing is left when that is 0. */
  private void fill(long leaveBytes) throws IOException {
    byte[] block = new byte[64 * 1024];
    try (OutputStream out = Files.newOutputStream(disk.resolve("movie-" + leaveBytes))) {
      while (Files.getFileStore(disk).getUsableSpace() > leaveBytes) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(leaveBytes).as("%s", full).isZero();
    }
  }

  private static void await(EngineProcess engine, String run, String pattern) throws Exception {
    long until = RealTime.nanos().getAsLong() + Duration.ofSeconds(100).toNanos();
    String shown = "";
    while (RealTime.nanos().getAsLong() < until) {
      shown = engine.verb("", "show", run);
      if (Pattern.compile(pattern).matcher(shown).find()) {
        return;
      }
      new CountDownLatch(1).await(1_000, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("\"" + pattern + "\" is not in: " + shown + engine.log());
  }

  @Test
  @Timeout(400)
  void forward_work_stops_first_and_the_rollback_has_the_room_that_was_kept() throws Exception {
    Path data = disk.resolve("data");
    try (ActsLedger target = new ActsLedger(RealTime.nanos());
        EngineProcess engine = EngineProcess.listening(data, "", folder.resolve("log"))) {
      Path playbook = folder.resolve("p.yaml");
      Files.writeString(playbook, RELEASE.replace("BASE", target.url()));
      String said = engine.verb("", "run", playbook.toString(), "--detach");
      String run = said.replaceAll("(?s).*started (\\S+);.*", "$1");
      await(engine, run, "go_on");

      fill(20L * 1024 * 1024);
      engine.verb("", "sign", run, "go_on", "--role", "operator");
      await(
          engine,
          run,
          "held: the disk is nearly full \\(1\\d MiB left\\), and what is left is kept");
      assertThat(target.acts()).doesNotContainKey("/acts/second");
      assertThat(data.resolve("reserve.bin")).exists();

      fill(0);
      engine.verb("", "rollback", run, "--reason", "the disk is full");
      await(engine, run, "ROLLED BACK and proved");
      assertThat(target.acts().get("/acts/back")).hasSize(1);
      assertThat(data.resolve("reserve.bin")).doesNotExist();
      assertThat(engine.log())
          .contains("the 32 MiB that were kept there for a rollback are given free now");
      assertThat(engine.verb("", "log", "verify")).contains("WHOLE");
    }
  }

  @Test
  @Timeout(400)
  void a_rollback_goes_on_when_the_engine_is_killed_and_started_on_a_disk_without_a_free_byte()
      throws Exception {
    Path data = disk.resolve("data");
    try (ActsLedger target = new ActsLedger(RealTime.nanos())) {
      String run;
      try (EngineProcess engine = EngineProcess.listening(data, "", folder.resolve("log"))) {
        Path playbook = folder.resolve("p.yaml");
        Files.writeString(playbook, RELEASE.replace("BASE", target.url()));
        String said = engine.verb("", "run", playbook.toString(), "--detach");
        run = said.replaceAll("(?s).*started (\\S+);.*", "$1");
        await(engine, run, "go_on");
        engine.verb("", "rollback", run, "--reason", "no good");
        engine.kill();
      }
      fill(0);
      try (EngineProcess engine = EngineProcess.listening(data, "", folder.resolve("log"))) {
        await(engine, run, "ROLLED BACK and proved");
        assertThat(target.acts().keySet()).isSubsetOf(List.of("/acts/first", "/acts/back"));
      }
    }
  }
}
