package dev.holddown.bench;

import dev.holddown.boot.Parts;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.Reading;
import dev.holddown.playbooks.markdown.MarkdownReader;
import dev.holddown.playbooks.markdown.MarkdownWriter;
import dev.holddown.playbooks.markdown.Paper;
import dev.holddown.playbooks.markdown.PlaybookWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How long it takes to validate the playbooks of all five documents, folder by folder, and to
 * import their pages: the first time in a process, as a user meets it, and beside it once
 * everything is warm. The pages are those of a folder, or else the playbooks as Markdown, written
 * by a process before.
 */
public final class Documents {
  private static final int WARM_ROUNDS = 20;
  private static final Path PAGES = Path.of("target", "bench", "pages");

  private Documents() {}

  /** {@code pages} writes the pages; the folder of other pages, or nothing, measures. */
  public static void main(String[] args) throws IOException {
    Map<Path, Map<String, byte[]>> folders = folders();
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    if (args.length > 0 && args[0].equals("pages")) {
      write(new Parts(nowhere, Path.of(""), Map.of()).reader(), folders);
      return;
    }
    Map<String, byte[]> pages = files(args.length > 0 ? Path.of(args[0]) : PAGES, ".md");
    long began = System.nanoTime();
    PlaybookReader reader = new Parts(nowhere, Path.of(""), Map.of()).reader();
    long ready = System.nanoTime();
    long spent = processor();
    folders.values().forEach(files -> validate(reader, files));
    long validated = System.nanoTime();
    pages.forEach((name, page) -> imported(reader, name, page));
    long done = System.nanoTime();
    spent = processor() - spent;
    long warm = Long.MAX_VALUE;
    for (int i = 0; i < WARM_ROUNDS; i++) {
      long from = System.nanoTime();
      folders.values().forEach(files -> validate(reader, files));
      pages.forEach((name, page) -> imported(reader, name, page));
      warm = Math.min(warm, System.nanoTime() - from);
    }
    Figures figures = new Figures("documents");
    int files = folders.values().stream().mapToInt(Map::size).sum();
    figures.put("files", files);
    figures.put("pages", pages.size());
    figures.put("reader_ready_ms", (ready - began) / 1_000_000);
    figures.put("validate_ms", (validated - ready) / 1_000_000);
    figures.put("import_ms", (done - validated) / 1_000_000);
    figures.put("first_ms", (done - began) / 1_000_000);
    figures.put("first_processor_ms", spent / 1_000_000);
    figures.put("warm_ms", warm / 1_000_000);
    System.out.printf(
        "%d playbooks and %d pages: %d ms the first time (%d validate, %d import; %d ms of the"
            + " processors), %d ms warm (promised: 1,000 ms)%n",
        files,
        pages.size(),
        (done - began) / 1_000_000,
        (validated - ready) / 1_000_000,
        (done - validated) / 1_000_000,
        spent / 1_000_000,
        warm / 1_000_000);
    figures.write();
  }

  /** Of all threads of this process, the compilers among them, in nanoseconds. */
  private static long processor() {
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    return machine instanceof com.sun.management.OperatingSystemMXBean known
        ? known.getProcessCpuTime()
        : 0;
  }

  private static Map<Path, Map<String, byte[]>> folders() throws IOException {
    Map<Path, Map<String, byte[]>> folders = new TreeMap<>();
    try (Stream<Path> all = Files.list(Path.of("examples"))) {
      for (Path folder : all.toList()) {
        if (folder.getFileName().toString().matches("[0-9]{3}-.*")) {
          folders.put(folder, files(folder, ".yaml"));
        }
      }
    }
    return folders;
  }

  private static Map<String, byte[]> files(Path folder, String end) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.sorted().toList()) {
        if (file.toString().endsWith(end)) {
          files.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  private static List<Reading> validate(PlaybookReader reader, Map<String, byte[]> files) {
    List<Reading> all = reader.readAll(files).values().stream().flatMap(List::stream).toList();
    for (Reading reading : all) {
      if (!reading.sound()) {
        throw new IllegalStateException("not sound: " + reading.problems());
      }
    }
    return all;
  }

  private static void imported(PlaybookReader reader, String name, byte[] page) {
    Paper paper = MarkdownReader.read(name, page);
    String yaml = PlaybookWriter.write(paper, new PlaybookWriter.Subject("shop", "prod"));
    Reading reading = reader.read(name, yaml.getBytes(StandardCharsets.UTF_8));
    if (!reading.sound()) {
      throw new IllegalStateException("not sound: " + reading.problems());
    }
  }

  private static void write(PlaybookReader reader, Map<Path, Map<String, byte[]>> folders)
      throws IOException {
    Files.createDirectories(PAGES);
    for (Map.Entry<Path, Map<String, byte[]>> folder : folders.entrySet()) {
      int number = 0;
      for (Reading reading : validate(reader, folder.getValue())) {
        if (reading.playbook().isPresent()) {
          String name = folder.getKey().getFileName() + "-" + ++number + ".md";
          Files.writeString(
              PAGES.resolve(name), MarkdownWriter.write(reading.playbook().orElseThrow()));
        }
      }
    }
  }
}
