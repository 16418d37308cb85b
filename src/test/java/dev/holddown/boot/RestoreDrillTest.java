package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.cli.Home;
import dev.holddown.cli.link.Answers;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.engine.port.StoreException;
import dev.holddown.store.FolderBackup;
import dev.holddown.testing.Covers;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is worth what its restore is worth: the folder is copied under work, lost, made anew. */
class RestoreDrillTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "v2");

  @TempDir Path folder;

  @BeforeEach
  void a_folder_with_open_runs() throws IOException {
    try (var files = Files.walk(GOLDEN)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = folder.resolve("data").resolve(GOLDEN.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    Files.setPosixFilePermissions(
        folder.resolve("data"),
        java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    Files.writeString(folder.resolve("data/users.json"), "{}\n");
    Files.createDirectories(folder.resolve("data/secrets"));
    Files.writeString(folder.resolve("data/secrets/db"), "p4ssw0rd");
  }

  private Host host(String name) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return Host.open(
        Home.of(folder.resolve(name)), new Parts(nowhere, folder, Map.of()), Map.of());
  }

  @Test
  @Covers("F-24")
  void what_was_copied_under_work_is_restored_and_worked_on() throws IOException {
    Path backup = folder.resolve("backup");
    Answers.Backup made;
    long head;
    Digest evidence;
    try (Host host = host("data")) {
      evidence = host.blobs().put("the deciding samples".getBytes(StandardCharsets.UTF_8));
      head = host.store().head();
      made = host.backup(backup);
      assertThat(made.events()).isGreaterThanOrEqualTo(head);
      assertThat(made.runs()).isEqualTo(5);
      assertThatThrownBy(() -> host.backup(backup))
          .isInstanceOf(StoreException.class)
          .hasMessage(backup + " is there already; give a folder that is not there yet");
    }
    assertThat(backup.resolve("secrets")).doesNotExist();
    assertThat(backup.resolve("clock")).doesNotExist();
    assertThat(backup.resolve("users.json")).hasContent("{}");
    assertThat(folder.resolve("backup.half")).doesNotExist();

    FolderBackup.Made back = FolderBackup.restore(backup, folder.resolve("again"));
    assertThat(back.events()).isEqualTo(made.events());
    try (Host host = host("again")) {
      assertThat(host.store().verify().firstBad()).isEmpty();
      assertThat(host.blobs().get(evidence)).isPresent();
      assertThat(host.store().runs(10)).hasSize(5);
      assertThat(host.failure()).isEmpty();
    }
  }

  @Test
  void a_backup_that_is_not_whole_is_refused_and_nothing_is_made() throws IOException {
    Path backup = folder.resolve("backup");
    try (Host host = host("data")) {
      host.backup(backup);
    }
    Path to = folder.resolve("again");
    List<Path> evidence;
    try (var files = Files.walk(backup.resolve("evidence"))) {
      evidence = files.filter(Files::isRegularFile).toList();
    }
    byte[] was = Files.readAllBytes(evidence.getFirst());
    Files.write(evidence.getFirst(), new byte[] {1});
    assertThatThrownBy(() -> FolderBackup.restore(backup, to))
        .hasMessageMatching("evidence [0-9a-f]{64} in .*backup does not fit its digest");
    Files.write(evidence.getFirst(), was);

    byte[] log = Files.readAllBytes(backup.resolve("holddown.db"));
    for (int i = 4_096 * 3; i < log.length; i += 4_096) {
      log[i + 2_000] ^= 0x40;
    }
    Files.write(backup.resolve("holddown.db"), log);
    assertThatThrownBy(() -> FolderBackup.restore(backup, to))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching("the log in .*backup (is not whole|cannot be read): .*");
    assertThatThrownBy(() -> FolderBackup.restore(folder.resolve("nowhere"), to))
        .hasMessage(
            folder.resolve("nowhere")
                + " is no backup: there is no holddown.db in it; nothing was made");
    assertThat(to).doesNotExist();
  }
}
