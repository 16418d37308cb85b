package dev.holddown.connectors.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of JSON lines, appended to durably. A line begins with its operation's id; an id whose
 * whole line is there already is not written again.
 */
public final class MessageFile {
  /** A larger file is not appended to: it is read whole to find an id. */
  public static final long FILE_BYTES_MAX = 64L << 20;

  /** One for all: the JVM refuses a second lock on a file instead of waiting for the first. */
  private static final Object ONE_WRITER = new Object();

  /** What came of it. */
  public enum Written {
    WRITTEN,
    ALREADY_THERE
  }

  /**
   * Appends {@code {"op":…,<rest>}} and forces it to the disk.
   *
   * @param rest the JSON of an object with the other names
   * @throws CallRefused when nothing was written
   * @throws IOException when it may have been written
   */
  public Written append(Path file, String operation, String rest) throws CallRefused, IOException {
    String start = "{\"op\":" + Json.shown(operation) + ",";
    byte[] line = (start + rest.substring(1) + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (ONE_WRITER) {
      try (FileChannel channel = open(file);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && holds(file, start)) {
          return Written.ALREADY_THERE;
        }
        ByteBuffer bytes = ByteBuffer.wrap(line);
        if (tornAtEnd(file)) {
          channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
        return Written.WRITTEN;
      }
    }
  }

  private static FileChannel open(Path file) throws CallRefused {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new CallRefused("the message file " + file + " is not a plain file");
      }
      if (Files.exists(file) && Files.size(file) > FILE_BYTES_MAX) {
        throw new CallRefused(
            "the message file " + file + " is larger than 64 MiB; move it away and go on");
      }
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new CallRefused("the message file " + file + " cannot be opened: " + why(e));
    }
  }

  private static String why(IOException problem) {
    return switch (problem) {
      case java.nio.file.NoSuchFileException missing -> "there is no such folder";
      case java.nio.file.AccessDeniedException denied -> "permission denied";
      default -> String.valueOf(problem.getMessage());
    };
  }

  /** A line cut off by a crash does not count: its message was never whole. */
  private static boolean holds(Path file, String start) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String wanted = latin(start);
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(wanted) && line.endsWith("}")) {
          return true;
        }
      }
      return false;
    }
  }

  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static boolean tornAtEnd(Path file) throws IOException {
    try (RandomAccessFile read = new RandomAccessFile(file.toFile(), "r")) {
      if (read.length() == 0) {
        return false;
      }
      read.seek(read.length() - 1);
      return read.read() != '\n';
    }
  }
}
