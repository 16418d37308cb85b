package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.EngineServer;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.LocalLink;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.Request;
import dev.holddown.playbooks.InputReader;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.Reading;
import dev.holddown.playbooks.RunnableCopy;
import dev.holddown.playbooks.SiblingFiles;
import dev.holddown.playbooks.Siblings;
import dev.holddown.view.ItemView;
import dev.holddown.view.RunView;
import dev.holddown.view.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One of the five documents, ready to run: its playbook in its simulated world, with the people of
 * the document played by whoever sits at the terminal.
 */
final class DocumentDemo {
  private static final Map<String, List<String>> PLAYBOOKS =
      new TreeMap<>(
          Map.of(
              "000",
              List.of("000-ops-checklist", "pre-deploy", "rollback", "incident-triage"),
              "001",
              List.of("001-incident-commander", "production"),
              "002",
              List.of("002-production-promotion", "promotion"),
              "003",
              List.of("003-octoacme-deployment", "deployment"),
              "004",
              List.of("004-command-center-pack", "release-train")));

  private final Room room;
  private final VerbOptions common;
  private final Wish wish;
  private int people;

  /**
   * What is wanted.
   *
   * @param playbook of the document; empty for its first
   * @param divide by how much waits are shorter than the document's
   * @param signAll whether nobody is asked, and every signature given
   */
  record Wish(
      String document, String playbook, int divide, boolean signAll, Optional<Around> around) {}

  /**
   * The pages of the demo, which stay when the run has ended.
   *
   * @param port 0: a free one
   * @param stay until it is ended from outside, and not by Enter
   */
  record Around(int port, boolean stay) {}

  DocumentDemo(Room room, VerbOptions common, Wish wish) {
    this.room = room;
    this.common = common;
    this.wish = wish;
  }

  int run() {
    List<String> names = PLAYBOOKS.get(wish.document());
    if (names == null) {
      throw Stop.usage(
          "--document " + wish.document() + ": there are " + String.join(", ", PLAYBOOKS.keySet()));
    }
    List<String> playbooks = names.subList(1, names.size());
    String name = wish.playbook().isEmpty() ? playbooks.getFirst() : wish.playbook();
    if (!playbooks.contains(name)) {
      throw Stop.usage("--playbook " + name + ": there are " + String.join(", ", playbooks));
    }
    Path folder =
        common.data.isEmpty()
            ? room.folder(common).resolve("demo-" + wish.document())
            : room.folder(common);
    try (Stage stage = room.kit().stage(wish.document(), folder.resolve("world"))) {
      Room inside = new Room(stage.kit());
      Playbook playbook = playbook(stage, "examples/" + names.getFirst() + "/" + name + ".yaml");
      DocumentPages pages =
          new DocumentPages(inside, stage, folder, "examples/" + names.getFirst() + "/");
      Home home = room.home(common, folder);
      Home whole = wish.around().isPresent() ? home.in(Optional.of(pages.written(names))) : home;
      try (Hosted hosted = Room.patiently(() -> stage.kit().open(whole))) {
        Desk desk = Desk.of(hosted, inside.means());
        try (EngineServer server = EngineServer.open(folder, desk, room.kit().passing().nanos());
            DemoPages open = pages.open(hosted, desk, wish.around())) {
          open.address().ifPresent(address -> pages.told(address).forEach(this::say));
          int exit = follow(stage, new LocalLink(hosted, desk, false), inside, playbook);
          playbooks.stream()
              .filter(other -> !other.equals(name))
              .forEach(other ->
                  say(
                      "Next: holddown demo --document "
                          + wish.document()
                          + " --playbook "
                          + other));
          linger(open);
          if (server.clients() > 0) {
            say("Others were looking: " + server.clients());
          }
          return exit;
        }
      }
    } catch (IOException e) {
      throw new Stop(Exit.FAILED, "the demo cannot be started: " + e.getMessage());
    }
  }

