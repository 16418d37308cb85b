package dev.holddown.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What everything does that keeps bytes by their digest. */
abstract class BlobsContract {
  static final byte[] BYTES = "the answer of the provider".getBytes(UTF_8);

  Blobs blobs;

  /** Opens the blobs of this test: the first time empty ones, then what the ones before left. */
  abstract Blobs open();

  /** Writes other bytes under the digest, past the port. */
  abstract void change(Digest digest, byte[] bytes);

  /** How many copies are kept. */
  abstract int copies();

  @BeforeEach
  void open_them() {
    blobs = open();
  }

  @Test
  void bytes_come_back_by_their_digest_also_after_a_restart() {
    Digest digest = blobs.put(BYTES);

    assertThat(digest).isEqualTo(Digest.of(BYTES));
    assertThat(open().get(digest)).hasValue(BYTES);
    assertThat(blobs.put(new byte[0])).isEqualTo(Digest.of(new byte[0]));
    assertThat(blobs.get(Digest.of(new byte[0]))).hasValue(new byte[0]);
  }

  @Test
  void unknown_bytes_are_none() {
    assertThat(blobs.get(Digest.of("never put"))).isEmpty();
  }

  @Test
  void the_same_bytes_put_twice_or_by_many_at_once_are_kept_once() throws Exception {
    List<Callable<Digest>> puts = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      puts.add(() -> blobs.put(BYTES));
    }

    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Digest> put : threads.invokeAll(puts)) {
        assertThat(put.get()).isEqualTo(Digest.of(BYTES));
      }
    }

    assertThat(copies()).isEqualTo(1);
  }

  @Test
  void several_megabytes_come_back_whole() {
    byte[] bytes = new byte[3 * 1024 * 1024 + 17];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }

    assertThat(open().get(blobs.put(bytes))).hasValue(bytes);
  }

  @Test
  void more_than_the_limit_is_refused_and_nothing_is_kept() {
    byte[] bytes = new byte[64 * 1024 * 1024 + 1];

    assertThatThrownBy(() -> blobs.put(bytes))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "evidence of 67108865 bytes is too large: at most 67108864 are kept; nothing cites it");
    assertThat(copies()).isZero();
  }

  @Test
  void changed_bytes_are_never_given_out() {
    Digest digest = blobs.put(BYTES);
    change(digest, "the answer somebody would like".getBytes(UTF_8));

    assertThatThrownBy(() -> blobs.get(digest))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("evidence ")
        .hasMessageContaining(
            " was changed: its 30 bytes have the digest %s; restore "
                .formatted(Digest.of("the answer somebody would like").brief()))
        .hasMessageEndingWith(" from a backup");
  }

  @Test
  void putting_the_right_bytes_again_mends_changed_ones() {
    Digest digest = blobs.put(BYTES);
    change(digest, "rubbish".getBytes(UTF_8));

    blobs.put(BYTES);

    assertThat(blobs.get(digest)).hasValue(BYTES);
  }

  @Test
  void an_interrupted_thread_still_keeps_its_evidence() {
    Thread.currentThread().interrupt();

    Digest digest = blobs.put(BYTES);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(blobs.get(digest)).hasValue(BYTES);
  }

  @Test
  void a_watch_keeps_its_evidence_on_a_virtual_thread() throws Exception {
    Blobs blobs = open();
    CompletableFuture<Digest> kept = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            kept.complete(blobs.put(new byte[] {1, 2, 3}));
          } catch (RuntimeException e) {
            kept.completeExceptionally(e);
          }
        });

    assertThat(blobs.get(kept.get())).hasValue(new byte[] {1, 2, 3});
  }
}
