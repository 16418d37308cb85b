package dev.holddown.testing;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Hears which statements a client of PostgreSQL runs (PostgreSQL documentation, 53.7): the text
 * travels once, in Parse; later the statement is only named, in Bind. The driver sends whole
 * messages, so each piece begins with one.
 */
final class SpokenSql {
  private final Map<String, String> statements = new HashMap<>();

  /** The statements that a piece runs, one a line. */
  String of(byte[] piece) {
    ByteBuffer bytes = ByteBuffer.wrap(piece);
    StringBuilder heard = new StringBuilder();
    try {
      while (bytes.remaining() > 5) {
        byte type = bytes.get();
        int end = bytes.position() + bytes.getInt();
        if (type == 'P') {
          statements.put(text(bytes), text(bytes));
        } else if (type == 'B') {
          text(bytes);
          heard.append(statements.getOrDefault(text(bytes), "")).append('\n');
        } else if (type == 'Q') {
          heard.append(text(bytes)).append('\n');
        }
        bytes.position(end);
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return heard.toString(); // the rest of a long message comes with the next piece
    }
    return heard.toString();
  }

  private static String text(ByteBuffer bytes) {
    int start = bytes.position();
    while (bytes.get() != 0) {
      continue;
    }
    return new String(
        bytes.array(), start, bytes.position() - start - 1, StandardCharsets.ISO_8859_1);
  }
}
