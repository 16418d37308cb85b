package dev.holddown.cli;

import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.EngineServer;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.LocalLink;
import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.port.EventStore;
import dev.holddown.playbooks.Reading;
import dev.holddown.view.RunView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code demo}: two releases in a small world, one that goes through and one that is taken back.
 */
@Command(
    name = "demo",
    description = {
      "Starts a small simulated world on this machine (a service in two versions, a weighted"
          + " proxy,",
      "steady traffic) and releases twice by the same playbook: a good version that goes through,",
      "and one that begins to fail at 10 %% and is taken back. Needs no account; takes a minute."
    },
    footer = {
      "",
      "Examples:",
      "  holddown demo",
      "  holddown demo --once --data /tmp/demo",
      "  holddown demo --stay --port 8080",
      "  holddown demo --document 002",
      "While it runs, from another terminal:",
      "  holddown status --data ~/.local/state/holddown/demo"
    })
final class DemoVerb implements Callable<Integer> {
  /** The playbook, as users read it in {@code examples/playbooks}. */
  static final String PLAYBOOK = "examples/demo.yaml";

  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Option(names = "--once", description = "End after the two releases, without waiting.")
  boolean once;

  @Option(
      names = "--stay",
      description = "Keep world and pages up until it is ended, also without a terminal.")
  boolean stay;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where the pages are; 0: a free port (default: ${DEFAULT-VALUE}).")
  int port;

  @Option(
      names = "--document",
      paramLabel = "NNN",
      description = "Opens one of the five documents, 000 to 004, in its simulated world.")
  String document = "";

  @Option(
      names = "--playbook",
      paramLabel = "NAME",
      description = "Which playbook of the document; its first when left out.")
  String playbook = "";

  @Option(
      names = "--divide",
      paramLabel = "N",
      description = "Waits of the document are divided by this (default 60); each is told.")
  int divide = 60;

  @Option(names = "--sign-all", description = "Signs for everybody in the simulated world.")
  boolean signAll;

  /** Where others look in, and who answers them. */
  private record Company(Path folder, EngineServer server) {}

  DemoVerb(Room room) {
    this.room = room;
  }

  /** One release and what came of it. */
  private record Release(String version, RunView view, String traffic, boolean asAnnounced) {}

  @Override
  public Integer call() {
    if (!document.isEmpty()) {
      if (divide < 1 || divide > 3_600) {
        throw Stop.usage("--divide " + divide + ": it is 1 to 3600");
      }
      Optional<DocumentDemo.Around> around =
          stays() ? Optional.of(new DocumentDemo.Around(port, stay)) : Optional.empty();
      DocumentDemo.Wish wish = new DocumentDemo.Wish(document, playbook, divide, signAll, around);
      return new DocumentDemo(room, common, wish).run();
    }
    Instant began = room.kit().passing().clock().instant();
    Playbook release = playbook();
    Path folder = common.data.isEmpty() ? room.folder(common).resolve("demo") : room.folder(common);
    say("Simulated world: a small service, a proxy and their traffic, all on this machine.");
    say("From another terminal: holddown status --data " + folder);
    say("");
    try (Show show = room.kit().show();
        Hosted hosted = Room.patiently(() -> room.kit().open(home(show, folder)));
        EngineServer server =
            EngineServer.open(folder, desk(hosted), room.kit().passing().nanos());
        DemoPages pages = pages(hosted, folder)) {
      pages.address().ifPresent(address -> say("Pages, open to this machine: " + address));
      List<Release> releases = releases(show, hosted, release);
      int exit = report(releases, hosted.store().verify(), began);
      linger(show, pages, releases, new Company(folder, server));
      return exit;
    } catch (IOException e) {
      throw new Stop(
          Exit.FAILED, "the socket in " + folder + " cannot be opened: " + e.getMessage());
    }
  }

  /** Whether it goes on after the releases. */
  private boolean stays() {
    return !once && (stay || (room.interactive() && !common.json));
  }

  private DemoPages pages(Hosted hosted, Path folder) {
    return stays()
        ? DemoPages.open(room, hosted, desk(hosted), new DemoPages.Wish(port, folder))
        : DemoPages.none();
  }

  /** With a workspace where there are pages, so that a run can be started from them. */
  private Home home(Show show, Path folder) {
    Home plain = room.home(common, folder);
    if (!stays()) {
      return plain;
    }
    Map<String, String> values = new LinkedHashMap<>(show.places());
    values.put("version", show.versions().failing());
    values.put("from", show.versions().good());
    return plain.in(Optional.of(DemoPages.workspace(folder, values)));
  }

  private Desk desk(Hosted hosted) {
    return Desk.of(hosted, room.means());
  }

