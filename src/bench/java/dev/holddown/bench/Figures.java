package dev.holddown.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The figures of one benchmark, and the machine they were measured on, as a JSON file. */
final class Figures {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String name;
  private final Map<String, Object> all = new LinkedHashMap<>();

  Figures(String name) {
    this.name = name;
    all.put("benchmark", name);
    all.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    all.put("java", Runtime.version().toString());
    all.put("cores", Runtime.getRuntime().availableProcessors());
    all.put("load_at_start", load());
  }

  void put(String key, Object value) {
    all.put(key, value);
  }

  /** Writes {@code target/bench/<name>.json} below the folder this process stands in. */
  void write() throws IOException {
    all.put("load_at_end", load());
    Path folder = Files.createDirectories(Path.of("target", "bench"));
    Path file = folder.resolve(name + ".json");
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
    System.out.println("load average " + load() + "; written to " + file);
  }

  /** The load averages of 1, 5 and 15 minutes, where the system tells them. */
  static String load() {
    try {
      String[] words = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);
      return words[0] + " " + words[1] + " " + words[2];
    } catch (IOException e) {
      return "unknown";
    }
  }
}
