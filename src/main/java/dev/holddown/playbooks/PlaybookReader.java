package dev.holddown.playbooks;

import dev.holddown.domain.people.People;
import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.ExprCheck;
import dev.holddown.playbooks.grammar.JsonSchema;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Verb;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a playbook from YAML 1.2. Either every name in it resolves, or all its problems come at
 * once, each with file, line, column and cure. Nothing is run and nothing outside is asked.
 */
public final class PlaybookReader {
  private static final Pattern PEOPLE = Pattern.compile("kind[\"']?\\s*:\\s*[\"']?people");

  private final Vocabulary verbs;
  private final ExprCheck check;

  /**
   * A reader that knows these verbs by their manuals, but not which of them change the world.
   *
   * @param manuals by {@code connector.verb}
   */
  public PlaybookReader(Map<String, Manual> manuals, ExprCheck check) {
    this(new Vocabulary(Map.copyOf(manuals), Set.of(), Set.of()), check);
  }

  private PlaybookReader(Vocabulary verbs, ExprCheck check) {
    this.verbs = verbs;
    this.check = check;
  }

  /**
   * A reader that knows these verbs, and refuses a check whose action changes the world and a step
   * whose action only asks.
   */
  public static PlaybookReader of(Collection<? extends Verb> verbs, ExprCheck check) {
    return new PlaybookReader(Vocabulary.of(verbs), check);
  }

  /** The JSON Schema (draft 2020-12) of a kind of document with these verbs, as JSON values. */
  public Map<String, Object> schema(String kind) {
    return JsonSchema.of(kind, verbs.fitting(false), verbs.fitting(true));
  }