  /** The simulated world stays for a look around, when somebody is there. */
  private void linger(DemoPages open) throws IOException {
    if (wish.around().isEmpty() || open.address().isEmpty()) {
      return;
    }
    if (wish.around().get().stay() && !room.interactive()) {
      DemoVerb.untilEnded(this::say);
    } else {
      say("The simulated world goes on at " + open.address().get() + ". Enter ends it.");
      while (room.kit().outside().in().read() > '\n') {
        say("Enter ends it.");
      }
    }
  }

  /** The document's playbook as this version runs it; each difference is said. */
  private Playbook playbook(Stage stage, String resource) throws IOException {
    PlaybookReader reader = stage.kit().language().reader();
    String text =
        resource(resource)
            .orElseThrow(() ->
                new Stop(Exit.FAILED, resource + " is missing from this build; build it again"));
    int name = resource.lastIndexOf('/') + 1;
    String file = resource.substring(name);
    Siblings siblings = packed(resource.substring(0, name));
    RunnableCopy copy = RunnableCopy.of(reader, file, text, siblings).shortened(wish.divide());
    Path kept = stage.workspace().resolve(file);
    Files.writeString(kept, copy.text());
    for (Siblings.Source beside : copy.beside().values()) {
      Files.writeString(stage.workspace().resolve(beside.file()), beside.text());
    }
    say("SIMULATED WORLD. Tools, services and numbers are played on this machine.");
    say("Playbook: " + resource + ", as this version runs it in " + kept + ":");
    copy.changes().forEach(change -> say("  " + change));
    say("");
    Reading reading = reader.read(file, Files.readAllBytes(kept), SiblingFiles.beside(kept));
    return reading
        .playbook()
        .orElseThrow(
            () -> new Stop(Exit.FAILED, file + ": " + reading.problems() + reading.later()));
  }

