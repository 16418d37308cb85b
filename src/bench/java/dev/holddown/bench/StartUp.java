package dev.holddown.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a person waits for who types a verb: the installed launcher with its caches of ready
 * classes, from the start of the shell to the end. The reference, in turns with the verbs: a class
 * that prints one line, with the same flags and without a cache.
 */
final class StartUp {
  private static final int ITEMS = 300;
  private static final int TRIES_MAX = 600;

  private StartUp() {}

  /** Takes the number of rounds. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "data");
    Path large = Files.writeString(folder.resolve("large.yaml"), Playbooks.items(ITEMS));
    Path small = Files.writeString(folder.resolve("small.yaml"), Playbooks.signed());
    String data = folder.resolve("data").toString();
    Map<String, List<String>> commands = new LinkedHashMap<>();
    commands.put("an empty program", Launched.empty());
    commands.put("validate, 300 items", Launched.holddown("validate", large.toString()));
    commands.put("status, an engine runs", Launched.holddown("status", "--data", data));
    Figures figures = new Figures("startup");
    Process engine = Launched.start(Launched.holddown("engine", "--stay", "--data", data));
    try {
      for (int i = 0; !Files.exists(Path.of(data, "engine.sock")) && i < TRIES_MAX; i++) {
        Thread.sleep(100);
      }
      Launched.run(
          Launched.holddown(
              "run",
              small.toString(),
              "--detach",
              "--data",
              data,
              "--input",
              "version=1",
              "--input",
              "from=0"));
      show(figures, measured(commands, rounds));
    } finally {
      engine.destroy();
      engine.waitFor();
    }
    commands.remove("validate, 300 items");
    commands.remove("status, an engine runs");
    commands.put("status, no engine runs", Launched.holddown("status", "--data", data));
    show(figures, measured(commands, rounds));
    figures.write();
  }

  private static Map<String, List<Launched.Took>> measured(
      Map<String, List<String>> commands, int rounds) throws Exception {
    Map<String, List<Launched.Took>> took = new LinkedHashMap<>();
    for (int round = -2; round < rounds; round++) { // two first ones, so that files are in memory
      for (Map.Entry<String, List<String>> command : commands.entrySet()) {
        Launched.Took one = Launched.run(command.getValue());
        if (round >= 0) {
          took.computeIfAbsent(command.getKey(), name -> new ArrayList<>()).add(one);
        }
      }
    }
    return took;
  }

  private static void show(Figures figures, Map<String, List<Launched.Took>> took) {
    List<Launched.Took> empty = took.values().iterator().next();
    took.forEach((name, all) -> {
      double wall = median(all) / median(empty);
      double processor = processor(all) / processor(empty);
      System.out.printf(
          Locale.ROOT,
          "%-24s wall %6.0f ms (%4.1f x)   processor %6.0f ms (%4.1f x)%n",
          name,
          median(all),
          wall,
          processor(all),
          processor);
      Map<String, Object> row = new LinkedHashMap<>(Launched.row(all));
      row.put("wall_ratio", wall);
      row.put("processor_ratio", processor);
      figures.put(name, row);
    });
  }

  private static double median(List<Launched.Took> all) {
    return Spread.of(all.stream().map(Launched.Took::wall).toList()).at(0.5);
  }

  private static double processor(List<Launched.Took> all) {
    return all.stream().mapToDouble(Launched.Took::processor).average().orElseThrow();
  }
}
