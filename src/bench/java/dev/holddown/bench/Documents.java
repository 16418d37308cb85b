package dev.holddown.bench;

import dev.holddown.boot.Parts;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.Reading;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How long it takes to read and validate the playbooks of all five documents: the first time in a
 * process, as a user meets it, and beside it once everything is warm.
 */
public final class Documents {
  private static final int WARM_ROUNDS = 20;

  private Documents() {}

  public static void main(String[] args) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of("examples"))) {
      files =
          all.filter(file -> file.toString().matches("examples/[0-9]{3}-.*\\.yaml"))
              .sorted()
              .toList();
    }
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    long began = System.nanoTime();
    PlaybookReader reader = new Parts(nowhere, Path.of(""), Map.of()).reader();
    long ready = System.nanoTime();
    ThreadMXBean processor = ManagementFactory.getThreadMXBean();
    long spent = processor.getCurrentThreadCpuTime();
    long bytes = read(reader, files);
    long first = System.nanoTime();
    spent = processor.getCurrentThreadCpuTime() - spent;
    long warm = Long.MAX_VALUE;
    for (int i = 0; i < WARM_ROUNDS; i++) {
      long from = System.nanoTime();
      read(reader, files);
      warm = Math.min(warm, System.nanoTime() - from);
    }
    Figures figures = new Figures("documents");
    figures.put("files", files.size());
    figures.put("bytes", bytes);
    figures.put("reader_ready_ms", (ready - began) / 1_000_000);
    figures.put("first_ms", (first - ready) / 1_000_000);
    figures.put("first_processor_ms", spent / 1_000_000);
    figures.put("warm_ms", warm / 1_000_000);
    System.out.printf(
        "%d files, %,d bytes: %d ms the first time (%d ms of the processor), %d ms warm"
            + " (promised: 1,000 ms)%n",
        files.size(), bytes, (first - ready) / 1_000_000, spent / 1_000_000, warm / 1_000_000);
    figures.write();
  }

  private static long read(PlaybookReader reader, List<Path> files) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      byte[] text = Files.readAllBytes(file);
      bytes += text.length;
      if (!reader.readPack(file.toString(), text).stream().allMatch(Reading::sound)) {
        throw new IllegalStateException(file + " is not sound");
      }
    }
    return bytes;
  }
}