  /** The runbooks of a document in this build: {@code inc_003} lies in {@code inc-003.yaml}. */
  static Siblings packed(String folder) {
    return id -> {
      String file = id.replace('_', '-') + ".yaml";
      try {
        return resource(folder + file)
            .filter(text -> Siblings.holding(id).matcher(text).find())
            .map(text -> new Siblings.Source(file, text));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  static Optional<String> resource(String name) throws IOException {
    try (InputStream in = DocumentDemo.class.getClassLoader().getResourceAsStream(name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private int follow(Stage stage, LocalLink link, Room inside, Playbook playbook) {
    Map<String, String> given = new TreeMap<>(stage.inputs());
    given
        .keySet()
        .retainAll(playbook.scopes().inputs().stream().map(input -> input.name()).toList());
    InputReader.Given inputs =
        InputReader.read(
            playbook.scopes().inputs(),
            given.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    if (!inputs.problems().isEmpty()) {
      throw new Stop(Exit.FAILED, "the demo's inputs: " + inputs.problems());
    }
    Starting starting =
        new Starting(
            playbook, playbook.subject().environments().getFirst(), inputs.values(), "demo");
    String run = RunVerb.started(inside, link, starting);
    say("Run " + run + " has begun. Enter signs as the person who is asked; n declines.");
    PlainScreen screen = new PlainScreen(room.out(), room.layout());
    BufferedReader typed =
        new BufferedReader(
            new InputStreamReader(room.kit().outside().in(), StandardCharsets.UTF_8));
    link.follow(
        run,
        view -> {
          if (!common.json) {
            screen.show(view, "", Optional.empty());
          }
          return answered(link, typed, view);
        });
    RunView view = link.ask(Ask.of("show").with("run", run), RunView.class);
    if (view.closed()) {
      say(view.standing().result().sentence());
    } else {
      noMore(view);
    }
    if (common.json) {
      room.json(view);
    }
    return view.closed() ? view.standing().result().exitCode() : Exit.WAITS;
  }

  /** What stands in the way when the run is left before its end. */
  private void noMore(RunView view) {
    say(
        wish.signAll()
            ? "The run is open, and it waits for a decision that no signature is:"
            : "Nobody answers here any more. The run is open, and it waits:");
    for (Waiting waiting : view.standing().waiting()) {
      say("  " + waiting.title() + " — " + waiting.what());
      waiting.ways().commands().forEach(command -> say("    " + command));
    }
  }

  /** Whether everybody signs and it still does not move: a No-Go is decided by nobody's name. */
  private boolean stuck(RunView view, int signed) {
    return wish.signAll()
        && signed == 0
        && view.standing().notes().idle()
        && !view.standing().waiting().isEmpty();
  }

  /** Gives the signatures that are missing; false when nobody answers any more. */
  private boolean answered(LocalLink link, BufferedReader typed, RunView view) {
    int signed = 0;
    int filled = 0;
    for (Waiting waiting : view.standing().waiting()) {
      int before = people;
      if (!filled(link, typed, view, waiting)) {
        return false;
      }
      filled += people - before;
      for (String role : waiting.ways().roles()) {
        Optional<Boolean> yes = wish.signAll() ? Optional.of(true) : asked(typed, waiting, role);
        if (yes.isEmpty()) {
          return false;
        }
        // Each signature by a person of its own: some places want two of a role.
        String person = role + "-" + ++people;
        Ask ask =
            Ask.of(yes.get() ? "sign" : "decline")
                .with("run", view.head().run())
                .with("key", waiting.key())
                .with("role", role)
                .with(yes.get() ? "comment" : "reason", "in the simulated world")
                .with("method", waiting.ways().methods().stream().findFirst().orElse(""))
                .with("as", person);
        Request.Reply reply = link.ask(ask, Request.Reply.class);
        signed += reply.accepted() ? 1 : 0;
        say(
            reply.accepted()
                ? "  " + person + (yes.get() ? " signed " : " declined ") + waiting.key()
                : "  " + reply.sentence());
      }
    }
    return !stuck(view, signed + filled);
  }

  /** Asks for the open fields of a record; false when nobody answers any more. */
  private boolean filled(LocalLink link, BufferedReader typed, RunView view, Waiting waiting) {
    List<ItemView.Entry> open =
        view.stages().stream()
            .flatMap(stage -> stage.items().stream())
            .flatMap(DocumentDemo::all)
            .filter(item -> item.name().key().equals(waiting.key()))
            .flatMap(item -> item.form().stream())
            .filter(field -> field.ask().isPresent() && field.value().isEmpty())
            .toList();
    for (ItemView.Entry field : open) {
      Optional<String> text = wish.signAll() ? Optional.of(example(field)) : words(typed, field);
      if (text.isEmpty()) {
        return false;
      }
      String role = field.ask().orElse("");
      Ask ask =
          Ask.of("record")
              .with("run", view.head().run())
              .with("key", waiting.key())
              .with("role", role)
              .with("fields", Map.of(field.name(), text.get()))
              .with("as", role + "-" + ++people);
      Request.Reply reply = link.ask(ask, Request.Reply.class);
      say(reply.accepted() ? "  " + field.name() + " is filled in" : "  " + reply.sentence());
    }
    return true;
  }

  private static Stream<ItemView> all(ItemView item) {
    return Stream.concat(Stream.of(item), item.children().stream().flatMap(DocumentDemo::all));
  }

  private String example(ItemView.Entry field) {
    return field.type().equals("time")
        ? room.kit().passing().clock().instant().toString()
        : "simulated";
  }

  private Optional<String> words(BufferedReader typed, ItemView.Entry field) {
    say("? " + field.name() + " (" + field.type() + "), as " + field.ask().orElse(""));
    try {
      return Optional.ofNullable(typed.readLine());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<Boolean> asked(BufferedReader typed, Waiting waiting, String role) {
    say("? " + waiting.title() + " — " + waiting.brief() + ", as " + role + " [Enter/n]");
    try {
      return Optional.ofNullable(typed.readLine()).map(line -> !line.strip().equals("n"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void say(String line) {
    if (!common.json) {
      room.out().println(line);
    }
  }
}
