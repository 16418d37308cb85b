package dev.holddown.web;

import dev.holddown.testing.Browser;
import dev.holddown.testing.Window;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Takes pictures of each main page, wide and narrow, light and dark, while the demo releases:
 * {@code ./dev screens}. They are looked at by people.
 */
final class Screens implements AutoCloseable {
  private static final String ADDRESS = "Pages, open to this machine: ";
  private static final int STARTS_MAX = 2_000;
  private static final String IMAGE = "registry.example/payments@sha256:";

  private final Path to;
  private final Program demo;
  private final String address;
  private final HttpClient client = HttpClient.newHttpClient();

  private Screens(Path to) throws IOException {
    this.to = to;
    Path data = Files.createTempDirectory("holddown-screens");
    this.demo = Program.start("demo", "--stay", "--data", data.toString());
    this.address = demo.heard(ADDRESS);
    for (String name : List.of("promotion.yaml", "nogo.yaml")) {
      try (InputStream in = Screens.class.getResourceAsStream("/screens/" + name)) {
        Files.copy(
            java.util.Objects.requireNonNull(in),
            data.resolve("workspace").resolve(name),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** The folder is the first argument. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (Browser browser = Browser.start();
        Screens screens = new Screens(Path.of(args[0]))) {
      screens.all(browser);
      screens.board(browser);
      screens.served(browser);
    }
  }

  private void all(Browser browser) throws IOException, InterruptedException {
    String before = start("promotion", promotion("1.4.2", "a"));
    for (String key : List.of("the_changelog_was_read", "product", "operations")) {
      sign(browser, before, key);
    }
    String waits = start("promotion", promotion("1.5.0", "b"));
    start("nogo", Map.of("version", "0.9.1", "edge", edge(), "proxy", proxy()));
    sign(browser, waits, "the_changelog_was_read");
    shoot(browser, "approvals", "/approvals");
    shoot(browser, "run-waits", "/runs/" + waits);
    shoot(browser, "sign", "/runs/" + waits + "/sign?key=product");
    shoot(browser, "playbooks", "/playbooks");
    shoot(browser, "start", "/playbooks/promotion");
    demo.heard("Release 2 of 2");
    Window window = browser.window(1440, false).go(address + "/");
    window.until(
        "[...document.querySelectorAll('.run')].some(r => r.innerText.includes('Canary'))");
    String canary = window.text("document.querySelector('a[href^=\"/runs/demo-\"]').pathname");
    window.go(address + canary);
    window.until("document.querySelector('.watch.t-bad .note + .chart')");
    window.picture(to.resolve("run-breach-wide.png"));
    window.until("document.querySelector('#run-head .badge').innerText.includes('rolled back')");
    shoot(browser, "overview", "/");
    shoot(browser, "run-rolled-back", canary);
    shoot(browser, "item", canary + "/items/users_are_served_by_the_old_version");
    shoot(browser, "log", canary + "/log");
    shoot(browser, "card", canary + "/card");
    shoot(browser, "rollback", "/rollback");
    shoot(browser, "keys", "/keys");
    shoot(browser, "missing", "/runs/nowhere");
    shoot(browser, "boards-none", "/boards");
    shoot(browser, "freezes-none", "/freezes");
    shoot(browser, "incidents-none", "/incidents");
    shoot(browser, "logs-deployments", "/logs/deployments");
    shoot(browser, "logs-governance", "/logs/governance");
    shoot(browser, "permits", "/permits");
    shoot(browser, "people-none", "/people");
    posted("/freezes", Map.of("id", "xmas", "reason", "nobody is there", "override", "owner"));
    shoot(browser, "freezes", "/freezes");
    shoot(browser, "override", "/runs/" + waits + "/override?freeze=xmas");
    shoot(browser, "waive", "/runs/" + waits + "/waive?key=product");
    shoot(browser, "declare", "/runs/" + waits + "/rollback");
    posted("/incidents", Map.of());
    Window incident = browser.window(1440, false).go(address + "/incidents");
    String one =
        incident.text("document.querySelector('main a[href^=\"/incidents/inc-\"]').pathname");
    shoot(browser, "incident", one);
    shoot(browser, "incidents", "/incidents");
  }

  /** The board of document 000, with its world. */
  private void board(Browser browser) throws IOException {
    Path data = Files.createTempDirectory("holddown-screens-board");
    try (Program world =
        Program.start("demo", "--document", "000", "--stay", "--data", data.toString())) {
      String told = world.containing("/boards/");
      String board = told.replaceFirst("^.*?(http://\\S*/boards/[a-z_]+).*$", "$1");
      Window window = browser.window(1440, false).go(board);
      window.until("document.querySelectorAll('.t-good').length > 3");
      String at = board.substring(board.indexOf("/boards/"));
      String from = board.substring(0, board.indexOf("/boards/"));
      String card = window.text("document.querySelector('a[href*=\"/cards/\"]').pathname");
      shoot(browser, from, "boards", "/boards");
      shoot(browser, from, "board", at);
      shoot(browser, from, "board-card", card);
    }
  }

  /** A server that wants to know who comes. */
  private void served(Browser browser) throws IOException {
    Path data = Files.createTempDirectory("holddown-screens-served");
    Path workspace = Files.createDirectories(data.resolve("workspace"));
    Files.writeString(
        workspace.resolve("people.yaml"),
        """
        kind: people
        roles:
          operator: {members: [ann, bob]}
          approver: {members: [ann, amy], covers: {environments: [prod]}}
          owner: {members: [bob], delegates: [cleo], covers: {services: [shop]}}
        """);
    try (Program server =
        Program.start(
            "serve",
            "--port",
            "0",
            "--workspace",
            workspace.toString(),
            "--data",
            data.resolve("data").toString())) {
      String link = server.containing("/welcome?code=").strip();
      String from = link.substring(0, link.indexOf("/welcome"));
      shoot(browser, from, "login", "/login");
      shoot(browser, from, "setup", link.substring(from.length()));
      Window window = browser.window(1440, false).go(link);
      for (String field :
          List.of("name=root", "password=a long one, really", "again=a long one, really")) {
        String[] two = field.split("=", 2);
        window.eval("document.querySelector('[name=" + two[0] + "]').value = '" + two[1] + "'");
      }
      window.eval("document.querySelector('form.paper').submit()");
      window.until("document.querySelector('.person')");
      for (String page : List.of("account", "people", "playbooks", "")) {
        window.go(from + "/" + page);
        for (int width : new int[] {1440, 360}) {
          String name = page.isEmpty() ? "overview-first" : page + "-in";
          window.sized(width, width < 600);
          window.picture(to.resolve(name + (width > 600 ? "-wide.png" : "-phone-dark.png")));
        }
      }
    }
  }

  private void posted(String path, Map<String, String> fields) throws IOException {
    String body =
        fields.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpResponse<String> answer =
        sent(
            HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/html")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    if (answer.statusCode() != 303) {
      throw new IOException(path + " is not done: " + answer.body());
    }
  }

  private void sign(Browser browser, String run, String key) {
    Window window = browser.window(1440, false).go(address + "/runs/" + run);
    window.until("document.body.dataset.follows");
    window.click(".item:has(a[href$='/" + key + "']) button");
    window.until(
        "document.getElementById('item-"
            + key.replace("_", "_5f_")
            + "').innerText"
            + ".includes('signed')");
  }

  private void shoot(Browser browser, String name, String page) {
    shoot(browser, address, name, page);
  }

  private void shoot(Browser browser, String from, String name, String page) {
    for (boolean dark : new boolean[] {false, true}) {
      for (int width : new int[] {1440, 360}) {
        String file = name + (width > 600 ? "-wide" : "-phone") + (dark ? "-dark" : "") + ".png";
        browser.window(width, dark).go(from + page).picture(to.resolve(file));
      }
    }
    System.out.println(to.resolve(name + "-*.png"));
  }

  private Map<String, String> promotion(String version, String digit) throws IOException {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("version", version);
    inputs.put("image", IMAGE + digit.repeat(64));
    inputs.put("edge", edge());
    inputs.put("proxy", proxy());
    return inputs;
  }

  private String edge() throws IOException {
    return preset("edge");
  }

  private String proxy() throws IOException {
    return preset("proxy");
  }

  /** Where something of the demo's world is, as its own playbook proposes it. */
  private String preset(String input) throws IOException {
    String form = get("/playbooks/demo");
    int at = form.indexOf("value=\"", form.indexOf("name=\"input." + input + "\"")) + 7;
    return form.substring(at, form.indexOf('"', at));
  }

  private String start(String playbook, Map<String, String> inputs) throws IOException {
    String body =
        inputs.entrySet().stream()
            .map(e ->
                "input."
                    + e.getKey()
                    + "="
                    + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/playbooks/" + playbook + "/start"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "text/html")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = sent(request);
    // A file that was laid into the workspace counts once the server has looked at it.
    for (int i = 0; i < STARTS_MAX && answer.statusCode() != 303; i++) {
      answer = sent(request);
    }
    String at = answer.headers().firstValue("Location").orElse("");
    if (answer.statusCode() != 303) {
      throw new IOException(playbook + " does not start: " + answer.body());
    }
    return at.substring("/runs/".length());
  }

  private String get(String path) throws IOException {
    return sent(HttpRequest.newBuilder(URI.create(address + path))
            .header("Accept", "text/html")
            .build())
        .body();
  }

  private HttpResponse<String> sent(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    demo.close();
    client.shutdownNow();
  }

  /** A Holddown of its own, and what it says. */
  private record Program(Process process, BufferedReader said) implements AutoCloseable {
    static Program start(String... words) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              "--sun-misc-unsafe-memory-access=allow",
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              System.getProperty("java.class.path"),
              "dev.holddown.boot.Main"));
      command.addAll(List.of(words));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new Program(process, process.inputReader(StandardCharsets.UTF_8));
    }

    /** Reads up to a line that begins so; the rest of that line. */
    String heard(String beginning) throws IOException {
      return line(line -> line.startsWith(beginning)).substring(beginning.length()).strip();
    }

    /** Reads up to a line that holds this. */
    String containing(String text) throws IOException {
      return line(line -> line.contains(text));
    }

    private String line(Predicate<String> wanted) throws IOException {
      List<String> before = new ArrayList<>();
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (wanted.test(line)) {
          return line;
        }
        before.add(line);
      }
      throw new IOException("it ended: " + String.join("\n", before));
    }

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
