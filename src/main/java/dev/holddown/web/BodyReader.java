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

  /** A file of 5 MiB in base64. */
  private static final int FILE_BYTES_MAX = 7 * 1024 * 1024;

  private static final long LEFT_OUT_BYTES_MAX = 16L * 1024 * 1024;

  private final Limits limits;
  private final LongSupplier nanos;

  BodyReader(Limits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
  }

  /**
   * @param wanted the media type that it must say of itself
   * @param file whether it may hold the bytes of one
   */
  byte[] read(HttpServletRequest request, String wanted, boolean file) {
    int bytesMax = limits.bodyBytesMax() + (file ? FILE_BYTES_MAX : 0);
    if (request.getContentLengthLong() > bytesMax) {
      leaveOut(request);
      throw tooLarge(bytesMax);
    }
    byte[] bytes = bytes(request, bytesMax);
    String type = String.valueOf(request.getContentType());
    String said = type.split(";", 2)[0].strip();
    boolean parts = file && wanted.equals(FORM) && said.equalsIgnoreCase("multipart/form-data");
    boolean right = parts || said.equalsIgnoreCase(wanted);
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

  private byte[] bytes(HttpServletRequest request, int bytesMax) {
    long until = nanos.getAsLong() + TimeUnit.SECONDS.toNanos(limits.bodySecondsMax());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE_BYTES];
    try (InputStream in = request.getInputStream()) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        whole.write(piece, 0, count);
        if (whole.size() > bytesMax) {
          throw tooLarge(bytesMax);
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

  /**
   * Lets a body that is not much too long come to its end: whoever still writes when the connection
   * closes reads no answer (RFC 9112 section 9.6), and would not know why.
   */
  private void leaveOut(HttpServletRequest request) {
    if (request.getContentLengthLong() > LEFT_OUT_BYTES_MAX) {
      return;
    }
    long until = nanos.getAsLong() + TimeUnit.SECONDS.toNanos(limits.bodySecondsMax());
    byte[] piece = new byte[PIECE_BYTES];
    try (InputStream in = request.getInputStream()) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        if (nanos.getAsLong() - until > 0) {
          return;
        }
      }
    } catch (IOException e) {
      return; // whoever sent it has gone, and reads no answer
    }
  }

  private static Problem tooLarge(int bytesMax) {
    return Problem.of(
            413, "too-large", "the body has more than " + bytesMax + " bytes; nothing was changed")
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
