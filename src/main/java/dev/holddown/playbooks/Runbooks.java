package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Input;
import dev.holddown.domain.playbook.Linked;
import dev.holddown.domain.playbook.NotYet;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.Said;
import dev.holddown.playbooks.grammar.Key;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ties a playbook to those that it starts runs of: they become a part of it, so that a run does
 * what was read when it was started, and what was signed.
 */
final class Runbooks {
  /** A runbook in a runbook in a runbook is one that nobody follows any more. */
  private static final int DEPTH_MAX = 3;

  private final PlaybookReader reader;
  private final Siblings siblings;
  private final List<String> path;

  /** {@code path}: the ids of those that are being read, the outermost first. */
  Runbooks(PlaybookReader reader, Siblings siblings, List<String> path) {
    this.reader = reader;
    this.siblings = siblings;
    this.path = path;
  }

  /** What was read, with what it says of other playbooks looked at. */
  DocumentReader.Read tied(DocumentReader.Read read, DocumentReader document) {
    if (read.document().isPresent()) {
      recommended(document);
    }
    return read.tied(playbook -> tied(playbook, document));
  }

  /** The playbook with those that it uses; a problem for each that cannot be. */
  private Playbook tied(Playbook playbook, DocumentReader document) {
    Map<String, Playbook> found = new LinkedHashMap<>();
    List<String> here = Stream.concat(path.stream(), Stream.of(playbook.id())).toList();
    for (Pending.Runbook wanted : document.pending().runbooks()) {
      Optional<Playbook> runbook = find(wanted, here, document);
      runbook.ifPresent(p -> {
        found.put(wanted.use(), p);
        inputs(wanted, p, document);
      });
    }
    Linked.Mode mode = document.mode();
    return found.isEmpty() && mode == Linked.Mode.RELEASE
        ? playbook
        : playbook.with(new Linked(mode, Ordered.copy(found)));
  }

  private Optional<Playbook> find(
      Pending.Runbook wanted, List<String> here, DocumentReader document) {
    if (here.contains(wanted.use())) {
      String round =
          Stream.concat(
                  here.stream().dropWhile(id -> !id.equals(wanted.use())), Stream.of(wanted.use()))
              .collect(Collectors.joining(" → "));
      document.problems().add(wanted.place(), "runbooks call each other: " + round, "cut one");
      return Optional.empty();
    }
    if (here.size() > DEPTH_MAX) {
      document
          .problems()
          .add(
              wanted.place(),
              "this is the runbook of a runbook, " + DEPTH_MAX + " deep, which is the most",
              "write its items here");
      return Optional.empty();
    }
    Optional<Siblings.Source> source = siblings.find(wanted.use());
    if (source.isEmpty()) {
      missing(wanted, document);
      return Optional.empty();
    }
    return read(wanted, source.get(), here, document);
  }

  private static void missing(Pending.Runbook wanted, DocumentReader document) {
    String needs = "a playbook `" + wanted.use() + "` in a file beside this one";
    document
        .pending()
        .later(
            wanted.place(),
            NotYet.RUNBOOK + wanted.use(),
            new Key.Later(needs, "put it there, or correct its id"),
            new Said.Plain(wanted.use(), wanted.place()));
  }

  /**
   * Looks at the runbooks that a board recommends. One that is not there is told, and does not keep
   * the board from being shown: whoever watches needs it most while something is missing.
   */
  private void recommended(DocumentReader document) {
    for (Pending.Runbook wanted : document.pending().runbooks()) {
      Optional<Siblings.Source> source = siblings.find(wanted.use());
      if (source.isEmpty()) {
        missing(wanted, document);
        continue;
      }
      byte[] bytes = source.get().text().getBytes(StandardCharsets.UTF_8);
      reader
          .read(source.get().file(), bytes, this)
          .playbook()
          .ifPresent(runbook -> inputs(wanted, runbook, document));
    }
  }

  private Optional<Playbook> read(
      Pending.Runbook wanted, Siblings.Source source, List<String> here, DocumentReader document) {
    Runbooks inside = new Runbooks(reader, siblings, here);
    byte[] bytes = source.text().getBytes(StandardCharsets.UTF_8);
    Reading reading = reader.read(source.file(), bytes, inside);
    if (reading.playbook().isEmpty()) {
      List<String> why = new ArrayList<>();
      reading.problems().forEach(p -> why.add(p.toString()));
      reading.later().forEach(l -> why.add(l.toString()));
      document
          .problems()
          .add(
              wanted.place(),
              "the runbook `" + wanted.use() + "` cannot be run: " + why.getFirst(),
              "see: holddown validate " + source.file());
    }
    return reading.playbook();
  }

  private void inputs(Pending.Runbook wanted, Playbook runbook, DocumentReader document) {
    List<String> names = runbook.scopes().inputs().stream().map(Input::name).toList();
    wanted.given().stream()
        .filter(name -> !names.contains(name))
        .forEach(name ->
            document
                .problems()
                .add(
                    wanted.place(),
                    "the runbook `" + wanted.use() + "` has no input `" + name + "`",
                    Nearest.cure(name, names)));
    runbook.scopes().inputs().stream()
        .filter(input -> input.fallback().isEmpty() && !wanted.given().contains(input.name()))
        .forEach(input ->
            document
                .problems()
                .add(
                    wanted.place(),
                    "the runbook `" + wanted.use() + "` needs the input `" + input.name() + "`",
                    "give it under with:, or give it a default there"));
  }
}
