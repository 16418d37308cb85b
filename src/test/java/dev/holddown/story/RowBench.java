package dev.holddown.story;

import dev.holddown.demo.DocumentWorld;
import dev.holddown.playbooks.RunnableCopy;
import dev.holddown.playbooks.SiblingFiles;
import dev.holddown.playbooks.grammar.Grammar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Single lines of the documents' playbooks, cut out with all that they speak of, each in a run of
 * its own, in the one world of its document.
 */
final class RowBench implements AutoCloseable {
  /** What an item may name that is not on the bench. */
  private static final List<String> ELSEWHERE =
      List.of("ack", "needs", "due", "opens", "serves", "waivable");

  private static final List<String> TOP_ELSEWHERE =
      List.of(
          "stages",
          "watches",
          "rollback",
          "owed",
          "charts",
          "suggest",
          "evidence",
          "checks",
          "modes",
          "monitors",
          "cards",
          "health");

  private static final String METRIC = "metric ";

  /** What is left out of a copy is left out by its lines. */
  private static final DumpSettings BLOCKS =
      DumpSettings.builder()
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setIndent(4)
          .setIndicatorIndent(2)
          .setIndentWithIndicator(true)
          .build();

  private final Path folder;
  private final DocumentWorld outside;
  private final AtomicReference<Instant> now = new AtomicReference<>(World.at("10:00:00"));

  private RowBench(Path folder, DocumentWorld outside) {
    this.folder = folder;
    this.outside = outside;
  }

  static RowBench of(String document, Path folder) throws IOException {
    AtomicReference<RowBench> made = new AtomicReference<>();
    DocumentWorld outside =
        DocumentWorld.start(
            document,
            folder,
            () ->
                Optional.ofNullable(made.get()).map(b -> b.now.get()).orElse(World.at("10:00:00")));
    RowBench bench = new RowBench(folder, outside);
    made.set(bench);
    return bench;
  }

  DocumentWorld outside() {
    return outside;
  }

  /** A run of the items of a file, alone and in this order, where the world is changed so. */
  BenchRun items(String file, List<String> items, String change) throws IOException {
    Map<String, Object> document = document(file, wanted(items.getLast()));
    List<Object> cut = new ArrayList<>();
    for (String item : items) {
      Map<String, Object> found =
          item.startsWith(METRIC)
              ? measured(item.substring(METRIC.length()))
              : find(document, holds(item, false))
                  .or(() -> find(document, holds(item, true)))
                  .orElseThrow(() -> none(file, item));
      found.keySet().removeAll(ELSEWHERE);
      found.putIfAbsent("id", "probe" + cut.size());
      cut.add(found);
    }
    Optional<Object> to =
        Optional.ofNullable(document.get("rollback")).map(back -> ((Map<?, ?>) back).get("to"));
    document.keySet().removeAll(TOP_ELSEWHERE);
    document.put("stages", List.of(stage(cut)));
    to.ifPresent(there -> document.put("rollback", wayBack(Map.of("to", there))));
    String key = String.valueOf(((Map<?, ?>) cut.getLast()).get("id"));
    String of = items.getLast();
    String row = of.endsWith("]") ? of.substring(of.indexOf('[')) : "";
    return run(file, document, key + row, change);
  }

  /** A run in which nothing happens but the watch. The world is not changed yet. */
  BenchRun watch(String file, List<String> items, String id) throws IOException {
    Predicate<Map<?, ?>> called = map -> map.containsKey("watch") && id.equals(map.get("id"));
    Map<String, Object> document = document(file, called);
    Map<String, Object> watch =
        new LinkedHashMap<>(find(document, called).orElseThrow(() -> none(file, id)));
    watch.keySet().removeAll(ELSEWHERE);
    if (!watch.containsKey("declare")) {
      watch.put("armed", "wait .. end");
    }
    List<Object> before = new ArrayList<>();
    for (String item : items) {
      before.add(find(document, wanted(item)).orElseThrow(() -> none(file, item)));
    }
    before.add(Map.of("signoff", "Wait", "id", "wait", "sign", Map.of("role", "nobody")));
    document.keySet().removeAll(TOP_ELSEWHERE);
    document.put("watches", List.of(watch));
    document.put("stages", List.of(stage(before)));
    document.put("rollback", wayBack(Map.of()));
    return run(file, document, id, "");
  }

  private BenchRun run(String file, Map<String, Object> document, String key, String change)
      throws IOException {
    now.set(World.at("10:00:00"));
    outside.at(now.get().toString());
    outside.becomes("");
    if (!change.isEmpty()) {
      outside.becomes(change);
    }
    World world = World.inMemory(folder);
    world.secret("cdn_token", "t0ken-of-the-edge");
    world.secret("grafana_token", "t0ken-of-the-charts");
    world.secret("super_secret_token", "hunter2-in-the-clear");
    Path path = Path.of("examples", file);
    used(document, "templates", "template");
    used(document, "metrics", "metric");
    String yaml = new Dump(BLOCKS).dumpToString(document);
    RunnableCopy copy = RunnableCopy.of(world.reader(), file, yaml, SiblingFiles.beside(path));
    copy.beside().forEach((id, source) -> world.beside(id, source.text()));
    Map<String, String> inputs = new TreeMap<>(outside.inputs());
    inputs
        .keySet()
        .retainAll(
            world.playbook(copy.text()).scopes().inputs().stream().map(i -> i.name()).toList());
    String run =
        world.start(
            copy.text(),
            inputs.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .toArray(String[]::new));
    return new BenchRun(world, outside, now, run, key);
  }

