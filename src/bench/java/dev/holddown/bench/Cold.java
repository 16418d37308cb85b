package dev.holddown.bench;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The reaction of an engine that never rolled back before: each trial is a process of its own, that
 * watches for ten seconds and then meets its first breach, so that class loading and the slow first
 * pass through every line are in the figure. For information beside {@link Reaction}.
 */
final class Cold {
  private static final String MARK = "cold reaction: ";

  private Cold() {}

  /** How many processes; 20 if not given. */
  public static void main(String[] args) throws Exception {
    int processes = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    Figures figures = new Figures("cold");
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      millis.add(process());
    }
    System.out.println(Spread.of(millis).row("first rollback of a process, ms"));
    figures.put("unit", "ms");
    figures.put("first_of_a_process", Spread.of(millis).json());
    figures.write();
  }

  /** Marks the line that tells the result. */
  static String line(double millis) {
    return MARK + millis;
  }

  private static double process() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Reaction.class.getName());
    command.addAll(List.of("--trials", "1", "--window-trials", "0", "--soak", "10"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    StringBuilder said = new StringBuilder();
    double found = Double.NaN;
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        said.append(line).append('\n');
        if (line.startsWith(MARK)) {
          found = Double.parseDouble(line.substring(MARK.length()));
        }
      }
    }
    if (process.waitFor() != 0 || Double.isNaN(found)) {
      throw new IllegalStateException("a process of the benchmark failed:\n" + said);
    }
    return found;
  }
}
