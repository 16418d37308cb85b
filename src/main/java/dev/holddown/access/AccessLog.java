package dev.holddown.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who came in, who was refused and who changed the rights of whom, in {@code access.jsonl} (0600):
 * one JSON object a line, each with the SHA-256 of the one before and itself, forced to disk before
 * anybody is told. It is only ever added to; a full file is kept under a number.
 */
public final class AccessLog {
  private static final long FILE_BYTES_MAX = 32L * 1024 * 1024;
  private static final int TEXT_CHARACTERS_MAX = 500;
  private static final int LIST_MAX = 1_000;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
  private static final Entry NONE = new Entry(0, "", "", new Deed("", "", "", ""), "");

  private final Path folder;
  private final InstantSource clock;
  private Entry last = NONE;
  private long lastBytes = -1;

  /**
   * What somebody did or was refused.
   *
   * @param person empty for a stranger
   * @param address from where; empty for a verb on the machine itself
   */
  public record Deed(String person, String address, String what, String why) {}

  /**
   * One line.
   *
   * @param number from 1, without gaps
   * @param at the time, ISO 8601 in UTC
   * @param kind a fixed word, such as {@code refused} or {@code logged-in}
   * @param hash SHA-256 of the hash before and of this line without its hash
   */
  public record Entry(long number, String at, String kind, Deed deed, String hash) {
    /** The same line with other words, as it may be shown; its hash is that of the line itself. */
    public Entry telling(Deed shown) {
      return new Entry(number, at, kind, shown, hash);
    }
  }

  private final Supplier<UnaryOperator<String>> shown;

  private AccessLog(Path folder, InstantSource clock, Supplier<UnaryOperator<String>> shown) {
    this.shown = shown;
    this.folder = folder;
    this.clock = clock;
  }

  /** That of a data folder, which need not have one. */
  public static AccessLog in(Path folder, InstantSource clock) {
    return new AccessLog(folder, clock, UnaryOperator::identity);
  }

  /**
   * The same for people: it tells other words where {@code shown} does, and looks for these.
   *
   * @param shown asked anew at each look
   */
  public AccessLog shownBy(Supplier<UnaryOperator<String>> as) {
    return new AccessLog(folder, clock, as);
  }

  private UnaryOperator<Entry> telling() {
    UnaryOperator<String> as = shown.get();
    return entry -> {
      Deed deed = entry.deed();
      return entry.telling(
          new Deed(
              as.apply(deed.person()),
              deed.address(),
              as.apply(deed.what()),
              as.apply(deed.why())));
    };
  }

