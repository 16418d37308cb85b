package dev.holddown.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.engine.port.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobsTest {
  private static final byte[] BYTES = "the answer of the provider".getBytes(UTF_8);

  @TempDir Path folder;
  private FileBlobs blobs;

  @BeforeEach
  void over_an_empty_folder() {
    blobs = new FileBlobs(folder);
  }

  private Path file(Digest digest) {
    return folder.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
  }

  @Test
  void bytes_come_back_by_their_digest_also_after_a_restart() {
    Digest digest = blobs.put(BYTES);

    assertThat(digest).isEqualTo(Digest.of(BYTES));
    assertThat(new FileBlobs(folder).get(digest)).hasValue(BYTES);
    assertThat(blobs.put(new byte[0])).isEqualTo(Digest.of(new byte[0]));
    assertThat(blobs.get(Digest.of(new byte[0]))).hasValue(new byte[0]);
  }

  @Test
  void unknown_bytes_are_none() {
    assertThat(blobs.get(Digest.of("never put"))).isEmpty();
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
  void the_same_bytes_put_twice_or_by_many_at_once_are_one_file() throws Exception {
    List<Callable<Digest>> puts = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      puts.add(() -> blobs.put(BYTES));
    }

    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Digest> put : threads.invokeAll(puts)) {
        assertThat(put.get()).isEqualTo(Digest.of(BYTES));
      }
    }

    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(file(Digest.of(BYTES)));
    }
  }

  @Test
  void changed_bytes_are_never_given_out() throws IOException {
    Digest digest = blobs.put(BYTES);
    Files.writeString(file(digest), "the answer somebody would like");

    assertThatThrownBy(() -> blobs.get(digest))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            ("evidence %s was changed: its 30 bytes have the digest %s; restore the file "
                    + "from a backup")
                .formatted(file(digest), Digest.of("the answer somebody would like").brief()));
  }

  @Test
  void putting_the_right_bytes_again_mends_a_changed_file() throws IOException {
    Digest digest = blobs.put(BYTES);
    Files.writeString(file(digest), "rubbish");

    blobs.put(BYTES);

    assertThat(blobs.get(digest)).hasValue(BYTES);
  }

  @Test
  void what_a_crash_left_half_written_is_removed_at_the_start() throws IOException {
    Path half = Files.writeString(folder.resolve("4711.half"), "the answ");

    new FileBlobs(folder);

    assertThat(half).doesNotExist();
  }

  @Test
  void an_interrupted_thread_still_keeps_its_evidence() {
    Thread.currentThread().interrupt();

    Digest digest = blobs.put(BYTES);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(blobs.get(digest)).hasValue(BYTES);
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
