package dev.holddown.sim;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which history is played, and how a broken one is told so that it can be played again. */
final class Replay {
  private static final Path KEPT = Path.of("src/test/resources/sim");

  private static final String NODES = "NODES";
  private static final Set<Long> OF_NODES =
      kept()
          .filter(line -> line.endsWith(" " + NODES))
          .map(line -> Long.parseLong(line.split(" +")[0]))
          .collect(Collectors.toUnmodifiableSet());

  private Replay() {}

  /** Whether a history is of several nodes because the command line or a kept line says so. */
  static boolean severalNodes(long seed) {
    return Boolean.getBoolean("sim.nodes") || OF_NODES.contains(seed);
  }

  /** The history of a seed, with the faults left out that the command line names. */
  static World.Order order(long seed) {
    Mutant planted = Mutant.valueOf(System.getProperty("sim.mutant", "NONE"));
    return World.Order.of(seed).with(planted).without(off(System.getProperty("sim.off", "")));
  }

  private static Set<Faults.Kind> off(String names) {
    Set<Faults.Kind> off = EnumSet.noneOf(Faults.Kind.class);
    Arrays.stream(names.split(","))
        .filter(name -> !name.isBlank())
        .forEach(name -> off.add(Faults.Kind.valueOf(name)));
    return off;
  }

  /**
   * Histories that once broke an invariant: one a line, as {@code SEED} and the faults left out,
   * after {@code #} what it was; {@code NODES} in place of faults is a history of several nodes. A
   * line whose history has changed since is as good as any other.
   */
  static List<World.Order> regressions() {
    return kept()
        .map(line -> line.split(" +"))
        .map(w ->
            World.Order.of(Long.parseLong(w[0]))
                .without(off(w.length > 1 ? w[1].replace(NODES, "") : "")))
        .toList();
  }

  private static Stream<String> kept() {
    try (Stream<Path> files = Files.list(KEPT)) {
      return files.sorted().toList().stream()
          .flatMap(Replay::lines)
          .map(line -> line.replaceAll("#.*", "").strip())
          .filter(line -> !line.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails with the dullest history that breaks the same invariant, line by line. */
  static void tell(Simulation.Result bad) {
    World.Order order = bad.order();
    Simulation.Result dull = Shrink.of(bad);
    fail(
        "seed "
            + order.seed()
            + " breaks "
            + bad.alarm().orElseThrow().getMessage()
            + "\nplay it again: ./dev sim 1 -Dsim.from="
            + order.seed()
            + (order.mutant() == Mutant.NONE ? "" : " -Dsim.mutant=" + order.mutant())
            + "\nas dull as it gets, with "
            + dull.tape().length
            + " draws of "
            + bad.tape().length
            + ", faults left: "
            + EnumSet.complementOf(EnumSet.copyOf(dull.order().off()))
            + "\n"
            + String.join("\n", dull.history().lines())
            + "\n"
            + dull.alarm().map(Alarm::getMessage).orElse("nothing"));
  }
}
