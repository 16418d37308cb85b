package dev.holddown.cli;

import dev.holddown.access.Entrance;
import dev.holddown.cli.link.BoardFiles;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.EngineServer;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: an engine, and its API for a team. */
@Command(
    name = "serve",
    description = {
      "Runs the engine of a data folder in this process and answers over HTTP, until it is ended.",
      "People log in with a password or at an identity provider; programs send an access token.",
      "The first start prints a link by which the first administrator comes in."
    },
    footer = {
      "",
      "Examples:",
      "  holddown serve --workspace playbooks",
      "  holddown serve --open --port 8080",
      "  holddown serve --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem"
    })
final class ServeVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where it listens; 0: a free one (default: ${DEFAULT-VALUE}).")
  int port = 8080;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address that it listens on (default: ${DEFAULT-VALUE}, this machine).")
  String host = "127.0.0.1";

  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      description = "The folder of playbooks, freezes and the rest (else $$HOLDDOWN_WORKSPACE).")
  String workspace = "";

  @Option(
      names = "--open",
      description = "Callers of this machine need no token and may do everything; for a demo.")
  boolean open;

  @Option(
      names = "--allow-programs",
      description = "Playbooks that run programs of this machine (exec.*) may be started too.")
  boolean programs;

  @Option(
      names = "--board",
      paramLabel = "FILE",
      description = "A board beside those of the workspace; may be given again.")
  List<Path> boards = new ArrayList<>();

  @Mixin ServeOutside outside = new ServeOutside();

  @Option(
      names = "--heartbeat",
      paramLabel = "URL",
      description =
          "Called every 30 seconds as long as engine and store work, for an alarm that is raised"
              + " when the calls stop.")
  String heartbeat = "";

  @Option(
      names = "--otlp-endpoint",
      paramLabel = "URL",
      description =
          "Spans of the runs are sent there by OTLP over HTTP, such as http://127.0.0.1:4318"
              + " (else $$OTEL_EXPORTER_OTLP_ENDPOINT).")
  String otlp = "";

  @Option(
      names = "--governance-log",
      paramLabel = "FILE",
      description = "Keeps every decision in this file too, such as GOVERNANCE-LOG.md.")
  Optional<Path> governance = Optional.empty();

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "The log on stderr: text, or json for one object a line (default: text).")
  LogFormat logFormat = LogFormat.TEXT;

  ServeVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > 65_535) {
      throw Stop.usage("--port " + port + ": it is 0 to 65535");
    }
    governance
        .map(Path::toAbsolutePath)
        .map(Path::getParent)
        .filter(in -> !Files.isDirectory(in))
        .ifPresent(in -> {
          throw new Stop(Exit.NO, "--governance-log: there is no folder " + in);
        });
    OtlpEndpoint.of(otlp, room.environment()); // wrong ones are said before anything begins
    logFormat.begin();
    CountDownLatch end = new CountDownLatch(1);
    try (Signals.Taken term = Signals.on("TERM", end::countDown);
        Signals.Taken interrupt = Signals.on("INT", end::countDown)) {
      return serve(listening(), end);
    }
  }

  private ServeOrder.Listening listening() {
    Optional<Path> folder = Optional.of(workspace).filter(name -> !name.isEmpty()).map(Path::of);
    folder.ifPresent(path -> {
      if (!Files.isDirectory(path)) {
        throw new Stop(Exit.NO, "there is no folder " + path + " to be the workspace");
      }
    });
    ServeOrder.Offer offer = new ServeOrder.Offer(folder, open, programs, List.of());
    return new ServeOrder.Listening(host, port, offer, outside.read(room.environment()));
  }

  private int serve(ServeOrder.Listening listening, CountDownLatch end)
      throws InterruptedException {
    Home plain = room.home(common);
    Home home = listening.workspace().isPresent() ? plain.in(listening.workspace()) : plain;
    Entrance entrance = Entrance.in(home.folder(), room.kit().passing().clock());
    BoardFiles files = boards();
    try (Hosted hosted = Room.patiently(() -> room.kit().open(home))) {
      hosted.watch(files);
      Desk desk = Desk.of(hosted, room.means());
      try (EngineServer socket =
              EngineServer.open(home.folder(), desk, room.kit().passing().nanos());
          Served served =
              room.kit().serve(new ServeOrder(hosted, desk, entrance, listening, log()))) {
        say(served, entrance);
        return untilEnd(hosted, desk, socket, end);
      }
    } catch (IOException e) {
      throw new Stop(Exit.FAILED, "the server cannot be started: " + e.getMessage());
    }
  }

  private BoardFiles boards() {
    try {
      return BoardFiles.of(boards, room.kit().language().reader(), log());
    } catch (Refused e) {
      throw new Stop(Exit.NO, "--board: " + e.getMessage());
    }
  }

  private void say(Served served, Entrance entrance) {
    Optional<String> setup = open ? Optional.empty() : setup(served, entrance);
    if (common.json) {
      Map<String, String> all = new LinkedHashMap<>();
      all.put("address", served.address().toString());
      setup.ifPresent(link -> all.put("setup", link));
      room.json(all);
      return;
    }
    room.out().println("Holddown answers at " + served.address());
    if (open) {
      room.out().println("OPEN: everybody on this machine may do everything, as whom they like");
      return;
    }
    setup.ifPresent(link -> {
      room.out().println("Nobody looks after it yet. Whoever opens this link first becomes its");
      room.out().println("administrator; it counts once, for an hour:");
      room.out().println("  " + link);
    });
    if (entrance.tokens().list().isEmpty()) {
      room.out().println("Nobody has a token yet; make one: holddown token add NAME --scope work");
    }
  }

  /** The link by which the first administrator comes in; none when there is one. */
  private Optional<String> setup(Served served, Entrance entrance) {
    if (entrance.users().administrated()) {
      return Optional.empty();
    }
    String code = entrance.invitations().add(Optional.empty(), room.kit()::secret);
    String address = outside.address.isEmpty() ? served.address().toString() : outside.address;
    return Optional.of(address.replaceFirst("/$", "") + "/welcome?code=" + code);
  }

  private int untilEnd(Hosted hosted, Desk desk, EngineServer socket, CountDownLatch end)
      throws InterruptedException {
    Optional<Heartbeat> beats = heartbeat();
    Optional<GovernanceKeeper> kept =
        governance.map(file -> new GovernanceKeeper(file, room.kit().passing().nanos(), log()));
    Runnable eachSecond =
        () -> {
          beats.ifPresent(heart -> heart.look(hosted));
          kept.ifPresent(file -> file.look(hosted, desk));
        };
    Optional<Tracing> tracing = tracing(hosted);
    Optional<DailyLinks> links = links(hosted);
    try {
      return untilEnd(hosted, socket, end, eachSecond);
    } finally {
      beats.ifPresent(Heartbeat::close);
      tracing.ifPresent(Tracing::close);
      links.ifPresent(DailyLinks::close);
    }
  }

  private Optional<DailyLinks> links(Hosted hosted) {
    Optional<DailyLinks> daily =
        hosted
            .workspace()
            .flatMap(keeper ->
                keeper
                    .folder()
                    .map(folder ->
                        new DailyLinks(
                            new LinkFolder(folder, room.kit()),
                            keeper.links(),
                            room.kit().passing().clock(),
                            log())));
    daily.ifPresent(DailyLinks::begin);
    return daily;
  }

  private Optional<Tracing> tracing(Hosted hosted) {
    return OtlpEndpoint.of(otlp, room.environment()).map(to -> Tracing.to(to, hosted, log()));
  }

  private Consumer<String> log() {
    return logFormat.lines(room.kit().passing().clock(), room.err()::println);
  }

  private Optional<Heartbeat> heartbeat() {
    try {
      return heartbeat.isEmpty()
          ? Optional.empty()
          : Optional.of(Heartbeat.to(heartbeat, room.kit().passing().nanos(), log()));
    } catch (IllegalArgumentException e) {
      throw Stop.usage(String.valueOf(e.getMessage()));
    }
  }

  private int untilEnd(Hosted hosted, EngineServer socket, CountDownLatch end, Runnable eachSecond)
      throws InterruptedException {
    while (!end.await(1, TimeUnit.SECONDS)) {
      eachSecond.run();
      Optional<String> failure = hosted.failure();
      if (failure.isPresent()) {
        room.err()
            .println(
                "the engine failed with "
                    + socket.clients()
                    + " clients at its socket: "
                    + failure.get()
                    + "; what is recorded is safe");
        return Exit.FAILED;
      }
    }
    return Exit.DONE;
  }
}
