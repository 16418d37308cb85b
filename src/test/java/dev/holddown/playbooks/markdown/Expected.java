package dev.holddown.playbooks.markdown;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a careful person lists of a checklist; {@code checklists/expected/README.md} is its form.
 */
record Expected(String file, String sha256, List<Entry> items, List<Section> sections) {
  private static final Path FOLDER = Path.of("src/test/resources/checklists/expected");

  /** An item. */
  record Entry(
      Paper.Lines lines,
      String starts,
      String kind,
      Map<String, Object> said,
      List<Number> limits) {
    boolean doubtful() {
      return Boolean.TRUE.equals(said.get("doubtful"));
    }

    @SuppressWarnings("unchecked")
    List<String> commands() {
      return ((List<Object>) said.getOrDefault("commands", List.of()))
          .stream().map(String::valueOf).toList();
    }

    int section() {
      return (Integer) said.getOrDefault("section", 1);
    }
  }

  /** A limit of an item. */
  record Number(
      String comparator, List<Double> values, String unit, String window, boolean doubtful) {}

  /** A heading with what it means. */
  record Section(int line, String polarity) {}

  static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @SuppressWarnings("unchecked")
  static Expected read(Path file) throws IOException {
    Map<String, Object> said =
        (Map<String, Object>)
            new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    List<Map<String, Object>> items =
        (List<Map<String, Object>>) said.getOrDefault("items", List.of());
    List<Map<String, Object>> sections =
        (List<Map<String, Object>>) said.getOrDefault("sections", List.of());
    return new Expected(
        String.valueOf(said.get("file")),
        String.valueOf(said.get("sha256")),
        items.stream().map(Expected::entry).toList(),
        sections.stream()
            .map(s ->
                new Section((Integer) s.getOrDefault("line", 0), String.valueOf(s.get("polarity"))))
            .toList());
  }

  @SuppressWarnings("unchecked")
  private static Entry entry(Map<String, Object> said) {
    List<Integer> lines = (List<Integer>) said.getOrDefault("lines", List.of(0, 0));
    List<Map<String, Object>> limits =
        (List<Map<String, Object>>) said.getOrDefault("thresholds", List.of());
    return new Entry(
        new Paper.Lines(lines.get(0), lines.get(1)),
        String.valueOf(said.get("starts")),
        String.valueOf(said.get("kind")),
        said,
        limits.stream().map(Expected::number).toList());
  }

  private static Number number(Map<String, Object> said) {
    Object value = said.getOrDefault("value", 0);
    List<Double> values =
        value instanceof List<?> many
            ? many.stream().map(v -> Double.valueOf(String.valueOf(v))).toList()
            : List.of(Double.valueOf(String.valueOf(value)));
    return new Number(
        String.valueOf(said.get("comparator")),
        values,
        String.valueOf(said.getOrDefault("unit", "count")),
        Optional.ofNullable(said.get("window")).map(String::valueOf).orElse(""),
        Boolean.TRUE.equals(said.get("doubtful")));
  }
}
