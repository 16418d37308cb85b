package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.holddown.playbooks.grammar.Grammar;
import dev.holddown.playbooks.grammar.Key;
import dev.holddown.playbooks.grammar.ReferencePage;
import dev.holddown.playbooks.grammar.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/** The tables of the language, the reader, the JSON Schema and the page say the same. */
class GrammarTest {
  private static final Path EVERYTHING = Path.of("src/test/resources/language/everything.yaml");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final PlaybookReader reader =
      PlaybookReader.of(KnownVerbs.all(), new dev.holddown.conditions.Cel().check());
  private final Map<String, Schema> schemas = new HashMap<>();

  private static String everything() throws IOException {
    return Files.readString(EVERYTHING);
  }

  private List<Reading> read(String text) {
    return reader.readPack("p.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Object> documents(String text) {
    Load load = new Load(LoadSettings.builder().build());
    return StreamSupport.stream(load.loadAllFromString(text).spliterator(), false).toList();
  }

  /** What the schema of its kind says against a document. */
  private List<String> against(Object document) {
    String kind = String.valueOf(((Map<?, ?>) document).get("kind"));
    Schema schema =
        schemas.computeIfAbsent(
            kind,
            k ->
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(JSON.writeValueAsString(reader.schema(k)), InputFormat.JSON));
    return schema.validate(JSON.writeValueAsString(document), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void every_key_of_the_tables_is_read_and_fits_the_schema() throws IOException {
    for (Reading reading : read(everything())) {
      assertThat(reading.problems()).as(reading.kind()).isEmpty();
    }
    for (Object document : documents(everything())) {
      assertThat(against(document)).isEmpty();
    }
  }

  @Test
  void the_example_of_everything_holds_every_key_of_every_table() throws IOException {
    Set<String> used = new TreeSet<>();
    documents(everything()).forEach(document -> keys(document, used));
    for (Shape shape : Grammar.all()) {
      assertThat(used)
          .as("keys of " + shape.id())
          .containsAll(shape.keys().stream().map(Key::name).toList());
    }
  }

  private static void keys(Object value, Set<String> used) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inside) -> {
        used.add(String.valueOf(key));
        keys(inside, used);
      });
    } else if (value instanceof List<?> list) {
      list.forEach(inside -> keys(inside, used));
    }
  }

  @Test
  void everything_that_is_not_run_yet_is_told_where_it_stands() throws IOException {
    List<Reading> all = read(everything());
    Reading playbook = all.getFirst();
    Set<String> told =
        all.stream().flatMap(r -> r.later().stream()).map(l -> l.key()).collect(Collectors.toSet());
    Set<String> wanted = new TreeSet<>();
    for (Shape shape : Grammar.all()) {
      shape.keys().stream()
          .filter(key -> key.later().isPresent())
          .map(Key::name)
          .forEach(wanted::add);
    }
    assertThat(told).containsAll(wanted);
    assertThat(told).contains("segment", "lock");
    assertThat(playbook.playbook()).isEmpty();
    assertThat(playbook.later())
        .allSatisfy(later -> {
          assertThat(later.place().line()).isPositive();
          assertThat(later.needs()).isNotBlank();
          assertThat(later.instead()).isNotBlank();
          assertThat(later.said()).isNotNull();
        });
  }

  @Test
  void a_key_that_the_reader_does_not_know_is_none_for_the_schema_either() throws IOException {
    Object playbook = documents(everything()).getFirst();
    List<String> missed = new ArrayList<>();
    for (String path : paths(playbook, "")) {
      Object broken = with(playbook, path, "zz");
      if (against(broken).isEmpty()) {
        missed.add(path);
      }
    }
    assertThat(missed).isEmpty();
  }

  /** Mappings whose keys are words of the language, by their place. */
  private static List<String> paths(Object value, String path) {
    List<String> paths = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      if (map.keySet().stream()
          .anyMatch(key ->
              Set.of(
                      "stage", "check", "step", "watch", "level", "rollout", "hold", "phase",
                      "case", "kind", "weight", "role", "owe", "service")
                  .contains(String.valueOf(key)))) {
        paths.add(path);
      }
      map.forEach((key, inside) -> paths.addAll(paths(inside, path + "/" + key)));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        paths.addAll(paths(list.get(i), path + "/" + i));
      }
    }
    return paths;
  }

  /** A copy with one more key in the mapping of this path. */
  @SuppressWarnings("unchecked")
  private static Object with(Object root, String path, String key) {
    Object copy =
        Objects.requireNonNull(JSON.readValue(JSON.writeValueAsString(root), Object.class));
    Object at = copy;
    for (String step :
        path.isEmpty() ? List.<String>of() : List.of(path.substring(1).split("/", -1))) {
      at =
          Objects.requireNonNull(
              at instanceof List<?> list
                  ? list.get(Integer.parseInt(step))
                  : ((Map<?, ?>) at).get(step));
    }
    ((Map<String, Object>) at).put(key, "1");
    return copy;
  }

  @Test
  void every_example_fits_the_schema() throws IOException {
    PlaybookReader real = PlaybookReader.of(ExamplesTest.verbs(), new AnyExpression());
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(JSON.writeValueAsString(real.schema("playbook")), InputFormat.JSON);
    for (Path file : ExamplesTest.all()) {
      for (Object document : documents(Files.readString(file))) {
        assertThat(schema.validate(JSON.writeValueAsString(document), InputFormat.JSON))
            .as(file.toString())
            .isEmpty();
      }
    }
  }

  @Test
  void the_page_of_keys_is_made_of_the_tables() throws IOException {
    assertThat(Files.readString(Path.of("docs/reference/playbook.md")))
        .as("make it anew: ./holddown schema --page > docs/reference/playbook.md")
        .isEqualTo(ReferencePage.text());
  }
}
