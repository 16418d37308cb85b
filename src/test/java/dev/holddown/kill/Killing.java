package dev.holddown.kill;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.EngineClient;
import dev.holddown.cli.link.Refused;
import dev.holddown.demo.Behaviour;
import dev.holddown.demo.DemoWorld;
import dev.holddown.demo.Traffic;
import dev.holddown.engine.Request;
import dev.holddown.testing.RealTime;
import dev.holddown.view.RunView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Releases one after the other in one small world, their engine killed again and again. Every
 * release must end as it would have without a kill.
 */
final class Killing implements AutoCloseable {
  private static final int REQUESTS_PER_SECOND = 60;
  private static final int SECONDS_BETWEEN_KILLS_MAX = 5;
  private static final int KILLS_OF_A_RUN_MAX = 5;
  private static final long RUN_SECONDS_MAX = 240;
  private static final Behaviour ILL = new Behaviour(true, 5, 0.6);

  private final Path folder;
  private final Program program;
  private final DemoWorld world;
  private final Traffic traffic;
  private final Recorder recorder;
  private final Random random;
  private final Path playbook;
  private Process engine;
  private String serving = DemoWorld.FIRST;
  private int kills;

  /** What one release came to. */
  record Release(String run, String version, String wanted, RunView end, List<String> changes) {}

  Killing(Path folder, long seed, Map<String, String> environment) throws IOException {
    this.folder = folder;
    this.program = new Program(folder.resolve("data"), environment);
    this.world = DemoWorld.start();
    this.traffic = world.traffic(REQUESTS_PER_SECOND);
    this.recorder = new Recorder(seed);
    this.random = new Random(seed);
    this.playbook = Files.writeString(folder.resolve("demo.yaml"), quick());
    this.engine = program.engine();
  }

  int kills() {
    return kills;
  }

  Program program() {
    return program;
  }

  /** The demo's playbook with short times, a signature, and a step at a target without a fence. */
  private static String quick() throws IOException {
    String demo = Files.readString(Path.of("examples", "playbooks", "demo.yaml"));
    String slow = "breach: result.value > 0.5\n";
    if (!demo.contains(slow)) {
      throw new IllegalStateException("demo.yaml has no \"" + slow.strip() + "\" any more");
    }
    return demo.replaceAll("bake: [0-9]+s", "bake: 3s")
        .replace("for: 8s", "for: 2s")
        .replace("for: 4s", "for: 2s")
        .replace("over: 4s", "over: 3s")
        .replace("min-samples: 20", "min-samples: 5")
        // A busy machine is slow by itself; an ill version is known by its errors.
        .replace(slow, "breach: result.value > 30\n")
        .replace(
            "  deployer: {type: url,",
            "  recorder: {type: url, help: A target without a fence}\n  deployer: {type: url,")
        .replace(
            "      - check: Smoke test\n",
            """
                  - step: Change what has no fence
                    http.post:
                      url: "${inputs.recorder}/changes/${inputs.version}"
                      body: "{}"
                    done:
                      http.get: {url: "${inputs.recorder}/changes/${inputs.version}"}
                      expect: result.json.count > 0
                  - signoff: Go on
                    id: go_on
                    sign: {role: operator}
                  - check: Smoke test
            """);
  }

  /** Releases a version and kills on the way; the last engine is left alive to the end. */
  Release release(int number) throws IOException {
    boolean good = number % 3 == 0;
    String version = "2.0." + number;
    world.publish(version, good ? Behaviour.good() : ILL);
    String from = serving;
    String run = start(version, from);
    boolean signed = false;
    int left = 1 + random.nextInt(KILLS_OF_A_RUN_MAX);
    long nextKill = soon();
    long end = RealTime.nanos().getAsLong() + TimeUnit.SECONDS.toNanos(RUN_SECONDS_MAX);
    while (RealTime.nanos().getAsLong() < end) {
      if (left > 0 && RealTime.nanos().getAsLong() > nextKill) {
        kill();
        left--;
        nextKill = soon();
      }
      Optional<RunView> seen = look(run);
      if (seen.filter(RunView::closed).isPresent()) {
        serving = good ? version : from;
        String wanted = good ? "SUCCEEDED" : "ROLLED_BACK";
        return new Release(run, version, wanted, seen.get(), recorder.done(version));
      }
      boolean asked =
          seen.filter(view -> view.standing().waiting().toString().contains("go_on")).isPresent();
      if (asked && sign(run)) {
        if (signed) {
          throw new IllegalStateException(
              "the signature of " + run + " was acknowledged, and is asked for again");
        }
        signed = true;
      }
      rest(50);
    }
    throw new IllegalStateException(
        "%s does not end; engines said: %s; %s; %s"
            .formatted(
                run, threads(), program.verb("show", run).text(), program.verb("log", run).text()));
  }

