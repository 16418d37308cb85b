package dev.holddown.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobsTest extends BlobsContract {
  @TempDir Path folder;

  @Override
  Blobs open() {
    return new FileBlobs(folder);
  }

  @Override
  void change(Digest digest, byte[] bytes) {
    try {
      Files.write(file(digest), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  int copies() {
    try (Stream<Path> files = Files.walk(folder)) {
      return (int) files.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(Digest digest) {
    return folder.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
  }

  @Test
  void a_file_is_its_owners_alone() throws IOException {
    Path file = file(blobs.put(BYTES));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void what_a_crash_left_half_written_is_removed_at_the_start() throws IOException {
    Path half = Files.writeString(folder.resolve("4711.half"), "the answ");

    new FileBlobs(folder);

    assertThat(half).doesNotExist();
  }

  @Test
  void a_folder_that_is_not_there_is_told() {
    assertThatThrownBy(() -> new FileBlobs(folder.resolve("nowhere")))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(
            "the evidence folder %s cannot be used: ".formatted(folder.resolve("nowhere")));
  }

  @Test
  void bytes_that_cannot_be_written_are_told() throws IOException {
    Files.createFile(folder.resolve(Digest.of(BYTES).hex().substring(0, 2)));

    assertThatThrownBy(() -> blobs.put(BYTES))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(
            "evidence %s could not be kept in %s: ".formatted(Digest.of(BYTES).brief(), folder))
        .hasMessageEndingWith("; nothing cites it yet");
  }
}
