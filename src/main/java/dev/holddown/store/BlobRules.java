package dev.holddown.store;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.engine.port.StoreException;

/** What must hold of bytes kept by their digest, wherever they are kept. */
final class BlobRules {
  /** Several times what any connector may answer; the whole is held in memory. */
  static final int BLOB_BYTES_MAX = 64 * 1024 * 1024;

  private BlobRules() {}

  /** Refuses what is too large; nothing is kept then. */
  static void check(byte[] bytes) {
    if (bytes.length > BLOB_BYTES_MAX) {
      throw new StoreException(
          "evidence of %d bytes is too large: at most %d are kept; nothing cites it"
              .formatted(bytes.length, BLOB_BYTES_MAX));
    }
  }

  /** Refuses bytes that no longer fit their digest. {@code where} names them for a person. */
  static byte[] checked(Digest digest, byte[] bytes, String where) {
    Digest found = Digest.of(bytes);
    if (!found.equals(digest)) {
      throw new StoreException(
          "evidence %s was changed: its %d bytes have the digest %s; restore %s from a backup"
              .formatted(
                  where, bytes.length, found.brief(), where.startsWith("/") ? "the file" : "it"));
    }
    return bytes;
  }
}
