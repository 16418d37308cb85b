package dev.holddown.sim;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * {@code bench/run simulator [SEEDS] [ROUNDS] [WARM]}: how many histories one thread plays in a
 * second of its own processor time, so that whatever else the machine does is not in the figure;
 * beside it the same by the time of the whole process, with compiler and garbage collection.
 */
final class Speed {
  private static final double NANOS_A_SECOND = 1e9;

  private Speed() {}

  static void main(String[] given) {
    int seeds = number(given, 0, 2_000);
    int rounds = number(given, 1, 5);
    int warm = number(given, 2, 6_000);
    round("warm-up", 1, warm);
    for (int round = 1; round <= rounds; round++) {
      round("round " + round, 1, seeds);
    }
  }

  private static int number(String[] given, int at, int otherwise) {
    return given.length > at ? Integer.parseInt(given[at]) : otherwise;
  }

  private static void round(String name, long from, int seeds) {
    long thread = threadNanos();
    long process = processNanos();
    for (long seed = from; seed < from + seeds; seed++) {
      Simulation.Result result = Simulation.run(Replay.order(seed));
      if (result.alarm().isPresent()) {
        Replay.tell(result);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-10s %,7d seeds: %,6.0f/s of the thread's processor, %,6.0f/s of the whole process's%n",
        name,
        seeds,
        seeds * NANOS_A_SECOND / (threadNanos() - thread),
        seeds * NANOS_A_SECOND / (processNanos() - process));
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long processNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
