package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.Json;
import dev.holddown.cli.link.WorkspaceKeeper;
import dev.holddown.domain.playbook.Linked;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.port.PlaybookCodec;
import dev.holddown.playbooks.Nearest;
import dev.holddown.playbooks.Reading;
import dev.holddown.playbooks.WorkspaceContent;
import dev.holddown.view.LinkReport;
import dev.holddown.web.page.IncidentPage;
import dev.holddown.web.page.PlaybooksPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The playbooks that may be started over the API, each by the name of its file. A name is looked up
 * among those that are in force and never becomes a path.
 */
final class Workspace {
  private final Hosted hosted;
  private final PlaybookCodec codec;
  private final boolean programs;

  /** {@code programs}: whether playbooks that run programs of this machine may be started. */
  Workspace(Hosted hosted, PlaybookCodec codec, boolean programs) {
    this.hosted = hosted;
    this.codec = codec;
    this.programs = programs;
  }

  PlaybookCodec codec() {
    return codec;
  }

  private Optional<WorkspaceContent> content() {
    return hosted.workspace().flatMap(WorkspaceKeeper::content);
  }

  /** The links of the workspace, by title. */
  Map<String, String> links() {
    return content().map(WorkspaceContent::links).orElse(Map.of());
  }

  /** How its links were at the last look; empty before the first, and without a folder. */
  Optional<LinkReport> linksLooked() {
    return hosted.workspace().flatMap(keeper -> keeper.links().last());
  }

  /** The names, sorted. */
  List<String> names() {
    return content().map(Workspace::names).map(List::copyOf).orElse(List.of());
  }

  private static Set<String> names(WorkspaceContent content) {
    Set<String> names = new TreeSet<>();
    content
        .readings()
        .forEach((file, own) -> {
          if (own.stream().anyMatch(reading -> reading.kind().equals("playbook"))) {
            names.add(file.replaceFirst("\\.ya?ml$", ""));
          }
        });
    return names;
  }

  /** Whether there is one. */
  boolean there() {
    return content().isPresent();
  }

  /** Those about what a caller may see; one that cannot be run is seen by who sees everything. */
  List<String> names(Caller caller) {
    if (caller.rights().everywhere(AccessScope.READ)) {
      return names();
    }
    return names().stream()
        .filter(name ->
            content()
                .flatMap(c -> c.reading(name))
                .flatMap(Reading::playbook)
                .filter(p -> sees(caller, p))
                .isPresent())
        .toList();
  }

  private static boolean sees(Caller caller, Playbook playbook) {
    return playbook.subject().environments().stream()
        .anyMatch(e -> caller.sees(new Rights.Where(playbook.subject().service(), e)));
  }

  /** A playbook as the list of them shows it, with all that keeps it from being run. */
  PlaybooksPage.Book book(String name) {
    Optional<Reading> found = content().flatMap(c -> c.reading(name));
    if (found.isEmpty()) {
      return new PlaybooksPage.Book(
          name, new PlaybooksPage.Title(name, ""), "", "", List.of("it was taken away just now"));
    }
    Reading reading = found.get();
    return reading
        .playbook()
        .map(playbook ->
            new PlaybooksPage.Book(
                name,
                new PlaybooksPage.Title(playbook.title(), playbook.badge().orElse("")),
                playbook.about(),
                playbook.subject().service()
                    + "/"
                    + String.join(", ", playbook.subject().environments()),
                List.of()))
        .orElseGet(() ->
            new PlaybooksPage.Book(
                name, new PlaybooksPage.Title(name, ""), "", "", problems(reading)));
  }

  /** Playbooks that answer trouble, the way back first; only those that somebody may see. */
  List<IncidentPage.Answering> answers(Caller caller) {
    List<IncidentPage.Answering> found = new ArrayList<>();
    for (String name : names(caller)) {
      content()
          .flatMap(c -> c.reading(name))
          .flatMap(Reading::playbook)
          .ifPresent(playbook -> {
            Linked.Mode mode = playbook.linked().map(Linked::mode).orElse(Linked.Mode.RELEASE);
            boolean back = mode == Linked.Mode.ROLLBACK;
            if (back || mode == Linked.Mode.INCIDENT) {
              found.add(new IncidentPage.Answering(name, playbook.title(), "", back));
            }
          });
    }
    found.sort(Comparator.comparing(answer -> !answer.back()));
    return found;
  }

  /** The name under which a playbook is started that others {@code use}. */
  String named(String use) {
    return names().stream()
        .filter(name ->
            name.equals(use)
                || content()
                    .flatMap(c -> c.reading(name))
                    .flatMap(Reading::playbook)
                    .filter(playbook -> playbook.id().equals(use))
                    .isPresent())
        .findFirst()
        .orElse(use);
  }

  /** The same for somebody; what they may not see is as what is not there. */
  Playbook playbook(String name, Caller caller) {
    if (!caller.rights().everywhere(AccessScope.READ) && !names(caller).contains(name)) {
      throw Problem.of(
          404,
          "playbook",
          "there is no playbook \"" + Values.shown(name) + "\" in the workspace that you may see");
    }
    return playbook(name);
  }

  /** A playbook that can be started, or why not. */
  Playbook playbook(String name) {
    Reading reading =
        content()
            .flatMap(c -> c.reading(name))
            .or(() -> candidate(name))
            .orElseThrow(() -> missing(name));
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

  /** What the folder holds and is not in force: it may come into force now, else it says why. */
  private Optional<Reading> candidate(String name) {
    Optional<WorkspaceKeeper> keeper = hosted.workspace().filter(WorkspaceKeeper::named);
    keeper.ifPresent(k -> k.look(hosted.mail()));
    Optional<Reading> now = content().flatMap(c -> c.reading(name));
    return now.or(() ->
        keeper
            .flatMap(WorkspaceKeeper::candidate)
            .flatMap(c -> c.reading(name))
            .filter(reading -> {
              if (reading.playbook().isPresent()) {
                throw Problem.of(
                    409,
                    "workspace",
                    "the playbook \""
                        + name
                        + "\" is not in force yet: see GET /api/v1/workspace; nothing was started");
              }
              return true;
            }));
  }

  private Problem missing(String name) {
    boolean none = content().isEmpty();
    return Problem.of(
        404,
        "playbook",
        none
            ? "this server has no workspace; start it with --workspace DIR"
            : "there is no playbook \""
                + Values.shown(name)
                + "\" in the workspace"
                + Nearest.to(name, names())
                    .map(near -> "; did you mean \"" + near + "\"?")
                    .orElse(""));
  }

  /** Whether one of the playbooks releases this service to this environment. */
  boolean releases(String service, String environment) {
    return content().stream()
        .flatMap(c -> c.playbooks().values().stream())
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
}
