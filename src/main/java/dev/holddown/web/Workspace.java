package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.cli.link.Json;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.port.PlaybookCodec;
import dev.holddown.playbooks.Nearest;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.Reading;
import dev.holddown.playbooks.SiblingFiles;
import dev.holddown.web.page.PlaybooksPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The folder of playbooks that may be started over the API, each by the name of its file. A name is
 * looked up in the list of the folder and never becomes a path.
 */
final class Workspace {
  private static final int PLAYBOOKS_MAX = 500;
  private static final long FILE_BYTES_MAX = 4L * 1024 * 1024;

  private final Optional<Path> folder;
  private final PlaybookReader reader;
  private final PlaybookCodec codec;
  private final boolean programs;

  /** {@code programs}: whether playbooks that run programs of this machine may be started. */
  Workspace(Optional<Path> folder, PlaybookReader reader, PlaybookCodec codec, boolean programs) {
    this.folder = folder;
    this.reader = reader;
    this.codec = codec;
    this.programs = programs;
  }

  PlaybookCodec codec() {
    return codec;
  }

  /** Whether the server was given a folder. */
  boolean there() {
    return folder.isPresent();
  }

  /** The names, sorted. */
  List<String> names() {
    return List.copyOf(files().keySet());
  }

  /** Those about what a caller may see; one that cannot be read is seen by who sees everything. */
  List<String> names(Caller caller) {
    if (caller.rights().everywhere(AccessScope.READ)) {
      return names();
    }
    return files().entrySet().stream()
        .filter(entry -> read(entry.getValue()).playbook().filter(p -> sees(caller, p)).isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean sees(Caller caller, Playbook playbook) {
    return playbook.subject().environments().stream()
        .anyMatch(e -> caller.sees(new Rights.Where(playbook.subject().service(), e)));
  }

  /** A playbook that can be started, or why not. */
  Playbook playbook(String name) {
    Map<String, Path> files = files();
    Path file = files.get(name);
    if (file == null) {
      throw Problem.of(
          404,
          "playbook",
          folder.isEmpty()
              ? "this server has no workspace; start it with --workspace DIR"
              : "there is no playbook \""
                  + Values.shown(name)
                  + "\" in the workspace"
                  + Nearest.to(name, files.keySet())
                      .map(near -> "; did you mean \"" + near + "\"?")
                      .orElse(""));
    }
    Reading reading = read(file);
    Playbook playbook =
        reading
            .playbook()
            .orElseThrow(() ->
                Problem.of(
                        409,
                        "playbook",
                        "the playbook \"" + name + "\" cannot be run; nothing was started")
                    .with("problems", problems(reading)));
    if (!programs && runsPrograms(Json.tree(text(playbook)))) {
      throw Problem.of(
          403,
          "programs",
          "the playbook \""
              + name
              + "\" runs programs on the server (exec.*), which was started without"
              + " --allow-programs; nothing was started");
    }
    return playbook;
  }

  /** A playbook as the list of them shows it, with all that keeps it from being run. */
  PlaybooksPage.Book book(String name) {
    Path file = files().get(name);
    if (file == null) {
      return new PlaybooksPage.Book(name, name, "", "", List.of("it was taken away just now"));
    }
    Reading reading = read(file);
    return reading
        .playbook()
        .map(playbook ->
            new PlaybooksPage.Book(
                name,
                playbook.title(),
                playbook.about(),
                playbook.subject().service()
                    + "/"
                    + String.join(", ", playbook.subject().environments()),
                List.of()))
        .orElseGet(() -> new PlaybooksPage.Book(name, name, "", "", problems(reading)));
  }

  /** Whether one of the playbooks releases this service to this environment. */
  boolean releases(String service, String environment) {
    return files().values().stream()
        .flatMap(file -> read(file).playbook().stream())
        .map(Playbook::subject)
        .anyMatch(s -> s.service().equals(service) && s.environments().contains(environment));
  }

  private String text(Playbook playbook) {
    return new String(codec.write(playbook), StandardCharsets.UTF_8);
  }

  private static List<String> problems(Reading reading) {
    return Stream.concat(
            reading.problems().stream()
                .map(p -> p.place().line() + ":" + p.place().column() + " " + p.what()),
            reading.later().stream()
                .map(l -> l.place().line() + ":" + l.place().column() + " " + l.refusal()))
        .toList();
  }

  /** Whether any text of a compiled playbook names such an action; rather one too many. */
  private static boolean runsPrograms(JsonNode node) {
    if (node.isString()) {
      return node.stringValue().startsWith("exec.");
    }
    boolean named = node.propertyNames().stream().anyMatch(name -> name.startsWith("exec."));
    return named || node.valueStream().anyMatch(Workspace::runsPrograms);
  }

  private Reading read(Path file) {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new IOException("it has more than " + FILE_BYTES_MAX + " bytes");
      }
      return reader.read(
          file.getFileName().toString(), Files.readAllBytes(file), SiblingFiles.beside(file));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the playbook " + file.getFileName() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Map<String, Path> files() {
    Map<String, Path> files = new TreeMap<>();
    if (folder.isEmpty()) {
      return files;
    }
    try (Stream<Path> all = Files.list(folder.get())) {
      all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .filter(path -> path.getFileName().toString().matches(".+\\.ya?ml"))
          .sorted()
          .limit(PLAYBOOKS_MAX)
          .forEach(
              path -> files.put(path.getFileName().toString().replaceFirst("\\.ya?ml$", ""), path));
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("the workspace cannot be read: " + e.getMessage(), e);
    }
  }
}