  /** What the engines said, and at the end what each thread of the living one is doing. */
  private String threads() throws IOException {
    Optional<Answers.Pong> serving = ask(Ask.of("ping"), Answers.Pong.class);
    if (serving.isPresent()) {
      new ProcessBuilder("kill", "-QUIT", Long.toString(serving.get().pid())).start();
      rest(3_000);
    }
    return program.engineSaid();
  }

  private long soon() {
    long millis = 100 + random.nextInt(SECONDS_BETWEEN_KILLS_MAX * 1_000);
    return RealTime.nanos().getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private String start(String version, String from) {
    List<String> words = new ArrayList<>(List.of("run", playbook.toString(), "--detach"));
    Map<String, String> inputs =
        Map.of(
            "version", version,
            "from", from,
            "edge", world.urls().traffic().toString(),
            "proxy", world.urls().proxy().toString(),
            "recorder", recorder.url(),
            "deployer", world.urls().deployer().toString());
    inputs.forEach((name, value) -> words.addAll(List.of("--input", name + "=" + value)));
    Program.Said said = program.verb(words.toArray(String[]::new));
    if (said.exit() != 0) {
      throw new IllegalStateException("not started: " + said);
    }
    return said.text().replaceAll("(?s).*started (\\S+);.*", "$1");
  }

  private void kill() {
    // A verb may have started an engine of its own before ours listened: kill the one that serves.
    boolean ours = engine.isAlive();
    kills += killAll() || ours ? 1 : 0;
    rest(random.nextInt(300));
    engine = program.engine();
  }

  /** No engine is left; whether one served. */
  private boolean killAll() {
    Optional<ProcessHandle> serving =
        ask(Ask.of("ping"), Answers.Pong.class).flatMap(pong -> ProcessHandle.of(pong.pid()));
    serving.ifPresent(process -> {
      process.destroyForcibly();
      process.onExit().join();
    });
    engine.destroyForcibly().onExit().join();
    return serving.isPresent();
  }

  private Optional<RunView> look(String run) {
    return ask(Ask.of("show").with("run", run), RunView.class);
  }

  private boolean sign(String run) {
    Ask ask = Ask.of("sign").with("run", run).with("key", "go_on").with("role", "operator");
    return ask(ask.with("as", "ann"), Request.Reply.class)
        .filter(Request.Reply::accepted)
        .isPresent();
  }

  /** Empty while no engine answers: it was killed, or is not there yet. */
  private <T> Optional<T> ask(Ask ask, Class<T> type) {
    try {
      Optional<EngineClient> client = EngineClient.connect(program.data());
      if (client.isEmpty()) {
        return Optional.empty();
      }
      try (EngineClient open = client.get()) {
        return Optional.of(open.ask(ask, type));
      }
    } catch (Refused | UncheckedIOException gone) {
      return Optional.empty();
    }
  }

  /** What {@code log verify} says, and the texts of a run's log. */
  List<String> log(String run) {
    return ask(Ask.of("log").with("run", run).with("after", 0), Answers.Page.class)
        .orElseThrow(() -> new IllegalStateException("no engine answers"))
        .events()
        .stream()
        .map(String::valueOf)
        .toList();
  }

  private static void rest(long millis) {
    try {
      new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    killAll();
    traffic.close();
    recorder.close();
    world.close();
    Files.deleteIfExists(folder.resolve("verb.txt"));
  }
}