  private Playbook playbook() {
    try (InputStream in = DemoVerb.class.getClassLoader().getResourceAsStream(PLAYBOOK)) {
      if (in == null) {
        throw new Stop(
            Exit.FAILED, "the demo's playbook is missing from this build; build it again");
      }
      Reading reading = room.kit().language().reader().read("demo.yaml", in.readAllBytes());
      return reading
          .playbook()
          .orElseThrow(() -> new Stop(Exit.FAILED, "the demo's playbook: " + reading.problems()));
    } catch (IOException e) {
      throw new Stop(Exit.FAILED, "the demo's playbook cannot be read: " + e.getMessage());
    }
  }

  // --- the two releases ---

  private List<Release> releases(Show show, Hosted hosted, Playbook playbook) {
    Show.Versions versions = show.versions();
    List<Release> done = new ArrayList<>();
    say("Release 1 of 2: " + versions.good() + ", a good version.");
    done.add(release(show, hosted, playbook, versions.good(), versions.first()));
    boolean good = done.getFirst().asAnnounced();
    if (good) {
      say("Release 2 of 2: " + versions.failing() + ", which begins to fail under traffic.");
      done.add(release(show, hosted, playbook, versions.failing(), versions.good()));
    }
    return done;
  }

  private Release release(
      Show show, Hosted hosted, Playbook playbook, String version, String from) {
    Map<String, Object> inputs = new LinkedHashMap<>(show.places());
    inputs.put("version", version);
    inputs.put("from", from);
    String person = new Person().name(room.environment());
    Starting starting =
        new Starting(playbook, playbook.subject().environments().getFirst(), inputs, person);
    LocalLink link = new LocalLink(hosted, desk(hosted), false);
    String run = RunVerb.started(room, link, starting);
    Attachment.Manner manner = new Attachment.Manner(person, false, false, common.json);
    Attachment.Ended ended = new Attachment(room, link, manner).follow(run);
    RunView view =
        ended
            .view()
            .filter(v -> !ended.left())
            .orElseThrow(() -> new Stop(Exit.WAITS, "the demo was left before its end"));
    boolean failing = version.equals(show.versions().failing());
    String outcome = view.standing().result().outcome().orElse("");
    boolean announced =
        outcome.equals(failing ? "ROLLED_BACK" : "SUCCEEDED")
            && show.servedBy(failing ? from : version);
    show.said().forEach(line -> say("Said: " + line));
    say("Traffic: " + show.lastRequests());
    say("");
    return new Release(version, view, show.lastRequests(), announced);
  }

  // --- the report ---

  private int report(List<Release> releases, EventStore.Verification verified, Instant began) {
    boolean asAnnounced =
        releases.size() == 2
            && releases.stream().allMatch(Release::asAnnounced)
            && verified.firstBad().isEmpty();
    Duration took = Duration.between(began, room.kit().passing().clock().instant());
    if (common.json) {
      room.json(json(releases, verified, asAnnounced, took));
      return asAnnounced ? Exit.DONE : Exit.FAILED;
    }
    say("Report (simulated world)");
    for (Release release : releases) {
      String mark = release.asAnnounced() ? "as announced" : "NOT as announced";
      say(
          "  "
              + release.version()
              + "  "
              + mark
              + ": "
              + release.view().standing().result().sentence());
      say("         afterwards " + release.traffic());
    }
    say(
        "  log    "
            + verified.events()
            + " events in "
            + verified.runs()
            + " runs, "
            + verified
                .firstBad()
                .map(bad -> "FIRST BAD at " + bad.position() + ": " + bad.why())
                .orElse("every hash fits"));
    say("  took   " + Span.text(took));
    return asAnnounced ? Exit.DONE : Exit.FAILED;
  }

  private static Map<String, Object> json(
      List<Release> releases, EventStore.Verification verified, boolean good, Duration took) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ok", good);
    json.put("world", "simulated");
    json.put("releases", releases);
    json.put("log", verified);
    json.put("seconds", took.toMillis() / 1000.0);
    return json;
  }

  /** The world stays for a look around, when somebody is there. */
  private void linger(Show show, DemoPages pages, List<Release> releases, Company others)
      throws IOException {
    if (!stays()) {
      return;
    }
    String last = releases.getLast().view().head().run();
    String data = " --data " + others.folder();
    say("");
    say("The simulated world goes on. Look around:");
    pages.address().ifPresent(address -> say("  " + address + "/runs/" + last));
    say("  holddown show " + last + data);
    say("  holddown log " + last + data);
    say("  holddown card " + last + data);
    if (stay && !room.interactive()) {
      untilEnded(this::say);
    } else {
      say("Enter ends it.");
      int read = room.kit().outside().in().read();
      Optional.of(read).filter(r -> r < 0).ifPresent(r -> say(""));
    }
    say("Ended; " + others.server().clients() + " others were looking. " + show.lastRequests());
  }

  static void untilEnded(Consumer<String> say) {
    CountDownLatch end = new CountDownLatch(1);
    try (Signals.Taken term = Signals.on("TERM", end::countDown);
        Signals.Taken interrupt = Signals.on("INT", end::countDown)) {
      say.accept("TERM or INT ends it.");
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(String line) {
    if (!common.json) {
      room.out().println(line);
    }
  }
}
