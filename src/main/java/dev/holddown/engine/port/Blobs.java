package dev.holddown.engine.port;

import dev.holddown.domain.kernel.Digest;
import java.util.Optional;

/** Bytes kept by their digest: compiled playbooks and evidence. */
public interface Blobs {
  /** Durable when it returns. Putting the same bytes twice keeps one copy. */
  Digest put(byte[] bytes);

  /** Empty when unknown; throws {@link StoreException} when the bytes no longer fit the digest. */
  Optional<byte[]> get(Digest digest);

  /** Keeps nothing, and only tells digests: for what is looked at and never proved. */
  static Blobs unkept() {
    return new Blobs() {
      @Override
      public Digest put(byte[] bytes) {
        return Digest.of(bytes);
      }

      @Override
      public Optional<byte[]> get(Digest digest) {
        return Optional.empty();
      }
    };
  }
}
