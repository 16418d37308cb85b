package dev.holddown.testing;

import dev.holddown.playbooks.grammar.Grammar;
import dev.holddown.playbooks.grammar.Key;
import dev.holddown.playbooks.grammar.NotRunYet;
import dev.holddown.playbooks.grammar.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Where each requirement of the five documents is served, by what it is proved, and what it waits
 * for. Only ids are known here; the words are those of the playbooks.
 */
public final class CoverageMap {
  /** How many rows each document has; {@code X} are the contradictions between them. */
  private static final Map<Character, Integer> ROWS = rows();

  /** The keys whose value is the title of what holds them. */
  private static final List<String> TITLES =
      List.of(
          "owe", "check", "step", "signoff", "message", "rollout", "hold", "choose", "group", "use",
          "record", "runbook", "stage", "watch", "phase", "need", "case", "title", "level", "id",
          "weight");

  private final Map<String, Set<String>> served = new TreeMap<>();
  private final Map<String, Set<String>> open = new TreeMap<>();

  private static Map<Character, Integer> rows() {
    Map<Character, Integer> rows = new LinkedHashMap<>();
    rows.put('A', 84);
    rows.put('B', 237);
    rows.put('C', 60);
    rows.put('D', 85);
    rows.put('E', 112);
    rows.put('X', 46);
    return rows;
  }

  /** Every id, in the order of the documents. */
  public static List<String> ids() {
    List<String> ids = new ArrayList<>();
    ROWS.forEach((document, count) -> {
      for (int i = 1; i <= count; i++) {
        ids.add("%s-%02d".formatted(document, i));
      }
    });
    return ids;
  }

  /**
   * Takes in the {@code serves:} of a file.
   *
   * @param place how the file is called on the page, such as {@code 000/rollback}
   */
  public void file(String place, String yaml) {
    Load load = new Load(LoadSettings.builder().build());
    StreamSupport.stream(load.loadAllFromString(yaml).spliterator(), false)
        .forEach(document -> {
          String kind = document instanceof Map<?, ?> map ? String.valueOf(map.get("kind")) : "";
          String mode =
              document instanceof Map<?, ?> map ? "playbook.mode: " + map.get("mode") : "";
          Optional<Key.Later> whole = NotRunYet.value(mode);
          walk(document, kind, place, whole.map(CoverageMap::issue));
        });
  }

  /** Takes in a line of {@code product.txt}. */
  public void product(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    String[] words = line.split(" ", 2);
    if (words[1].startsWith("open ")) {
      String[] rest = words[1].split(" ", 3);
      add(open, words[0], "issue " + rest[1] + ": " + rest[2]);
    } else if (words[1].startsWith("waits ")) {
      add(open, words[0], "the issue of " + words[1].substring("waits ".length()));
    } else {
      add(served, words[0], words[1].replaceFirst(" ", ": "));
    }
  }

  private static void add(Map<String, Set<String>> to, String id, String what) {
    to.computeIfAbsent(id, any -> new TreeSet<>()).add(what);
  }

  private void walk(Object value, String name, String place, Optional<String> waits) {
    if (value instanceof List<?> list) {
      list.forEach(inside -> walk(inside, name, place, waits));
    } else if (value instanceof Map<?, ?> map) {
      Optional<String> mine = waits.or(() -> waits(map));
      if (map.get("serves") instanceof List<?> ids) {
        String what = place + " · " + title(map, name);
        for (Object id : ids) {
          mine.ifPresentOrElse(
              why -> add(open, String.valueOf(id), what + ": " + why),
              () -> add(served, String.valueOf(id), what));
        }
      }
      map.forEach((key, inside) -> walk(inside, String.valueOf(key), place, part(map, key, mine)));
    }
  }

  /** A part of a playbook, such as what is owed, may wait as a whole. */
  private static Optional<String> part(Map<?, ?> map, Object key, Optional<String> mine) {
    return mine.isPresent() || !map.containsKey("kind")
        ? mine
        : Grammar.shape("playbook")
            .key(String.valueOf(key))
            .flatMap(Key::later)
            .map(CoverageMap::issue);
  }

  /** The need with the issue that it belongs to. */
  private static String issue(Key.Later later) {
    String needs = later.needs();
    boolean control = needs.contains("pages") || needs.contains("freezes");
    return (control ? "issue 5, " : "a later issue, ")
        + needs.replaceFirst(", which (come|is|are).*", "");
  }

  private static String title(Map<?, ?> map, String otherwise) {
    return TITLES.stream()
        .filter(map::containsKey)
        .map(key -> String.valueOf(map.get(key)))
        .findFirst()
        .orElse(otherwise);
  }

  /**
   * What an item still needs before it is more than a line that a person reads. What it gives to
   * the evidence ({@code keep}) is not asked here: {@code evidence} itself says that it waits.
   */
  private static Optional<String> waits(Map<?, ?> map) {
    if (map.containsKey("awaits")) {
      return Optional.of("a person until there is `" + map.get("awaits") + "`");
    }
    Optional<Shape> shape =
        Grammar.items().stream().filter(map::containsKey).findFirst().map(Grammar::shape);
    return shape.flatMap(s ->
        s.keys().stream()
            .filter(key -> map.containsKey(key.name()) && !key.name().equals("keep"))
            .flatMap(key -> key.later().stream())
            .map(CoverageMap::issue)
            .findFirst());
  }

  /** The ids that are named and are none. */
  public Set<String> unknown() {
    Set<String> unknown = new TreeSet<>(served.keySet());
    unknown.addAll(open.keySet());
    ids().forEach(unknown::remove);
    return unknown;
  }

  /** The ids without any entry. */
  public List<String> missing() {
    return ids().stream().filter(id -> !served.containsKey(id) && !open.containsKey(id)).toList();
  }

  /** The page. {@code tests}: the tests that name an id in {@code @Covers}. */
  public String page(Map<String, TreeSet<String>> tests) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("| document | rows | served | proved by a test too | only open |\n");
    page.append("|---|---|---|---|---|\n");
    ROWS.forEach((document, count) -> {
      List<String> mine = ids().stream().filter(id -> id.charAt(0) == document).toList();
      long done = mine.stream().filter(served::containsKey).count();
      long proved = mine.stream().filter(tests::containsKey).count();
      page.append(
          "| %s | %d | %d | %d | %d |\n".formatted(document, count, done, proved, count - done));
    });
    page.append("\n| row | served by | proved by | waits for |\n|---|---|---|---|\n");
    for (String id : ids()) {
      page.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  id,
                  cell(served.getOrDefault(id, Set.of())),
                  cell(tests.getOrDefault(id, new TreeSet<>())),
                  cell(open.getOrDefault(id, Set.of()))));
    }
    return page.toString();
  }

  private static String cell(Set<String> values) {
    return values.stream()
        .map(value -> value.replace("|", "\\|").replace("<", "&lt;"))
        .collect(Collectors.joining("; "));
  }

  private static final String HEAD =
      """
      # What the five documents ask, and where it is served

      Made by `CoverageMapTest` from `serves:` in `examples/`, from `@Covers` in the tests and from
      `src/test/resources/coverage/product.txt`; `./dev coverage` makes it anew. `000/rollback · Note
      what runs now` is a line of `examples/000-…/rollback.yaml`. A to E are the rows of the documents
      000 to 004, X the contradictions between them and how they are decided.

      """;
}