  /**
   * Reads a file that holds one playbook.
   *
   * @param file its name, for messages
   */
  public Reading read(String file, String text) {
    return read(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same from bytes, which must be UTF-8 and at most 4 MiB. */
  public Reading read(String file, byte[] bytes) {
    return read(file, bytes, Siblings.none());
  }

  /** The same with the playbooks beside it, of which it may start runs. */
  public Reading read(String file, byte[] bytes, Siblings siblings) {
    return read(file, bytes, new Runbooks(this, siblings, List.of()));
  }

  /**
   * Reads YAML that was made from another text, such as a checklist in Markdown.
   *
   * @param file the name of that text
   * @param yaml at most 64 MiB
   * @param origin where the words stand in that text, for every message
   */
  public Reading read(String file, String yaml, Origin origin) {
    Problems problems = new Problems();
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    PlaybookFile.Source source = new PlaybookFile.Source(Limits.DERIVED_BYTES_MAX, origin);
    List<Node> documents =
        PlaybookFile.of(file, bytes, problems, source)
            .map(read -> YamlTree.documents(read, problems))
            .orElse(List.of());
    return one(documents, problems, new Runbooks(this, Siblings.none(), List.of()));
  }

  Reading read(String file, byte[] bytes, Runbooks runbooks) {
    Problems problems = new Problems();
    return one(documents(file, bytes, problems), problems, runbooks);
  }

  private Reading one(List<Node> documents, Problems problems, Runbooks runbooks) {
    if (documents.isEmpty()) {
      return Reading.refused(problems);
    }
    for (Node more : documents.subList(1, documents.size())) {
      problems.add(
          more.place(),
          "the file holds " + documents.size() + " documents, and one playbook is wanted",
          "give each a file of its own");
    }
    return readings(List.of(document(documents.getFirst(), problems)), runbooks).getFirst();
  }

  /**
   * Reads a pack: a file with several {@code ---} documents, whose names may point at each other. A
   * file that is not YAML gives one reading with what is wrong.
   */
  public List<Reading> readPack(String file, byte[] bytes) {
    return readPack(file, bytes, Siblings.none());
  }

  /** The same with the playbooks beside it. */
  public List<Reading> readPack(String file, byte[] bytes, Siblings siblings) {
    Problems whole = new Problems();
    List<Node> documents = documents(file, bytes, whole);
    if (documents.isEmpty() || !whole.none()) {
      documents.forEach(document -> document(document, whole).read());
      return List.of(Reading.refused(whole));
    }
    return readings(
        documents.stream().map(node -> document(node, new Problems())).toList(),
        new Runbooks(this, siblings, List.of()));
  }

  /**
   * Reads a folder of files, whose documents may point at each other.
   *
   * @param files their bytes by name, in the order in which they are told
   */
  public Map<String, List<Reading>> readAll(Map<String, byte[]> files) {
    Map<String, List<Reading>> all = new LinkedHashMap<>();
    Map<String, List<DocumentReader>> readers = new LinkedHashMap<>();
    List<DocumentReader> pack = new ArrayList<>();
    for (Parsed file : parsed(files)) {
      if (file.documents().isEmpty() || !file.whole().none()) {
        all.put(file.name(), List.of(Reading.refused(file.whole())));
        continue;
      }
      List<DocumentReader> own =
          file.documents().stream().map(node -> document(node, new Problems())).toList();
      all.put(file.name(), List.of());
      readers.put(file.name(), own);
      pack.addAll(own);
    }
    List<DocumentReader.Read> read = read(pack);
    new Pack(pack).resolve();
    Runbooks runbooks = new Runbooks(this, Siblings.among(files), List.of());
    int next = 0;
    for (Map.Entry<String, List<DocumentReader>> file : readers.entrySet()) {
      List<Reading> own = new ArrayList<>();
      for (DocumentReader reader : file.getValue()) {
        own.add(Reading.of(reader, runbooks.tied(read.get(next++), reader)));
      }
      all.put(file.getKey(), List.copyOf(own));
    }
    return all;
  }

  /**
   * What the people documents of a folder mean together; empty when there is none.
   *
   * @param files their bytes by name
   * @throws IllegalArgumentException with every problem, when one of them is not sound
   */
  public Optional<People> people(Map<String, byte[]> files) {
    List<People> found = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    files.forEach((file, bytes) -> {
      Problems broken = new Problems();
      for (Node node : documents(file, bytes, broken)) {
        DocumentReader reader = document(node, new Problems());
        if (reader.kind().equals("people")) {
          reader.read();
          reader.people().ifPresent(found::add);
          reader.problems().sorted().forEach(problem -> wrong.add(problem.toString()));
        }
      }
      if (PEOPLE.matcher(new String(bytes, StandardCharsets.UTF_8)).find()) {
        // Who cannot be read must not count as nobody: that would open what roles had closed.
        broken.sorted().forEach(problem -> wrong.add(problem.toString()));
      }
    });
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", wrong));
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(People.of(found));
  }

  private DocumentReader document(Node node, Problems problems) {
    return new DocumentReader(problems, verbs, check, node);
  }

  /** The documents of a file, and what is wrong with it as a whole. */
  private record Parsed(String name, List<Node> documents, Problems whole) {}

  /** No file needs another one for this: all processors read. */
  private static List<Parsed> parsed(Map<String, byte[]> files) {
    return files.entrySet().stream().toList().parallelStream()
        .map(file -> {
          Problems whole = new Problems();
          return new Parsed(file.getKey(), documents(file.getKey(), file.getValue(), whole), whole);
        })
        .toList();
  }

  /** As above: what a document says of another one is resolved when all are read. */
  private static List<DocumentReader.Read> read(List<DocumentReader> documents) {
    return documents.size() > 1
        ? documents.parallelStream().map(DocumentReader::read).toList()
        : documents.stream().map(DocumentReader::read).toList();
  }

  private static List<Reading> readings(List<DocumentReader> documents, Runbooks runbooks) {
    List<DocumentReader.Read> read = read(documents);
    if (documents.size() > 1) {
      new Pack(documents).resolve();
    }
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      DocumentReader reader = documents.get(i);
      readings.add(Reading.of(reader, runbooks.tied(read.get(i), reader)));
    }
    return List.copyOf(readings);
  }

  private static List<Node> documents(String file, byte[] bytes, Problems problems) {
    Optional<PlaybookFile> read = PlaybookFile.of(file, bytes, problems);
    if (read.isEmpty()) {
      return List.of();
    }
    List<Node> documents = YamlTree.documents(read.get(), problems);
    if (documents.isEmpty() && problems.none()) {
      problems.add(new Place(file, 1, 1), "the file is empty", "begin with kind: playbook");
    }
    return documents;
  }
}
