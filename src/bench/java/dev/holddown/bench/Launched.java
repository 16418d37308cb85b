package dev.holddown.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Programs that a person starts, measured from outside. */
final class Launched {
  /** What the launcher gives to a verb that ends soon, without its cache of ready classes. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xmx512m",
          "-Xlog:disable",
          "-Xlog:all=error:stderr");

  private static final double TICKS_A_SECOND = 100; // USER_HZ, which Linux fixes
  private static final long SECONDS_MAX = 120;

  private Launched() {}

  /** Prints a line and ends: what every program in Java takes. */
  static final class Empty {
    private Empty() {}

    public static void main(String[] args) {
      System.out.println("empty");
    }
  }

  /** Milliseconds. {@code processor} is of the program and all that it started. */
  record Took(double wall, double processor) {}

  static List<String> empty() {
    return java("target/bench-classes", Empty.class.getName());
  }

  /** Java with all that is measured here on its class path; the class is still to be added. */
  static List<String> java() {
    return java(System.getProperty("java.class.path"));
  }

  private static List<String> java(String classPath, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of(more));
    return command;
  }

  /** The program as it is installed, from the last build. */
  static List<String> holddown(String... arguments) {
    List<String> command = new ArrayList<>(List.of("target/dist/bin/holddown"));
    command.addAll(List.of(arguments));
    return command;
  }

  static Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeAll(List.of("HOLDDOWN_DB", "HOLDDOWN_SERVER", "CI"));
    return builder.start();
  }

  /** Runs it to its end, which must be a good one. */
  static Took run(List<String> command) throws IOException, InterruptedException {
    return run(command, Set.of(0));
  }

  /** The same, where several ends are good ones. */
  static Took run(List<String> command, Set<Integer> exits)
      throws IOException, InterruptedException {
    long ticks = ticks();
    long begun = System.nanoTime();
    Process process = start(command);
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || !exits.contains(process.exitValue())) {
      process.destroyForcibly();
      throw new IllegalStateException(command + " did not end well");
    }
    double wall = (System.nanoTime() - begun) / 1e6;
    return new Took(wall, (ticks() - ticks) * 1_000 / TICKS_A_SECOND);
  }

  /** Processor time of all children that have ended (proc(5): cutime and cstime). */
  private static long ticks() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
  }

  /** Megabytes that a process holds in memory (VmRSS). */
  static double megabytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_024.0;
      }
    }
    throw new IllegalStateException("no VmRSS of " + pid);
  }

  /** A row as JSON. */
  static Map<String, Object> row(List<Took> all) {
    return Map.of(
        "wall_ms", Spread.of(all.stream().map(Took::wall).toList()).json(),
        "processor_ms", all.stream().mapToDouble(Took::processor).average().orElse(0));
  }
}
