package dev.holddown.story;

import dev.holddown.domain.kernel.Digest;
import java.nio.charset.StandardCharsets;

/** Evidence of a world as text. */
final class KeptText {
  private KeptText() {}

  /** The text under this digest; its bytes are proved against it. */
  static String of(World world, String digest) {
    return new String(
        world.ports().blobs().get(new Digest(digest)).orElseThrow(), StandardCharsets.UTF_8);
  }
}