  /** A way back that only says so. */
  private static Map<String, Object> wayBack(Map<String, Object> to) {
    Map<String, Object> told = Map.of("message", "Back", "to", List.of("file:b.log"), "text", "b");
    Map<String, Object> phase =
        Map.of("phase", "Back", "id", "back", "time-box", "5m", "items", List.of(told));
    Map<String, Object> back = new LinkedHashMap<>(to);
    back.put("phases", List.of(phase));
    return back;
  }

  /** A check that only looks at a metric. */
  private static Map<String, Object> measured(String metric) {
    Map<String, Object> check = new LinkedHashMap<>();
    check.put("check", "Measured");
    check.put("metric", metric);
    check.put("expect", "result.value >= 0.0");
    return check;
  }

  private static Map<String, Object> stage(List<?> items) {
    Map<String, Object> stage = new LinkedHashMap<>();
    stage.put("stage", "Bench");
    stage.put("id", "bench");
    stage.put("order", "listed");
    stage.put("items", items);
    return stage;
  }

  private static IllegalArgumentException none(String file, String item) {
    return new IllegalArgumentException(file + " has no item " + item);
  }

  /** The document of a file that holds such a map. */
  private static Map<String, Object> document(String file, Predicate<Map<?, ?>> wanted)
      throws IOException {
    Load load = new Load(LoadSettings.builder().build());
    for (Object one : load.loadAllFromString(Files.readString(Path.of("examples", file)))) {
      Map<String, Object> document = named(one);
      if (find(document, wanted).isPresent()) {
        return "board".equals(document.get("kind")) ? ofBoard(document) : document;
      }
    }
    throw none(file, "such");
  }

  /** What a board measures and watches, as a playbook that measures the same in its world. */
  private static Map<String, Object> ofBoard(Map<String, Object> board) {
    Map<String, Object> playbook = new LinkedHashMap<>(board);
    playbook.put("kind", "playbook");
    playbook.put("subject", Map.of("service", "graph", "environment", "demo"));
    playbook.put("inputs", Map.of("prometheus", Map.of("type", "url")));
    playbook.put("metrics", inWorld(board.getOrDefault("metrics", Map.of())));
    playbook.put("monitors", inWorld(board.getOrDefault("monitors", List.of())));
    return playbook;
  }

  /** A board asks where it says; here that is where the world answers. */
  private static Object inWorld(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> all = new LinkedHashMap<>();
        map.forEach((key, inside) -> all.put(String.valueOf(key), inWorld(inside)));
        yield all;
      }
      case List<?> list -> list.stream().map(RowBench::inWorld).toList();
      case String text -> text.replace("${vars.prometheus}", "${inputs.prometheus}");
      default -> value;
    };
  }

  /** Only the definitions that something on the bench names with this key. */
  private static void used(Map<String, Object> document, String definitions, String key) {
    if (document.remove(definitions) instanceof Map<?, ?> all) {
      Map<String, Object> kept = named(all);
      kept.keySet().removeIf(name -> find(document, map -> name.equals(map.get(key))).isEmpty());
      document.put(definitions, kept);
    }
  }

  private static Map<String, Object> named(Object map) {
    Map<String, Object> named = new LinkedHashMap<>();
    ((Map<?, ?>) map).forEach((key, value) -> named.put(String.valueOf(key), value));
    return named;
  }

  private static Optional<Map<String, Object>> find(Object in, Predicate<Map<?, ?>> wanted) {
    if (in instanceof Map<?, ?> map) {
      if (wanted.test(map)) {
        return Optional.of(named(map));
      }
      return first(new ArrayList<>(map.values()), wanted);
    }
    return in instanceof List<?> list ? first(new ArrayList<>(list), wanted) : Optional.empty();
  }

  private static Optional<Map<String, Object>> first(
      List<Object> values, Predicate<Map<?, ?>> wanted) {
    return values.stream().flatMap(value -> find(value, wanted).stream()).findFirst();
  }

  private static Predicate<Map<?, ?>> wanted(String item) {
    return item.startsWith(METRIC)
        ? map ->
            map.get("metrics") instanceof Map<?, ?> metrics
                && metrics.containsKey(item.substring(METRIC.length()))
        : holds(item, true);
  }

  /** Whether the map is this item: by its id, by its title, or by how its title begins. */
  private static Predicate<Map<?, ?>> holds(String item, boolean begins) {
    String name = item.replaceFirst("\\[.*\\]$", "");
    return map -> {
      Optional<String> kind = Grammar.items().stream().filter(map::containsKey).findFirst();
      return kind.isPresent()
          && map.get(kind.get()) instanceof String title
          && (name.equals(map.get("id")) || (begins ? title.startsWith(name) : title.equals(name)));
    };
  }

  @Override
  public void close() {
    outside.close();
  }
}
