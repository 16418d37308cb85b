package dev.holddown.playbooks;

import dev.holddown.domain.board.Board;
import dev.holddown.domain.incident.Severities;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.permit.Documents;
import dev.holddown.domain.permit.ExceptionRow;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Preauthorisation;
import dev.holddown.domain.permit.Waiver;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.PlaybookProblem;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.engine.port.PlaybookCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a workspace, read together: playbooks, freezes, exceptions, preauthorisations and
 * the rest, whose names may point at each other.
 *
 * @param files their bytes by path, {@code /} between the parts
 * @param readings what each file says, document by document
 */
public record WorkspaceContent(Map<String, byte[]> files, Map<String, List<Reading>> readings) {
  /** Reads the files. */
  public static WorkspaceContent read(PlaybookReader reader, Map<String, byte[]> files) {
    Map<String, byte[]> sorted = new TreeMap<>(files);
    Map<String, byte[]> yaml = new LinkedHashMap<>();
    sorted.forEach((name, bytes) -> {
      if (!ExceptionsTable.isOne(name)) {
        yaml.put(name, bytes);
      }
    });
    Map<String, List<Reading>> readings = new TreeMap<>(reader.readAll(yaml));
    sorted.forEach((name, bytes) -> {
      if (ExceptionsTable.isOne(name)) {
        readings.put(name, List.of(ExceptionsTable.read(name, bytes)));
      }
    });
    return new WorkspaceContent(sorted, readings);
  }

  /** One line for each file, with its digest: what is approved and brought into force. */
  public String manifest() {
    StringBuilder lines = new StringBuilder("holddown-workspace-v1\n");
    files.forEach((name, bytes) ->
        lines.append(Digest.of(bytes).hex()).append("  ").append(name).append('\n'));
    return lines.toString();
  }

  /** The digest of the whole. */
  public String digest() {
    return Digest.of(manifest().getBytes(StandardCharsets.UTF_8)).hex();
  }

  /** Everything that is wrong, by file. */
  public List<PlaybookProblem> problems() {
    return all().flatMap(reading -> reading.problems().stream()).toList();
  }

  private Stream<Reading> all() {
    return readings.values().stream().flatMap(List::stream);
  }

  /** The playbooks that can be started, by the name of their file without its ending. */
  public Map<String, Playbook> playbooks() {
    Map<String, Playbook> playbooks = new TreeMap<>();
    readings.forEach((file, own) ->
        own.stream()
            .flatMap(reading -> reading.playbook().stream())
            .findFirst()
            .ifPresent(playbook -> playbooks.put(name(file), playbook)));
    return playbooks;
  }

  /** What one file says, by its name without the ending; empty when there is none. */
  public Optional<Reading> reading(String name) {
    return readings.entrySet().stream()
        .filter(entry -> name(entry.getKey()).equals(name))
        .findFirst()
        .map(entry -> entry.getValue().getFirst());
  }

  static String name(String file) {
    return file.replaceFirst("\\.(ya?ml|md)$", "");
  }

  /** Who agrees before a change of it comes into force; empty is nobody. */
  public Optional<SignRule> changes() {
    return documents(Document.OfWorkspace.class).flatMap(w -> w.changes().stream()).findFirst();
  }

  /** How long something is kept, by its name; what is not named is kept for ever. */
  public Map<String, Duration> retention() {
    return documents(Document.OfWorkspace.class)
        .map(Document.OfWorkspace::retention)
        .filter(said -> !said.isEmpty())
        .findFirst()
        .orElse(Map.of());
  }

  private Duration waiverLongest() {
    return documents(Document.OfWorkspace.class)
        .flatMap(workspace -> Stream.ofNullable(workspace.limits().get("waiver")))
        .min(Duration::compareTo)
        .orElse(Waiver.LIFE_MAX);
  }

  /** Its boards, by the path of their files. */
  public List<Board> boards() {
    return documents(Document.OfBoard.class).map(Document.OfBoard::board).toList();
  }

  /** Its links, by title. */
  public Map<String, String> links() {
    Map<String, String> links = new TreeMap<>();
    documents(Document.OfWorkspace.class).forEach(w -> links.putAll(w.links()));
    return links;
  }

  /** What it says of permits. */
  public Documents documents(PlaybookCodec codec) {
    List<Freeze> freezes =
        documents(Document.OfFreeze.class).map(Document.OfFreeze::freeze).toList();
    List<ExceptionRow> rows = new ArrayList<>();
    documents(Document.OfExceptions.class).forEach(d -> rows.addAll(d.rows()));
    List<Preauthorisation> policies =
        documents(Document.OfPolicy.class).map(Document.OfPolicy::policy).toList();
    Map<String, Map<String, String>> wayBacks = new TreeMap<>();
    for (Playbook playbook : playbooks().values()) {
      playbook
          .rollback()
          .flatMap(RollbackPlan::byPolicy)
          .ifPresent(by ->
              wayBacks
                  .computeIfAbsent(by.policy(), p -> new TreeMap<>())
                  .put(playbook.id(), codec.wayBack(playbook)));
    }
    return new Documents(freezes, List.copyOf(rows), policies, wayBacks, waiverLongest());
  }

  /** The words by which incidents are graded; empty when no people document says them. */
  public Optional<Severities> severities() {
    return documents(Document.OfSeverities.class)
        .map(Document.OfSeverities::severities)
        .findFirst();
  }

  private <D extends Document> Stream<D> documents(Class<D> kind) {
    return all()
        .flatMap(reading -> reading.document().stream())
        .filter(kind::isInstance)
        .map(kind::cast);
  }
}
