package dev.holddown.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Reads the body of a request whole: not too large, not too slow, and of the type it should be. */
final class BodyReader {
  static final String JSON = "application/json";
  static final String FORM = "application/x-www-form-urlencoded";
  private static final int PIECE_BYTES = 16 * 1024;

  private final Limits limits;
  private final LongSupplier nanos;

  BodyReader(Limits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
  }

  /** {@code wanted}: the media type that it must say of itself. */
  byte[] read(HttpServletRequest request, String wanted) {
    if (request.getContentLengthLong() > limits.bodyBytesMax()) {
      throw tooLarge();
    }
    byte[] bytes = bytes(request);
    String type = String.valueOf(request.getContentType());
    boolean right = type.split(";", 2)[0].strip().equalsIgnoreCase(wanted);
    if (bytes.length > 0 && !right) {
      throw Problem.of(
          415,
          "content-type",
          "send "
              + (wanted.equals(JSON) ? "JSON" : "a form")
              + ", with Content-Type: "
              + wanted
              + "; nothing was changed");
    }
    return bytes;
  }

  private byte[] bytes(HttpServletRequest request) {
    long until = nanos.getAsLong() + TimeUnit.SECONDS.toNanos(limits.bodySecondsMax());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE_BYTES];
    try (InputStream in = request.getInputStream()) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        whole.write(piece, 0, count);
        if (whole.size() > limits.bodyBytesMax()) {
          throw tooLarge();
        }
        if (nanos.getAsLong() - until > 0) {
          throw tooSlow();
        }
      }
      return whole.toByteArray();
    } catch (IOException e) {
      throw tooSlow();
    }
  }

  private Problem tooLarge() {
    return Problem.of(
            413,
            "too-large",
            "the body has more than " + limits.bodyBytesMax() + " bytes; nothing was changed")
        .header("Connection", "close");
  }

  private Problem tooSlow() {
    return Problem.of(
            408,
            "too-slow",
            "the body did not come whole within "
                + limits.bodySecondsMax()
                + " seconds; nothing was changed")
        .header("Connection", "close");
  }
}
