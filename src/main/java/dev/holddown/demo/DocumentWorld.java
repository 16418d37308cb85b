package dev.holddown.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The small world of one of the five documents: its services on loopback, and its tools as programs
 * that answer from a {@link Script} and change nothing outside a folder. Everything in it is
 * simulated, and says so where a person can see it.
 */
public final class DocumentWorld implements AutoCloseable {
  private static final String TOOL =
      """
      #!/bin/sh
      # Simulated world of Holddown: answers as the tool would, and changes nothing outside its folder.
      here=$(dirname "$0")/..
      call="${0##*/} $*"
      while IFS='|' read -r flag code sets clears text pattern; do
        [ "$flag" = - ] || [ -e "$here/flags/$flag" ] || continue
        case $call in $pattern) ;; *) continue ;; esac
        now=$(cat "$here/now" 2>/dev/null || command -p date -u +%Y-%m-%dT%H:%M:%SZ)
        sed "s/@NOW@/$now/g" "$here/texts/$text" | tr '\\001' '\\000'
        [ "$sets" = - ] || : > "$here/flags/$sets"
        [ "$clears" = - ] || rm -f "$here/flags/$clears"
        echo "$call" >> "$here/calls.log"
        exit "$code"
      done < "$here/answers"
      echo "simulated world: no answer for: $call" >&2
      exit 97
      """;

  private static final String CALLS = "calls.log";
  private static final int REQUESTS_PER_SECOND = 20;

  private static final Pattern NOTE = Pattern.compile("\"text\"\\s*:\\s*\"([^\"]*)\"");

  private final Script original;
  private volatile Script script;
  private final Path folder;
  private final Path workspace;
  private final InstantSource clock;
  private final HttpServer http;
  private final FanOut fanOut;
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Optional<DemoWorld> traffic;
  private final Optional<Traffic> users;
  private volatile String written = "";

  private DocumentWorld(Script script, Path folder, InstantSource clock) throws IOException {
    this.original = script;
    this.script = script;
    this.folder = folder;
    this.workspace = folder.resolve("workspace");
    this.clock = clock;
    this.fanOut = FanOut.start();
    this.http = Wire.server(0);
    http.createContext("/", this::answer);
    boolean moved = script.inputs().containsValue("@PROXY@");
    this.traffic = moved ? Optional.of(DemoWorld.start()) : Optional.empty();
    this.users = traffic.map(world -> world.traffic(REQUESTS_PER_SECOND));
    Optional<String> candidate = Optional.ofNullable(script.world().get("candidate"));
    if (traffic.isPresent() && candidate.isPresent()) {
      traffic.get().deploy(candidate.get(), Behaviour.good());
    }
  }

  /** The numbers of the documents that have a world. */
  public static List<String> documents() {
    return List.of("000", "001", "002", "003", "004");
  }

  /**
   * Makes the folders and starts the servers.
   *
   * @param document such as {@code 002}
   * @param folder where tools, flags and the workspace are made
   */
  public static DocumentWorld start(String document, Path folder, InstantSource clock)
      throws IOException {
    String name = "demo/" + document + ".world";
    try (InputStream in = DocumentWorld.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("there is no simulated world for document " + document);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      DocumentWorld world = new DocumentWorld(Script.of(text), folder, clock);
      world.install();
      world.http.start();
      return world;
    }
  }

  private void install() throws IOException {
    for (String part : List.of("tools", "flags", "texts")) {
      Files.createDirectories(folder.resolve(part));
    }
    answers();
    for (String program : original.programs()) {
      tool(program);
    }
    files(original);
    Files.createDirectories(workspace);
  }

  private void tool(String program) throws IOException {
    Path tool = folder.resolve("tools").resolve(program);
    Files.writeString(tool, TOOL);
    if (!tool.toFile().setExecutable(true)) {
      throw new IOException(tool + " cannot be made executable");
    }
  }

  private void answers() throws IOException {
    StringBuilder answers = new StringBuilder();
    for (int i = 0; i < script.lines().size(); i++) {
      Script.Line line = script.lines().get(i);
      Files.writeString(folder.resolve("texts").resolve("" + i), placed(line.text()));
      answers.append(
          String.join(
              "|",
              or(line.flag()),
              "" + line.code(),
              or(line.change().sets()),
              or(line.change().clears()),
              "" + i,
              line.pattern() + "\n"));
    }
    Files.writeString(folder.resolve("answers"), answers);
  }

  private void files(Script said) throws IOException {
    for (Map.Entry<String, String> file : said.files().entrySet()) {
      Path path = workspace.resolve(file.getKey());
      Files.createDirectories(Optional.ofNullable(path.getParent()).orElse(workspace));
      Files.writeString(path, now(placed(file.getValue())) + "\n");
    }
  }

