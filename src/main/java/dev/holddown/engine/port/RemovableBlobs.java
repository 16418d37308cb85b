package dev.holddown.engine.port;

import dev.holddown.domain.kernel.Digest;
import java.time.Duration;
import java.util.OptionalLong;

/** Evidence that can be removed. Called from platform threads only. */
public interface RemovableBlobs extends Blobs {
  /** How many bytes stand under a digest; empty when none do. */
  OptionalLong size(Digest digest);

  /**
   * Removes bytes, unless they were put within {@code idle}: whoever put them may be about to cite
   * them. False when they stay.
   */
  boolean remove(Digest digest, Duration idle);
}
