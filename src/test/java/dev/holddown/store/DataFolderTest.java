package dev.holddown.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holddown.engine.port.StoreException;
import dev.holddown.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path temp;

  @Test
  void a_new_folder_is_its_owners_alone_and_has_a_place_for_everything() throws IOException {
    Path path = temp.resolve("a/data");

    try (DataFolder folder = DataFolder.own(path)) {
      assertThat(folder.root()).isEqualTo(path.toRealPath());
      assertThat(folder.database()).isEqualTo(folder.root().resolve("holddown.db"));
      assertThat(folder.socket()).isEqualTo(folder.root().resolve("engine.sock"));
      for (Path place :
          new Path[] {folder.root(), folder.evidence(), folder.secrets(), folder.cards()}) {
        assertThat(mode(place)).as(place.toString()).isEqualTo("rwx------");
      }
      assertThat(mode(folder.root().resolve("holddown.lock"))).isEqualTo("rw-------");
    }
  }

  @Test
  void a_second_owner_in_the_same_process_is_turned_away_and_the_first_keeps_its_lock()
      throws Exception {
    try (DataFolder first = DataFolder.own(temp)) {
      assertThatThrownBy(() -> DataFolder.own(temp))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "another Holddown (pid %d, this process) owns %s; use its socket %s"
                  .formatted(ProcessHandle.current().pid(), first.root(), first.socket()));

      // The lock of the process is still held: another process does not get in.
      try (Child child = Child.start(first.root())) {
        assertThat(child.line()).isEmpty();
      }
    }
  }

  @Test
  void a_folder_that_was_given_up_has_a_new_owner() {
    DataFolder.own(temp).close();

    DataFolder.own(temp).close();
  }

  @Test
  void another_process_that_owns_the_folder_is_named_and_its_death_frees_it() throws Exception {
    try (Child child = Child.start(temp)) {
      assertThat(child.line()).isEqualTo("owned");

      assertThatThrownBy(() -> DataFolder.own(temp))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "another Holddown (pid %d) owns %s; use its socket %s"
                  .formatted(
                      child.pid(), temp.toRealPath(), temp.toRealPath().resolve("engine.sock")));

      child.kill();
      DataFolder.own(temp).close();
    }
  }

  @Test
  void a_file_in_its_place_is_refused() throws IOException {
    Path file = Files.createFile(temp.resolve("data"));

    assertThatThrownBy(() -> DataFolder.own(file))
        .isInstanceOf(StoreException.class)
        .hasMessage("the data folder %s is a file; give a folder".formatted(file));
  }

  @Test
  void a_folder_that_others_may_write_to_is_refused() throws IOException {
    Path shared = Files.createDirectory(temp.resolve("data"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxr-x"));

    assertThatThrownBy(() -> DataFolder.own(shared))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "others may write to the data folder %s, so nothing in it can be trusted; run: chmod"
                    .formatted(shared.toRealPath())
                + " 700 "
                + shared.toRealPath());
    assertThat(shared.resolve("evidence")).doesNotExist();
  }

  @Test
  void a_folder_that_cannot_be_made_is_told() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    assertThatThrownBy(() -> DataFolder.own(file.resolve("data")))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(
            "the data folder %s cannot be used: ".formatted(file.resolve("data")))
        .hasMessageEndingWith("; give another one with --data");
  }

  @Test
  void a_folder_on_a_disk_that_can_only_be_read_is_told() throws IOException {
    Optional<SmallDisk> disk = SmallDisk.at(temp.resolve("disk"), 1);
    assumeThat(disk).as("a small disk can be mounted (by root only)").isPresent();
    try (SmallDisk small = disk.orElseThrow()) {
      DataFolder.own(small.root()).close();
      small.readOnly();

      assertThatThrownBy(() -> DataFolder.own(small.root()))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "the data folder %s can only be read: nothing was changed, and nothing can be run"
                      .formatted(small.root())
                  + " from here; make its disk writable, or give another folder with --data");
    }
  }

  @Test
  void a_folder_of_somebody_else_is_refused_with_the_name() throws IOException {
    Path theirs = Files.createDirectory(temp.resolve("theirs"));
    assumeThat(System.getProperty("user.name"))
        .as("only root gives a folder away")
        .isEqualTo("root");
    UserPrincipal other =
        theirs.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    Files.setOwner(theirs, other);

    assertThatThrownBy(() -> DataFolder.own(theirs))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "the data folder %s belongs to nobody and you are root; nothing was changed; run"
                    .formatted(theirs.toRealPath())
                + " Holddown as nobody, or give another folder with --data");
    assertThat(theirs.resolve("evidence")).doesNotExist();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
