package dev.holddown.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The proxy's second port: weights, backends, metrics, and the faults of a story. */
final class ProxyAdmin {
  private final Backends backends;
  private final Meter meter;
  private final Ledger ledger = new Ledger();
  private volatile Faults faults = Faults.NONE;

  ProxyAdmin(Backends backends, Meter meter) {
    this.backends = backends;
    this.meter = meter;
  }

  HttpServer listen(int port) throws IOException {
    HttpServer server = Wire.server(port);
    server.createContext("/weights", Wire.json(this::weights));
    server.createContext("/backends", Wire.json(this::backends));
    server.createContext("/served", Wire.json(this::served));
    server.createContext("/faults", Wire.json(this::faults));
    server.createContext("/healthz", Wire.json(e -> Map.of("status", "ok", "world", Wire.WORLD)));
    server.createContext("/metrics", this::metrics);
    server.start();
    return server;
  }

  private Map<String, Object> weights(HttpExchange exchange) throws IOException {
    return switch (exchange.getRequestMethod()) {
      case "GET" -> {
        Faults fault = faults.on("reads");
        fault.hold();
        fault.strike();
        yield state();
      }
      case "PUT" -> shift(Wire.body(exchange));
      default -> throw Wire.wrongMethod(exchange);
    };
  }

  private Map<String, Object> shift(JsonNode request) {
    Faults fault = faults.on("weights");
    Map<String, Object> answer = Map.of();
    if (fault.lands().equals("before")) {
      answer = ledger.once(request, () -> shifted(request));
    }
    fault.hold();
    if (fault.lands().equals("after")) {
      answer = ledger.once(request, () -> shifted(request));
    }
    fault.strike();
    return answer;
  }

  private Map<String, Object> shifted(JsonNode request) {
    if (request.has("version")) {
      backends.shift(backends.nameOf(request.path("version").asString("")), weight(request));
      return state();
    }
    JsonNode weights = request.path("weights");
    int sum = 0;
    for (String name : weights.propertyNames()) {
      if (!name.equals(Backends.STABLE) && !name.equals(Backends.CANDIDATE)) {
        throw new Wire.Refused(400, "a backend is stable or candidate, not " + name);
      }
      sum += weights.path(name).asInt(-1_000);
    }
    if (sum != 100) {
      throw new Wire.Refused(400, "the weights make " + sum + ", not 100; nothing was changed");
    }
    String name = weights.has(Backends.CANDIDATE) ? Backends.CANDIDATE : Backends.STABLE;
    backends.shift(name, weights.path(name).asInt(-1));
    return state();
  }

  private static int weight(JsonNode request) {
    return request.path("weight").asInt(-1);
  }

  private Map<String, Object> backends(HttpExchange exchange) throws IOException {
    return switch (exchange.getRequestMethod()) {
      case "GET" -> state();
      case "PUT" -> {
        JsonNode request = Wire.body(exchange);
        yield ledger.once(request, () -> changed(request));
      }
      default -> throw Wire.wrongMethod(exchange);
    };
  }

  private Map<String, Object> changed(JsonNode request) {
    if (request.has("stable")) {
      backends.begin(text(request.path("stable"), "url"), text(request.path("stable"), "version"));
    } else if (request.has("candidate")) {
      JsonNode candidate = request.path("candidate");
      backends.register(text(candidate, "url"), text(candidate, "version"));
    } else if (request.has("promote")) {
      backends.promote(text(request, "promote"));
    } else if (request.has("retire")) {
      backends.forget(text(request, "retire"));
    } else {
      throw new Wire.Refused(400, "expected one of stable, candidate, promote, retire");
    }
    return state();
  }

  private static String text(JsonNode node, String name) {
    String text = node.path(name).asString("");
    if (text.isEmpty()) {
      throw new Wire.Refused(400, name + " is missing");
    }
    return text;
  }

  private Map<String, Object> state() {
    Map<String, Object> byName = new LinkedHashMap<>();
    for (Backends.Backend backend : backends.all()) {
      byName.put(
          backend.name(),
          Map.of("url", backend.url(), "version", backend.version(), "weight", backend.weight()));
    }
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("world", Wire.WORLD);
    state.put("backends", byName);
    state.put("token", ledger.token());
    state.put("changes", backends.changes());
    return state;
  }

  private Map<String, Object> served(HttpExchange exchange) {
    int last;
    try {
      last = Integer.parseInt(Wire.query(exchange, "last").orElse("100"));
    } catch (NumberFormatException e) {
      throw new Wire.Refused(400, "last is a number of requests");
    }
    List<Meter.Served> newest = meter.newest(last);
    Map<String, Integer> versions = new TreeMap<>();
    newest.forEach(served -> versions.merge(served.version(), 1, Integer::sum));
    long errors = newest.stream().filter(served -> served.status() >= 500).count();
    return Map.of(
        "world", Wire.WORLD, "requests", newest.size(), "versions", versions, "errors", errors);
  }

  private Map<String, Object> faults(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("PUT")) {
      faults = Faults.read(Wire.body(exchange));
    }
    return Map.of("hang", faults.hang(), "seconds", faults.seconds(), "status", faults.status());
  }

  private void metrics(HttpExchange exchange) throws IOException {
    try (exchange) {
      Faults fault = faults.on("metrics");
      fault.hold();
      int status = fault.status() == 0 ? 200 : fault.status();
      byte[] body = meter.text(backends.all()).getBytes(StandardCharsets.UTF_8);
      Wire.answer(exchange, status, "text/plain; version=0.0.4; charset=utf-8", body);
    }
  }
}
