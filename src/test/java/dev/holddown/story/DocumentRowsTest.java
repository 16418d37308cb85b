package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.testing.RowTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tables {@code src/test/resources/coverage/*.rows}: each line of a document's playbooks passes
 * with what it asks for, at its limit, and not beyond it, nor without data.
 */
class DocumentRowsTest {
  private static final List<String> PLAYED = List.of("000", "001", "002", "003", "004");

  private static final String WATCH = "watch ";

  /** A line mostly waits for its simulated tools, which are processes. */
  private static final int TOGETHER = 2;

  @TempDir Path folder;

  @Test
  void every_table_is_played() {
    assertThat(RowTable.documents()).isEqualTo(PLAYED);
  }

  @TestFactory
  Stream<DynamicTest> document_000() throws IOException {
    return lines("000");
  }

  @TestFactory
  Stream<DynamicTest> document_001() throws IOException {
    return lines("001");
  }

  @TestFactory
  Stream<DynamicTest> document_002() throws IOException {
    return lines("002");
  }

  @TestFactory
  Stream<DynamicTest> document_003() throws IOException {
    return lines("003");
  }

  @TestFactory
  Stream<DynamicTest> document_004() throws IOException {
    return lines("004");
  }

  /** The lines of a table, played a few at a time, each group in a world of its own. */
  private Stream<DynamicTest> lines(String document) throws IOException {
    List<RowTable.Line> lines = RowTable.of(document).lines();
    ExecutorService players = Executors.newFixedThreadPool(TOGETHER);
    BlockingQueue<RowBench> benches = new ArrayBlockingQueue<>(TOGETHER);
    for (int i = 0; i < TOGETHER; i++) {
      benches.add(RowBench.of(document, folder.resolve(document + "-" + i)));
    }
    List<Future<?>> played = new ArrayList<>();
    for (RowTable.Line line : lines) {
      played.add(
          players.submit(() -> {
            RowBench bench = benches.take();
            try {
              plays(bench, line);
            } finally {
              benches.add(bench);
            }
            return line;
          }));
    }
    return IntStream.range(0, lines.size())
        .mapToObj(i ->
            DynamicTest.dynamicTest(
                "%s.rows:%d %s".formatted(document, lines.get(i).number(), lines.get(i).item()),
                () -> ended(played.get(i))))
        .onClose(() -> {
          players.shutdownNow();
          benches.forEach(RowBench::close);
        });
  }

  /** Fails as the line has failed. */
  private static void ended(Future<?> played) throws Throwable {
    try {
      played.get();
    } catch (ExecutionException e) {
      throw Objects.requireNonNullElse(e.getCause(), e);
    }
  }

  private static void plays(RowBench bench, RowTable.Line line) throws IOException {
    if (line.item().contains(WATCH)) {
      watches(bench, line);
    } else {
      asks(bench, line);
    }
  }

  private static void asks(RowBench bench, RowTable.Line line) throws IOException {
    List<String> items = List.of(line.item().split(" \\+ "));
    String[] verdict = line.expected().verdict().split(" after ", 2);
    try (BenchRun run = bench.items(line.file(), items, line.expected().change())) {
      run.settles();
      if (verdict.length == 2) {
        assertThat(run.item().status().good()).as("without a signature: " + run.told()).isFalse();
        assertThat(run.signs("visitor", "visitor")).as("anybody may sign").isNotEmpty();
        int people = 0;
        for (String role : verdict[1].split(", ")) {
          assertThat(run.signs(role + ++people, role)).isEmpty();
        }
        run.settles();
      }
      assertThat(run.item().status().name()).as(run.told()).isEqualTo(verdict[0]);
      assertThat(said(bench, run)).as(run.told()).contains(line.expected().sentence());
    }
  }

  private static String said(RowBench bench, BenchRun run) throws IOException {
    StringBuilder said = new StringBuilder(run.told());
    bench.outside().calls().forEach(call -> said.append("\n").append(call));
    try (Stream<Path> files = Files.list(bench.outside().workspace())) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        said.append("\n").append(Files.readString(log));
      }
    }
    return said.toString();
  }

  /** {@code quiet for 5m}, {@code rolls back within 5m}; after the change, from a calm start. */
  private static void watches(RowBench bench, RowTable.Line line) throws IOException {
    String[] verdict = line.expected().verdict().split(" (for|within) ", 2);
    List<String> items = List.of(line.item().split(" \\+ "));
    List<String> before = items.subList(0, items.size() - 1);
    try (BenchRun run =
        bench.watch(line.file(), before, items.getLast().substring(WATCH.length()))) {
      run.passes(Duration.ofSeconds(70));
      assertThat(run.world().log(run.run()).has(RunEvent.Fired.class)).as(run.told()).isFalse();
      if (verdict[0].startsWith("declared by ")) {
        String role = verdict[0].substring("declared by ".length());
        declares(run, role);
      } else {
        bench.outside().becomes(line.expected().change());
      }
      run.passes(Duration.parse("PT" + verdict[1].toUpperCase(java.util.Locale.ROOT)));
      assertThat(happened(run)).as(run.told()).isEqualTo(what(verdict[0]));
      assertThat(run.told()).contains(line.expected().sentence());
    }
  }

  private static void declares(BenchRun run, String role) {
    RunCommand by = new RunCommand.Declare(run.key(), "visitor", "somebody said so");
    assertThat(run.world().says("visitor", run.run(), by)).isNotEmpty();
    RunCommand declare = new RunCommand.Declare(run.key(), role, "seen with my own eyes");
    assertThat(run.world().says("person-of-" + role, run.run(), declare)).isEmpty();
  }

  private static List<String> what(String verdict) {
    return verdict.equals("quiet")
        ? List.of()
        : verdict.startsWith("declared by ")
            ? List.of("rolls back")
            : Arrays.stream(verdict.split(", ")).sorted().toList();
  }

  /** What the watch has led to: notifies, pages, proposes, rolls back, is blind. */
  private static List<String> happened(BenchRun run) {
    return run.world().log(run.run()).from(World.at("10:00:00")).stream()
        .flatMap(event ->
            switch (event) {
              case RunEvent.Noticed n when n.deed().equals("notify") -> Stream.of("notifies");
              case RunEvent.Noticed n when n.deed().equals("page") -> Stream.of("pages");
              case RunEvent.Proposed p -> Stream.of("proposes");
              case RunEvent.RollbackDecided r -> Stream.of("rolls back");
              case RunEvent.Blinded b -> Stream.of("is blind");
              default -> Stream.<String>empty();
            })
        .distinct()
        .sorted()
        .toList();
  }
}
