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
import java.util.stream.Collectors;

/**
 * Takes pictures of each main page, wide and narrow, light and dark, while the demo releases:
 * {@code ./dev screens}. They are looked at by people.
 */
final class Screens implements AutoCloseable {
  private static final String ADDRESS = "Pages, open to this machine: ";
  private static final String IMAGE = "registry.example/payments@sha256:";

  private final Path to;
  private final Process demo;
  private final BufferedReader said;
  private final String address;
  private final HttpClient client = HttpClient.newHttpClient();

  private Screens(Path to) throws IOException {
    this.to = to;
    Path data = Files.createTempDirectory("holddown-screens");
    this.demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.holddown.boot.Main",
                "demo",
                "--stay",
                "--data",
                data.toString())
            .redirectErrorStream(true)
            .start();
    this.said = demo.inputReader(StandardCharsets.UTF_8);
    this.address = heard(ADDRESS);
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
    heard("Release 2 of 2");
    Window window = browser.window(1440, false).go(address + "/");
    window.until(
        "[...document.querySelectorAll('.run')].some(r => r.innerText.includes('Canary'))");
    String canary = window.text("document.querySelector('a[href^=\"/runs/demo-\"]').pathname");
    window.go(address + canary);
    window.until("document.querySelector('.watch.t-bad .note')");
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
    for (boolean dark : new boolean[] {false, true}) {
      for (int width : new int[] {1440, 360}) {
        String file = name + (width > 600 ? "-wide" : "-phone") + (dark ? "-dark" : "") + ".png";
        browser.window(width, dark).go(address + page).picture(to.resolve(file));
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

  /** Reads what the demo says up to a line that begins so; the rest of that line. */
  private String heard(String beginning) throws IOException {
    List<String> before = new ArrayList<>();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length()).strip();
      }
      before.add(line);
    }
    throw new IOException("the demo ended: " + String.join("\n", before));
  }

  @Override
  public void close() throws InterruptedException {
    demo.destroy();
    if (!demo.waitFor(10, TimeUnit.SECONDS)) {
      demo.destroyForcibly();
    }
    client.shutdownNow();
  }
}
