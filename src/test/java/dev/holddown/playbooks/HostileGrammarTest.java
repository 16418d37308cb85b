package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.conditions.Cel;
import dev.holddown.connectors.Connectors;
import dev.holddown.connectors.Setup;
import dev.holddown.connectors.support.Egress;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.PlaybookProblem;
import dev.holddown.playbooks.grammar.Grammar;
import dev.holddown.playbooks.grammar.Key;
import dev.holddown.playbooks.grammar.Shape;
import dev.holddown.playbooks.grammar.Type;
import dev.holddown.playbooks.markdown.MarkdownWriter;
import dev.holddown.testing.HostileStrings;
import dev.holddown.testing.RealTime;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Hostile strings in every key of the grammar that takes text: each is refused with a sentence at
 * its place, or carried as it is. The keys are those of the grammar, so a new one is among them.
 */
class HostileGrammarTest {
  /** What the examples do not hold. */
  private static final String REST =
      """
      kind: playbook
      id: rest
      title: Rest
      source: {file: page.md, sha256: ab12}
      subject: {service: shop, environment: prod}
      stages:
        - stage: One
          items:
            - check: Look
              id: look
              quote: "Look at it"
              sign: {role: operator, method: any}
      ---
      kind: people
      id: rest_people
      roles: {operator: {members: [ann]}}
      schedules: {duty: {source: "pagerduty:P1"}}
      contacts: {operator: "call 1"}
      ---
      kind: workspace
      id: rest_workspace
      services: {shop: {owner: operator, repo: "git:shop"}}
      """;

  /** They hold names, numbers or whole blocks, or are not run yet: their texts stand inside. */
  private static final Set<String> BLOCKS =
      Set.of(
          "stored",
          "targets",
          "link",
          "shape",
          "reference",
          "confirm",
          "schema",
          "segment",
          "provider",
          "as",
          "calendars",
          "connectors",
          "contacts",
          "failure",
          "lead-time",
          "links",
          "vars",
          "with");

  /** What steers a terminal, breaks a line or is not seen; joiners are part of words. */
  private static final String UNSEEN = "[[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]&&[^\\n\\t\\u200c\\u200d]]";

  /** A file and where in it the value of a key stands. */
  private record Slot(String key, String file, String before, String after) {}

  private final PlaybookReader reader = reader();

  private static PlaybookReader reader() {
    Setup.Time time = new Setup.Time(RealTime.clock(), RealTime.nanos());
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Setup setup = new Setup(time, nowhere, Egress.local(), Path.of(""), Map.of());
    return PlaybookReader.of(Connectors.verbs(setup).values(), new Cel().check());
  }

  private static boolean text(Type type) {
    return switch (type) {
      case Type.Text any -> true;
      case Type.Role any -> true;
      case Type.Address any -> true;
      case Type.Name any -> true;
      case Type.Any any -> true;
      case Type.Many many -> text(many.of());
      case Type.Rows rows -> text(rows.of());
      case Type.Named named -> text(named.of());
      case Type.Either either -> either.of().stream().anyMatch(HostileGrammarTest::text);
      default -> false;
    };
  }

  private static Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    for (Shape shape : Grammar.all()) {
      shape.keys().stream().filter(key -> text(key.type())).map(Key::name).forEach(keys::add);
    }
    return keys;
  }

  private static Map<String, String> files() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("rest.yaml", REST);
    try (Stream<Path> all = Files.walk(Path.of("examples"))) {
      List<Path> yaml = all.filter(f -> f.toString().endsWith(".yaml")).toList();
      // The smallest first: each key is tried in the smallest file that has it.
      for (Path file : yaml.stream().sorted((a, b) -> Long.compare(size(a), size(b))).toList()) {
        files.put(file.toString(), Files.readString(file));
      }
    }
    return files;
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static Map<String, Slot> slots() throws IOException {
    Map<String, Slot> slots = new TreeMap<>();
    Map<String, String> files = files();
    for (String key : keys()) {
      Pattern value =
          Pattern.compile(
              "(?m)(?<=^|[\\s{,])"
                  + Pattern.quote(key)
                  + ": (\"[^\"\\n]*\"|\\[[\\w,"
                  + " :.\"-]+\\]|[^\\s\"'\\[{|>&*][^,}\\]\\n]*)(?=[,}\\]]|$)");
      for (Map.Entry<String, String> file : files.entrySet()) {
        Matcher found = value.matcher(file.getValue());
        if (!slots.containsKey(key) && found.find()) {
          String text = file.getValue();
          slots.put(
              key,
              new Slot(
                  key,
                  file.getKey(),
                  text.substring(0, found.start(1)),
                  text.substring(found.end(1))));
        }
      }
    }
    return slots;
  }

  /** In double quotes, with what YAML cannot hold raw as escapes. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c > 126) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Test
  void every_key_that_takes_text_is_tried() throws IOException {
    Set<String> untried = keys();
    untried.removeAll(slots().keySet());
    untried.removeAll(BLOCKS);
    assertThat(untried)
        .as("keys of the grammar with no text in examples/ and REST: write one there")
        .isEmpty();
  }

  @Test
  void a_hostile_text_is_refused_at_its_place_or_carried_as_it_is() throws IOException {
    List<String> hostile = HostileStrings.all();
    int every = Integer.getInteger("holddown.hostile.every", 37);
    int tried = 0;
    int offset = 0;
    for (Slot slot : slots().values()) {
      offset++;
      for (int i = offset % every; i < hostile.size(); i += every) {
        holds(slot, hostile.get(i));
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(500);
  }

  /** Its end is told where it begins, not below the last line. */
  @Test
  void a_quote_that_is_never_closed_is_told_at_the_line_where_it_begins() {
    String text = "kind: playbook\nid: open\ntitle: \"Never closed\nstages:\n  - stage: One\n";
    Reading reading = reader.read("p.yaml", text.getBytes(StandardCharsets.UTF_8));
    assertThat(reading.problems())
        .extracting(PlaybookProblem::toString)
        .containsExactly(
            "p.yaml:3:8 this is not YAML: found unexpected end of stream; look at the indentation,"
                + " quotes and brackets of this line and the one before");
  }

  private void holds(Slot slot, String hostile) {
    String text = slot.before() + quoted(hostile) + slot.after();
    String said = slot.key() + " in " + slot.file() + ": " + quoted(hostile);
    // A line break that is written as an escape counts as a line of what is told.
    long lines = text.lines().count() + hostile.chars().filter(c -> c == '\n').count();
    List<Reading> readings = new ArrayList<>();
    readings.addAll(reader.readPack("p.yaml", text.getBytes(StandardCharsets.UTF_8)));
    for (Reading reading : readings) {
      for (PlaybookProblem problem : reading.problems()) {
        assertThat(problem.what()).as(said).isNotBlank();
        assertThat(problem.toString()).as(said).doesNotContainPattern(UNSEEN);
        assertThat((long) problem.place().line()).as(said).isBetween(1L, lines);
      }
      reading.playbook().ifPresent(playbook -> carried(playbook, said));
    }
  }

  /** It goes into the log and out of it as it was, and a page of it steers no terminal. */
  private static void carried(Playbook playbook, String said) {
    PlaybookJson json = new PlaybookJson();
    byte[] stored = json.write(playbook);
    assertThat(json.write(json.read(stored))).as(said).isEqualTo(stored);
    assertThat(new String(stored, StandardCharsets.UTF_8))
        .as(said)
        .doesNotContainPattern("\\p{Cc}");
    assertThat(MarkdownWriter.write(playbook)).as(said).doesNotContainPattern(UNSEEN);
  }
}
