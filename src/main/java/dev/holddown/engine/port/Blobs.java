package dev.holddown.engine.port;

import dev.holddown.domain.kernel.Digest;
import java.util.Optional;

/** Bytes kept by their digest: compiled playbooks and evidence. */
public interface Blobs {
  /** Durable when it returns. Putting the same bytes twice keeps one copy. */
  Digest put(byte[] bytes);

  /** Empty when unknown; throws {@link StoreException} when the bytes no longer fit the digest. */
  Optional<byte[]> get(Digest digest);
}