  /** Adds a line, durably. Texts are cut after 500 characters. */
  public void add(String kind, Deed deed) {
    synchronized (AccessLog.class) {
      Path lock = folder.resolve("access.lock");
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        append(held.isValid() ? kind : "", deed);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "the access log in " + file() + " cannot be written: " + e, e);
      }
    }
  }

  private synchronized void append(String kind, Deed deed) throws IOException {
    takeOver();
    Entry before = last();
    Deed cut = new Deed(cut(deed.person()), cut(deed.address()), cut(deed.what()), cut(deed.why()));
    Entry entry = new Entry(before.number() + 1, clock.instant().toString(), kind, cut, "");
    Entry whole = new Entry(entry.number(), entry.at(), kind, cut, chained(before.hash(), entry));
    if (lastBytes > FILE_BYTES_MAX) {
      Files.move(file(), folder.resolve(String.format("access-%09d.jsonl", before.number())));
      lastBytes = 0;
    }
    if (!Files.exists(file())) {
      Files.createFile(
          file(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    byte[] line =
        (escaped(MAPPER.writeValueAsString(whole)) + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel out = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      out.truncate(lastBytes);
      out.position(lastBytes);
      ByteBuffer rest = ByteBuffer.wrap(line);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(false);
      lastBytes = out.size();
    }
    last = whole;
  }

  /** What JSON lets through and a terminal may obey; read again it is what it was. */
  private static String escaped(String json) {
    return UNSEEN
        .matcher(json)
        .replaceAll(sign -> {
          StringBuilder text = new StringBuilder();
          sign.group()
              .chars()
              .forEach(c -> text.append(String.format(Locale.ROOT, "\\\\u%04x", c)));
          return text.toString();
        });
  }

  private static String cut(String text) {
    return text.length() <= TEXT_CHARACTERS_MAX
        ? text
        : text.substring(0, TEXT_CHARACTERS_MAX) + "…";
  }

  private static String chained(String before, Entry entry) {
    return Secrets.hash(before, MAPPER.writeValueAsString(entry));
  }

  /** The newest line; read anew when another process wrote one. */
  private Entry last() throws IOException {
    if (!Files.exists(file())) {
      List<Path> older = files();
      last = older.isEmpty() ? NONE : lines(older.getLast()).getLast();
      lastBytes = 0;
      return last;
    }
    if (Files.size(file()) != lastBytes) {
      List<Entry> lines = lines(file());
      if (!lines.isEmpty()) {
        last = lines.getLast();
      }
      lastBytes = whole(file()).length;
    }
    return last;
  }

  /**
   * The bytes of every whole line: a crash may have left a piece of the last one, which nobody was
   * told of, and which may end in the middle of a character.
   */
  private static byte[] whole(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  private static List<Entry> lines(Path file) throws IOException {
    String whole = new String(whole(file), StandardCharsets.UTF_8);
    try {
      return whole.lines().map(line -> MAPPER.readValue(line, Entry.class)).toList();
    } catch (JacksonException e) {
      throw new IOException(file.getFileName() + " is damaged: " + e.getOriginalMessage(), e);
    }
  }

  /** The lines after a number, oldest first; at most 1,000. */
  public List<Entry> after(long number, int max) {
    try {
      List<Entry> found = new ArrayList<>();
      UnaryOperator<Entry> telling = telling();
      for (Path file : files()) {
        boolean older = !file.equals(file()) && numberOf(file) <= number;
        if (!older && found.size() < Math.min(max, LIST_MAX)) {
          lines(file).stream()
              .filter(entry -> entry.number() > number)
              .limit(Math.min(max, LIST_MAX) - (long) found.size())
              .map(telling)
              .forEach(found::add);
        }
      }
      return List.copyOf(found);
    } catch (IOException e) {
      throw new UncheckedIOException("the access log cannot be read: " + e, e);
    }
  }

  /**
   * Lines before a number that somebody wants, newest first.
   *
   * @param number 0: from the newest on
   * @param max 1,000 at most
   */
  public List<Entry> before(long number, int max, Predicate<Entry> wanted) {
    try {
      List<Entry> found = new ArrayList<>();
      UnaryOperator<Entry> telling = telling();
      for (Path file : files().reversed()) {
        if (found.size() < Math.min(max, LIST_MAX)) {
          lines(file).reversed().stream()
              .filter(entry -> number <= 0 || entry.number() < number)
              .map(telling)
              .filter(wanted)
              .limit(Math.min(max, LIST_MAX) - (long) found.size())
              .forEach(found::add);
        }
      }
      return List.copyOf(found);
    } catch (IOException e) {
      throw new UncheckedIOException("the access log cannot be read: " + e, e);
    }
  }

  /** Why the log is not what was written; empty when every line fits the one before. */
  public Optional<String> verify() {
    try {
      Entry before = NONE;
      for (Path file : files()) {
        for (Entry entry : lines(file)) {
          Entry bare = new Entry(entry.number(), entry.at(), entry.kind(), entry.deed(), "");
          boolean fits =
              entry.number() == before.number() + 1
                  && entry.hash().equals(chained(before.hash(), bare));
          if (!fits) {
            return Optional.of(
                "line "
                    + (before.number() + 1)
                    + " of the access log is not the one that was written ("
                    + file.getFileName()
                    + ")");
          }
          before = entry;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("the access log cannot be read: " + e.getMessage());
    }
  }

  private Path file() {
    return folder.resolve("access.jsonl");
  }

  private static long numberOf(Path file) {
    return Long.parseLong(file.getFileName().toString().replaceAll("\\D", ""));
  }

  /** Data folders of before 0.1.0 hold it under the name that the log of decisions has now. */
  private void takeOver() throws IOException {
    if (!Files.exists(folder.resolve("governance.jsonl"))) {
      return;
    }
    try (Stream<Path> all = Files.list(folder)) {
      for (Path old : all.filter(AccessLog::old).toList()) {
        Path now = folder.resolve(old.getFileName().toString().replace("governance", "access"));
        if (!Files.exists(now)) {
          Files.move(old, now, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } catch (NoSuchFileException e) {
      // Another process was quicker.
    }
  }

  private static boolean old(Path file) {
    return file.getFileName().toString().matches("governance(-\\d+)?\\.jsonl");
  }

  /** All files, oldest first. */
  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    takeOver();
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files =
          new ArrayList<>(
              all.filter(p -> p.getFileName().toString().matches("access-\\d+\\.jsonl"))
                  .sorted()
                  .toList());
      if (Files.exists(file())) {
        files.add(file());
      }
      return files;
    }
  }
}
