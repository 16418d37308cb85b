package dev.holddown.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Starts and ends versions of the service, each as a process, and tells the proxy of them. It can
 * start what was published to it, as a cluster can start what is in its registry.
 */
final class Deployer implements AutoCloseable {
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z.+-]{1,64}");

  private final Map<String, Behaviour> published = new ConcurrentHashMap<>();
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Ledger ledger = new Ledger();
  private final AdminClient proxy;
  private final HttpServer server;

  /** A version at work. */
  private record Running(Child child, URI url) {}

  Deployer(AdminClient proxy) throws IOException {
    this.proxy = proxy;
    server = Wire.server(0);
    server.createContext("/deploy", Wire.json(exchange -> acted(exchange, this::deploy)));
    server.createContext("/retire", Wire.json(exchange -> acted(exchange, this::retire)));
    server.createContext("/deployed", Wire.json(exchange -> deployed()));
    server.start();
  }

  URI url() {
    return Wire.url(server.getAddress().getPort());
  }

  void publish(String version, Behaviour behaviour) {
    if (!VERSION.matcher(version).matches()) {
      throw new IllegalArgumentException("not a version: " + version);
    }
    published.put(version, behaviour);
  }

  private interface Doing {
    void doing(String version) throws IOException;
  }

  private Map<String, Object> acted(HttpExchange exchange, Doing doing) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      throw Wire.wrongMethod(exchange);
    }
    JsonNode request = Wire.body(exchange);
    String version = request.path("version").asString("");
    return ledger.once(
        request,
        () -> {
          try {
            doing.doing(version);
          } catch (IOException e) {
            throw new Wire.Refused(500, String.valueOf(e.getMessage()));
          }
          return deployed();
        });
  }

  /** Starts it beside the stable version, without traffic. What runs already is left alone. */
  void deploy(String version) throws IOException {
    if (alive(version)) {
      return;
    }
    Child child = launch(version);
    try {
      URI url = Wire.url(child.port());
      proxy.put(
          "/backends", Map.of("candidate", Map.of("url", url.toString(), "version", version)));
      running.put(version, new Running(child, url));
    } catch (IOException | Wire.Refused e) {
      child.close();
      throw e;
    }
  }

  /** Starts the process of the first version; {@link #begin} then gives it the traffic. */
  Child launch(String version) throws IOException {
    Behaviour behaviour = published.get(version);
    if (behaviour == null) {
      throw new Wire.Refused(404, "no version " + version + " was published; there is " + known());
    }
    return Child.start(
        DemoService.class, "--version", version, "--behaviour", behaviour.toString());
  }

  void begin(String version, Child child) throws IOException {
    URI url = Wire.url(child.port());
    proxy.put("/backends", Map.of("stable", Map.of("url", url.toString(), "version", version)));
    running.put(version, new Running(child, url));
  }

  private List<String> known() {
    return published.keySet().stream().sorted().toList();
  }

  /** Takes it out of the proxy and ends its process; refused while it gets traffic. */
  void retire(String version) throws IOException {
    proxy.put("/backends", Map.of("retire", version));
    Running there = running.remove(version);
    if (there != null) {
      there.child().close();
    }
  }

  /** As a crash would: the proxy is not told. */
  void kill(String version) {
    Running there = running.remove(version);
    if (there == null) {
      throw new IllegalArgumentException("no version " + version + " runs");
    }
    there.child().kill();
  }

  private boolean alive(String version) {
    Running there = running.get(version);
    return there != null && there.child().alive();
  }

  private Map<String, Object> deployed() {
    Map<String, Object> urls = new TreeMap<>();
    running.forEach((version, there) -> {
      if (there.child().alive()) {
        urls.put(version, there.url().toString());
      }
    });
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("world", Wire.WORLD);
    answer.put("versions", List.copyOf(urls.keySet()));
    answer.put("urls", urls);
    answer.put("published", known());
    return answer;
  }

  List<Long> pids() {
    return running.values().stream().map(there -> there.child().pid()).toList();
  }

  @Override
  public void close() {
    server.stop(0);
    // Let go of all before waiting for any: they end side by side.
    running.values().stream().parallel().forEach(there -> there.child().close());
  }
}
