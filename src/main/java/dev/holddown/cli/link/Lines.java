package dev.holddown.cli.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of UTF-8 that end in a line feed, each of at most so many bytes. */
final class Lines {
  private static final int CHUNK_BYTES = 16 * 1024;

  /** A line was longer than allowed; what follows it is not read. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;
  }

  private final InputStream in;
  private final int lineBytesMax;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int at;
  private int end;

  Lines(InputStream in, int lineBytesMax) {
    this.in = in;
    this.lineBytesMax = lineBytesMax;
  }

  /** The next line; empty at the end. */
  Optional<String> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (at == end) {
        at = 0;
        end = in.read(chunk);
        if (end < 0) {
          end = 0;
          return Optional.empty();
        }
      }
      int feed = at;
      while (feed < end && chunk[feed] != '\n') {
        feed++;
      }
      line.write(chunk, at, feed - at);
      if (line.size() > lineBytesMax) {
        throw new TooLong();
      }
      if (feed < end) {
        at = feed + 1;
        return Optional.of(line.toString(StandardCharsets.UTF_8));
      }
      at = end;
    }
  }
}
