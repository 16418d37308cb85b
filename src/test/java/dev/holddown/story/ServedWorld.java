package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.access.AccessScope;
import dev.holddown.access.AccessTokens;
import dev.holddown.access.Entrance;
import dev.holddown.cli.Home;
import dev.holddown.cli.Kit;
import dev.holddown.cli.ServeOrder;
import dev.holddown.cli.Served;
import dev.holddown.cli.Show;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.Json;
import dev.holddown.cli.link.Opened;
import dev.holddown.cli.link.WorkspaceKeeper;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.Mail;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.EventStore;
import dev.holddown.testing.RealTime;
import dev.holddown.web.Limits;
import dev.holddown.web.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A world of a story behind the HTTP API: people call it, the story sets its time. */
final class ServedWorld implements AutoCloseable {
  private final World world;
  private final Served served;
  private final WorkspaceKeeper keeper;
  private final AccessTokens tokens;
  private final Map<String, String> texts = new HashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An answer of the API. */
  record Answer(int status, JsonNode json) {
    String detail() {
      return json.path("detail").asString("");
    }
  }

  ServedWorld(World world, Path folder) {
    this.world = world;
    Entrance entrance = Entrance.in(folder, RealTime.clock());
    this.tokens = entrance.tokens();
    this.keeper =
        new WorkspaceKeeper(
            Optional.of(folder),
            new WorkspaceKeeper.Means(world.reader(), world.language().codec()),
            world.store(),
            world.ports().blobs());
    keeper.begin();
    Host host = new Host();
    Desk desk =
        Desk.of(
            host,
            new Desk.Means(world.language().codec(), world.language().conditions(), world::now));
    ServeOrder.Listening where =
        new ServeOrder.Listening("127.0.0.1", 0, Optional.of(folder), false, true);
    try {
      this.served =
          WebServer.open(
              new ServeOrder(host, desk, entrance, where, line -> {}), new Tools(), Limits.usual());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lays a playbook into the workspace. */
  static void playbook(Path folder, String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // --- people ---

  Answer get(String path) {
    return send(request("olga", path));
  }

  /** A person with one role, or with none when it is empty, posts fields {@code name=text}. */
  Answer post(String who, String path, String... fields) {
    Map<String, Object> body = new HashMap<>();
    for (String field : fields) {
      body.put(field.split("=", 2)[0], field.split("=", 2)[1]);
    }
    return send(
        request(who, path)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body))));
  }

  /** A person with one role posts JSON. */
  Answer tells(String who, String path, Map<String, ?> body) {
    return send(
        request(who, path)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body))));
  }

  /** Tries to start a playbook of the workspace. */
  Answer starts(String who, String playbook, Map<String, String> inputs) {
    keeper.look(new Post());
    return tells(
        who, "/api/v1/runs", Map.of("playbook", playbook, "environment", "demo", "inputs", inputs));
  }

  /** Starts a playbook of the workspace; gives the run. */
  String start(String who, String playbook, Map<String, String> inputs) {
    Answer answer = starts(who, playbook, inputs);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
    return answer.json().path("run").asString();
  }

  /** Signs as a person whose name is that of the role. */
  Answer sign(String role, String run, String key) {
    return post(role, "/api/v1/runs/" + run + "/items/" + key + "/sign", "role=" + role);
  }

  private HttpRequest.Builder request(String who, String path) {
    return HttpRequest.newBuilder(URI.create(served.address() + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + token(who));
  }

  private String token(String who) {
    return texts.computeIfAbsent(
        who,
        person ->
            tokens
                .add(
                    new AccessTokens.Wish(
                        person, List.of(person), AccessScope.WORK, Duration.ofDays(1)),
                    () -> ("secret" + ids.incrementAndGet()).repeat(8))
                .text());
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), Json.tree(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // --- what is seen ---

  JsonNode view(String run) {
    return get("/api/v1/runs/" + run).json();
  }

  /** The status of an item, with its reason behind it. */
  String item(String run, String key) {
    JsonNode mark = get("/api/v1/runs/" + run + "/items/" + key).json().path("item").path("mark");
    return mark.path("status").asString("") + " " + mark.path("reason").asString("");
  }

  /** Who is waited for, as {@code key: role, role}. */
  List<String> waiting(String run) {
    return view(run)
        .path("standing")
        .path("waiting")
        .valueStream()
        .map(wait ->
            wait.path("key").asString()
                + ": "
                + String.join(
                    ", ",
                    wait.path("ways").path("roles").valueStream().map(JsonNode::asString).toList()))
        .toList();
  }

  /** Lets time pass; nobody else has the engine meanwhile. */
  void advance(Duration by) {
    synchronized (world) {
      world.advance(by);
    }
  }

  @Override
  public void close() {
    served.close();
    client.shutdownNow();
  }

  /** One request at a time: the story's engine knows no threads but its own. */
  private final class Post implements Mail {
    @Override
    public CompletableFuture<Request.Reply> post(Request request) {
      synchronized (world) {
        return CompletableFuture.completedFuture(world.ask(request));
      }
    }

    @Override
    public void observed(String run, String watch, Reading reading, Optional<String> evidence) {
      throw new IllegalStateException("the story's engine looks for itself");
    }

    @Override
    public Optional<RunState> state(String run) {
      synchronized (world) {
        return Optional.of(world.state(run));
      }
    }

    @Override
    public Optional<Instant> lastSeen(String run, String watch) {
      return Optional.empty();
    }
  }

  private final class Host implements Hosted {
    @Override
    public Optional<WorkspaceKeeper> workspace() {
      return Optional.of(keeper);
    }

    @Override
    public Mail mail() {
      return new Post();
    }

    @Override
    public Optional<String> failure() {
      return Optional.empty();
    }

    @Override
    public EventStore store() {
      return world.store();
    }

    @Override
    public Blobs blobs() {
      return world.ports().blobs();
    }

    @Override
    public Optional<String> card(String run) {
      return Optional.of(world.card(run));
    }

    @Override
    public void close() {
      // The story closes its world.
    }
  }

  /** What a server takes of a kit. */
  private final class Tools implements Kit {
    @Override
    public Language language() {
      return world.language();
    }

    @Override
    public Outside outside() {
      throw new IllegalStateException("a server prints nothing");
    }

    @Override
    public Passing passing() {
      return new Passing(world::now, RealTime.nanos(), () -> "s" + ids.incrementAndGet());
    }

    @Override
    public Hosted open(Home home) {
      throw new IllegalStateException("it is open");
    }

    @Override
    public Opened openForReading(Home home) {
      throw new IllegalStateException("it is open");
    }

    @Override
    public Answers.Backup restore(Path from, Path to) {
      throw new IllegalStateException("a server restores nothing");
    }

    @Override
    public Served serve(ServeOrder order) {
      throw new IllegalStateException("it serves");
    }

    @Override
    public String secret() {
      return "secret".repeat(10);
    }

    @Override
    public Show show() {
      throw new IllegalStateException("a story shows itself");
    }
  }
}
