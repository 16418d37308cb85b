package dev.holddown.connectors.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads a stream to its end and keeps its head and its tail: errors stand at the end. */
final class KeptOutput implements Runnable {
  /** Bytes kept of one stream: half from its beginning, half from its end. */
  static final int OUTPUT_BYTES_MAX = 256 * 1024;

  private static final int HALF = OUTPUT_BYTES_MAX / 2;

  private final InputStream in;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final byte[] tail = new byte[HALF];
  private long past;

  KeptOutput(InputStream in) {
    this.in = in;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[16 * 1024];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        keep(buffer, n);
      }
    } catch (IOException e) {
      // The stream was closed under us because its process was killed: what we have is all there
      // is.
      return;
    }
  }

  private synchronized void keep(byte[] bytes, int n) {
    int toHead = Math.min(n, HALF - head.size());
    head.write(bytes, 0, toHead);
    for (int i = toHead; i < n; i++) {
      tail[(int) (past++ % HALF)] = bytes[i];
    }
  }

  synchronized boolean cut() {
    return past > HALF;
  }

  /** What was kept so far, with a note where something was left out. */
  synchronized String text() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.toByteArray());
    if (cut()) {
      String note = "\n… " + (past - HALF) + " bytes left out …\n";
      all.writeBytes(note.getBytes(StandardCharsets.UTF_8));
    }
    long from = Math.max(0, past - HALF);
    for (long i = from; i < past; i++) {
      all.write(tail[(int) (i % HALF)]);
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
