package dev.holddown.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash chain of a run. The hash of an event is SHA-256 (FIPS 180-4) over
 *
 * <pre>
 * previous hash of the run, 32 bytes; 32 zero bytes before its first event
 * position     decimal ASCII, then 0x00    place in the whole log, from 1
 * run          UTF-8, then 0x00
 * version      decimal ASCII, then 0x00    place in the run, from 1
 * type         UTF-8, then 0x00            such as item.asked
 * codec        decimal ASCII, then 0x00    form of the payload, from 1
 * at           ASCII, then 0x00            2026-11-21T10:00:00.000000000Z, nine digits
 * actor kind   ASCII, then 0x00            PERSON, ENGINE or WATCH
 * actor        UTF-8, then 0x00
 * payload      the stored bytes, to the end
 * </pre>
 *
 * <p>No text before the payload may hold 0x00, so no two events have the same bytes. The position
 * is part of it: events of different runs cannot change places either. What a chain cannot show is
 * that its newest events were cut off together with the head; that takes a checkpoint kept
 * elsewhere. Not safe for use by several threads.
 */
final class Chain {
  private static final byte[] START = new byte[32];

  private final MessageDigest sha256;

  Chain() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What stands before the first event of a run. */
  static byte[] start() {
    return START.clone();
  }

  /** The hash of an event whose run ended in {@code previous} before it. */
  byte[] next(byte[] previous, StoredRow.Slot slot, StoredRow.Stamp stamp, EventCodec.Coded coded) {
    sha256.update(previous);
    field(Long.toString(slot.position()));
    field(slot.run());
    field(Long.toString(slot.version()));
    field(coded.type());
    field(Integer.toString(coded.codec()));
    field(stamp.at());
    field(stamp.kind());
    field(stamp.actor());
    return sha256.digest(coded.payload());
  }

  private void field(String text) {
    sha256.update(text.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
  }
}