  /**
   * The world changes: lines of a script which count before those that it began with.
   *
   * @param lines as in a {@code .world} file; empty: it is again as it began, and nothing happened
   */
  public void becomes(String lines) throws IOException {
    Script changed = Script.of(lines);
    script = original.after(changed);
    if (lines.isEmpty()) {
      try (Stream<Path> flags = Files.list(folder.resolve("flags"))) {
        for (Path flag : flags.toList()) {
          Files.delete(flag);
        }
      }
      Files.deleteIfExists(folder.resolve(CALLS));
      try (Stream<Path> logs = Files.list(workspace)) {
        for (Path log : logs.filter(file -> file.toString().endsWith(".log")).toList()) {
          Files.delete(log);
        }
      }
      files(original);
    }
    answers();
    files(changed);
  }

  /** The calls of its tools that were answered, oldest first, as they were written. */
  public List<String> calls() throws IOException {
    Path calls = folder.resolve(CALLS);
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  private static String or(String word) {
    return word.isEmpty() ? "-" : word;
  }

  /** The moment that the tools take for now, instead of the machine's. */
  public void at(String moment) throws IOException {
    Files.writeString(folder.resolve("now"), moment);
  }

  /** Where the files of the run lie. */
  public Path workspace() {
    return workspace;
  }

  /** The PATH on which the simulated tools come first. */
  public String path(String path) {
    return folder.resolve("tools").toAbsolutePath() + ":" + path;
  }

  /** Inputs of the document's playbook. */
  public Map<String, String> inputs() {
    Map<String, String> inputs = new LinkedHashMap<>();
    script.inputs().forEach((name, value) -> inputs.put(name, now(placed(value))));
    return inputs;
  }

  private String placed(String text) {
    String placed =
        text.replace("@HTTP@", Wire.url(http.getAddress().getPort()).toString())
            .replace("@SOCKET@", fanOut.url())
            .replace("@US@", "\u001f")
            .replace("@0@", "\u0001");
    if (traffic.isEmpty()) {
      return placed;
    }
    DemoWorld.Urls urls = traffic.get().urls();
    return placed
        .replace("@PROXY@", urls.proxy().toString())
        .replace("@DEPLOYER@", urls.deployer().toString())
        .replace("@EDGE@", urls.traffic().toString());
  }

  private String now(String text) {
    return text.replace("@NOW@", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** Something happens in the world, such as {@code amber}. */
  public void set(String flag) {
    try {
      Files.writeString(folder.resolve("flags").resolve(flag), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It is over. */
  public void clear(String flag) {
    try {
      Files.deleteIfExists(folder.resolve("flags").resolve(flag));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isSet(String flag) {
    return Files.exists(folder.resolve("flags").resolve(flag));
  }

  /** The requests that nobody in this world could answer. */
  public List<String> unanswered() {
    return List.copyOf(seen);
  }

  // --- HTTP ---

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body =
          new String(exchange.getRequestBody().readNBytes(65_536), StandardCharsets.UTF_8);
      if (path.startsWith("/prometheus/api/v1/query")) {
        new PrometheusAnswer(exchange, body)
            .send(clock.instant().minus(Duration.ofDays(1)), query -> found("PROM " + query));
        return;
      }
      String call =
          path.equals("/graphql")
              ? "GQL " + body.replace("\n", " ")
              : exchange.getRequestMethod() + " " + exchange.getRequestURI();
      Matcher note = NOTE.matcher(body);
      if (note.find()) {
        written = note.group(1);
      }
      boolean known = script.answer(call, this::isSet).isPresent();
      Optional<Script.Line> line =
          found(known || body.isEmpty() ? call : call + " " + body.replace("\n", " "));
      String text =
          line.map(l -> now(placed(l.text())).replace("@TEXT@", written))
              .orElse("simulated world: nothing here");
      Wire.answer(
          exchange,
          line.map(Script.Line::code).orElse(404),
          type(text),
          text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String type(String text) {
    if (text.startsWith("<")) {
      return "text/html; charset=utf-8";
    }
    return text.startsWith("{") || text.startsWith("[") ? "application/json" : "text/plain";
  }

  private Optional<Script.Line> found(String call) {
    Optional<Script.Line> line = script.answer(call, this::isSet);
    line.map(Script.Line::change)
        .ifPresentOrElse(
            change -> {
              if (!change.sets().isEmpty()) {
                set(change.sets());
              }
              if (!change.clears().isEmpty()) {
                clear(change.clears());
              }
            },
            () -> seen.add(call));
    return line;
  }

  @Override
  public void close() {
    http.stop(0);
    fanOut.close();
    users.ifPresent(Traffic::close);
    traffic.ifPresent(DemoWorld::close);
  }
}
