package dev.holddown.spi;

import java.util.Map;

/** What came of an act. */
public sealed interface Deed {
  /** The target took it. */
  record Landed(Map<String, Object> result, Proof proof) implements Deed {}

  /** It ended with an error, and can no longer land. */
  record Failed(String message, Proof proof) implements Deed {}

  /** Nobody knows; it may still land until the deadline and grace are over. */
  record Unknown(String message, Proof proof) implements Deed {}

  /** It goes on; ask again with this reference. */
  record Begun(String reference, Proof proof) implements Deed {}
}
