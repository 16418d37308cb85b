package dev.holddown.cli.link;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.run.FileNote;
import dev.holddown.engine.port.Blobs;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Files that people attach: kept as evidence before the run is told. What a file is, its bytes say;
 * nobody's word for it is taken, and nothing is ever said to be a page that a browser would run.
 */
final class FileIntake {
  /** With base64 it fits a line of the socket. */
  static final int FILE_BYTES_MAX = 5 * 1024 * 1024;

  static final int NAME_CHARACTERS_MAX = 120;
  private static final int HEAD_BYTES = 16;

  private FileIntake() {}

  /** Keeps the bytes of an {@code attach-file}; what is left names them by digest. */
  static Ask kept(Ask ask, Blobs blobs) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(ask.must("content"));
    } catch (IllegalArgumentException e) {
      throw new Refused("the content of the file is not base64; nothing was kept");
    }
    if (bytes.length > FILE_BYTES_MAX) {
      throw new Refused(
          "the file has "
              + bytes.length
              + " bytes, of which "
              + FILE_BYTES_MAX
              + " are taken; put it elsewhere and comment with a link");
    }
    Digest digest = blobs.put(bytes);
    return Ask.of(ask.verb())
        .with("run", ask.must("run"))
        .with("as", ask.must("as"))
        .with("key", ask.text("key"))
        .with("name", name(ask.must("name")))
        .with("type", type(bytes))
        .with("bytes", (long) bytes.length)
        .with("digest", digest.hex());
  }

  /** The file of an ask that {@link #kept} made. */
  static FileNote note(Ask ask) {
    return new FileNote(
        ask.must("name"), ask.must("type"), ask.number("bytes", 0), ask.must("digest"));
  }

  /** The last part of a path, without what nobody sees. */
  static String name(String given) {
    String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
    StringBuilder clean = new StringBuilder();
    last.codePoints()
        .limit(NAME_CHARACTERS_MAX)
        .forEach(c -> {
          int type = Character.getType(c);
          boolean hidden =
              Character.isISOControl(c)
                  || type == Character.FORMAT
                  || type == Character.SURROGATE
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR;
          clean.appendCodePoint(hidden ? '_' : c);
        });
    String name = clean.toString().strip();
    return name.isEmpty() || name.chars().allMatch(c -> c == '.') ? "file" : name;
  }

  /** What the first bytes say, by the formats' own signatures; text is plain, whatever it says. */
  static String type(byte[] bytes) {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, HEAD_BYTES));
    String first = new String(head, StandardCharsets.ISO_8859_1);
    if (first.startsWith("\u0089PNG\r\n\u001a\n")) {
      return "image/png";
    }
    if (first.startsWith("\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    }
    if (first.startsWith("GIF87a") || first.startsWith("GIF89a")) {
      return "image/gif";
    }
    if (first.startsWith("RIFF") && first.startsWith("WEBP", 8)) {
      return "image/webp";
    }
    if (first.startsWith("%PDF-")) {
      return "application/pdf";
    }
    if (first.startsWith("PK\u0003\u0004")) {
      return "application/zip";
    }
    if (first.startsWith("\u001f\u008b")) {
      return "application/gzip";
    }
    return isText(bytes) ? "text/plain; charset=utf-8" : "application/octet-stream";
  }

  private static boolean isText(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes))
          .chars()
          .allMatch(c -> c >= ' ' && c != 0x7f || c == '\n' || c == '\r' || c == '\t');
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
