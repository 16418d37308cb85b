package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Room kept for a rollback, on a disk whose fill the test says. */
class DiskSpaceTest {
  private static final long MIB = 1024L * 1024;

  @TempDir Path folder;
  private Path reserve;
  private long usableMib = 1_000;

  @BeforeEach
  void the_usual_name() {
    reserve = folder.resolve("reserve.bin");
  }

  private DiskSpace open() throws IOException {
    return DiskSpace.of(folder, () -> usableMib * MIB);
  }

  @Test
  void with_room_the_reserve_is_really_written_and_nothing_is_low() throws IOException {
    DiskSpace space = open();

    assertThat(reserve).hasSize(DiskSpace.RESERVE_BYTES);
    assertThat(space.low()).isFalse();
    assertThat(space.exhausted()).isFalse();
    assertThat(space.left()).isEqualTo("1000 MiB");
  }

  @Test
  void below_64_mib_it_is_low_and_below_4_mib_exhausted() throws IOException {
    DiskSpace space = open();

    usableMib = 64;
    assertThat(space.low()).isFalse();
    usableMib = 63;
    assertThat(space.low()).isTrue();
    assertThat(space.exhausted()).isFalse();
    usableMib = 3;
    assertThat(space.exhausted()).isTrue();
  }

  @Test
  void without_room_for_the_reserve_nothing_goes_forward() throws IOException {
    usableMib = 95;
    DiskSpace space = open();

    assertThat(reserve).doesNotExist();
    assertThat(space.low()).isTrue();

    usableMib = 96;
    assertThat(space.low()).as("there is room again").isFalse();
    assertThat(reserve).hasSize(DiskSpace.RESERVE_BYTES);
  }

  @Test
  void what_was_released_is_reserved_again_when_there_is_room() throws IOException {
    DiskSpace space = open();
    usableMib = 10;
    space.release();
    space.release();

    assertThat(reserve).doesNotExist();
    usableMib = 70;
    assertThat(space.low()).as("room, but no reserve").isTrue();
    usableMib = 500;
    assertThat(space.low()).isFalse();
    assertThat(reserve).exists();
  }

  @Test
  void a_start_on_a_full_disk_has_the_reserve() throws IOException {
    open();
    usableMib = 0;

    DiskSpace space = open();

    assertThat(reserve).doesNotExist();
    assertThat(space.low()).isTrue();
  }

  @Test
  void a_disk_that_does_not_tell_is_taken_for_full() throws IOException {
    DiskSpace space =
        DiskSpace.of(
            folder,
            () -> {
              throw new IOException("gone");
            });

    assertThat(space.low()).isTrue();
    assertThat(space.left()).isEqualTo("an unknown amount");
  }
}
