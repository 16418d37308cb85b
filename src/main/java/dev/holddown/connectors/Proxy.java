package dev.holddown.connectors;

import dev.holddown.connectors.support.ProxyPort;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The weighted proxy of the demo world and its deployer, over their admin ports: how traffic is
 * split between a stable version and a candidate, who answered, and which versions run. Both refuse
 * an older token by themselves and do each operation once.
 */
public final class Proxy implements Connector {
  private static final int REQUESTS_MAX = 1_000;

  private final ProxyPort port = new ProxyPort();

  @Override
  public String name() {
    return "proxy";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(weights(), served(), deployed(), new Shift(port), promote(), deploy(), retire());
  }

  private Verb weights() {
    Manual manual =
        Manual.of("proxy.weights", "Reads how the proxy splits its traffic.")
            .required("url", Manual.Type.TEXT, Slot.URL, "The proxy's admin address")
            .gives("candidate", "Percent of the traffic that the candidate gets; 0 without one")
            .gives("stable", "Percent of the traffic that the stable version gets")
            .gives("total", "Their sum")
            .gives("versions", "Percent by version")
            .gives("stable_version", "The stable version")
            .gives("candidate_version", "The candidate's version; empty without one")
            .gives("token", "The highest token the proxy has seen")
            .gives("value", "The same as candidate")
            .example("proxy.weights: {url: \"http://127.0.0.1:9001\"}");
    return new Asks(manual, port, "/weights", question -> "", Proxy::weightsOf);
  }

  private static Seen weightsOf(JsonNode json, Map<String, Object> args) {
    JsonNode backends = json.path("backends");
    long stable = backends.path("stable").path("weight").asLong(0);
    long candidate = backends.path("candidate").path("weight").asLong(0);
    Map<String, Object> versions = new TreeMap<>();
    for (JsonNode backend : backends) {
      versions.put(backend.path("version").asString(""), backend.path("weight").asLong(0));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("value", candidate);
    result.put("candidate", candidate);
    result.put("stable", stable);
    result.put("total", stable + candidate);
    result.put("versions", versions);
    result.put("stable_version", backends.path("stable").path("version").asString(""));
    result.put("candidate_version", backends.path("candidate").path("version").asString(""));
    result.put("token", json.path("token").asString(""));
    return new Seen(result, backends.size());
  }

  private Verb served() {
    Manual manual =
        Manual.of("proxy.served", "Counts who answered the newest requests, as the proxy saw it.")
            .required("url", Manual.Type.TEXT, Slot.URL, "The proxy's admin address")
            .required(
                "version", Manual.Type.TEXT, Slot.DATA, "The version whose share is asked for")
            .optional("last", Manual.Type.INT, Slot.DATA, "How many requests, 1 to 1000 (100)")
            .gives("share", "The share of the version, from 0 to 1")
            .gives("requests", "How many requests were counted")
            .gives("errors", "How many of them were answered with 500 or more")
            .gives("versions", "Requests by version")
            .gives("value", "The same as share")
            .example("proxy.served: {url: \"http://127.0.0.1:9001\", version: 1.4.2}");
    Function<Question, String> query =
        question -> {
          long last = ProxyPort.whole(question.args(), "last").orElse(100L);
          if (last < 1 || last > REQUESTS_MAX) {
            throw new IllegalArgumentException(
                "last is 1 to " + REQUESTS_MAX + " requests, not " + last);
          }
          return "?last=" + last;
        };
    return new Asks(manual, port, "/served", query, Proxy::servedOf);
  }

  private static Seen servedOf(JsonNode json, Map<String, Object> args) {
    Map<String, Object> versions = new TreeMap<>();
    JsonNode counts = json.path("versions");
    counts.propertyNames().forEach(name -> versions.put(name, counts.path(name).asLong(0)));
    long requests = json.path("requests").asLong(0);
    long own = counts.path(ProxyPort.text(args, "version")).asLong(0);
    double share = requests == 0 ? 0 : (double) own / requests;
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("value", share);
    result.put("share", share);
    result.put("requests", requests);
    result.put("errors", json.path("errors").asLong(0));
    result.put("versions", versions);
    return new Seen(result, requests);
  }

  private Verb deployed() {
    Manual manual =
        Manual.of("proxy.deployed", "Reads which versions run, with or without traffic.")
            .required("url", Manual.Type.TEXT, Slot.URL, "The deployer's address")
            .gives("versions", "The versions whose process is alive")
            .gives("urls", "The address of each of them, by version")
            .gives("value", "How many there are")
            .example("proxy.deployed: {url: \"http://127.0.0.1:9002\"}");
    return new Asks(manual, port, "/deployed", question -> "", Proxy::deployedOf);
  }

  private static Seen deployedOf(JsonNode json, Map<String, Object> args) {
    List<String> versions =
        json.path("versions").values().stream().map(node -> node.asString("")).toList();
    Map<String, Object> urls = new TreeMap<>();
    JsonNode addresses = json.path("urls");
    addresses.propertyNames().forEach(v -> urls.put(v, addresses.path(v).asString("")));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("value", (long) versions.size());
    result.put("versions", versions);
    result.put("urls", urls);
    return new Seen(result, versions.size());
  }

  private Verb promote() {
    Manual manual =
        Manual.of("proxy.promote", "Makes the version that serves everything the stable one.")
            .required("url", Manual.Type.TEXT, Slot.URL, "The proxy's admin address")
            .required(
                "version", Manual.Type.TEXT, Slot.DATA, "The version; it must get 100 percent")
            .example("proxy.promote: {url: \"http://127.0.0.1:9001\", version: 1.5.0}");
    return new Acts(manual, port, "PUT", "/backends", "promote");
  }

  private Verb deploy() {
    Manual manual =
        Manual.of("proxy.deploy", "Starts a version beside the stable one, without traffic.")
            .required("url", Manual.Type.TEXT, Slot.URL, "The deployer's address")
            .required("version", Manual.Type.TEXT, Slot.DATA, "A version that was published")
            .example("proxy.deploy: {url: \"http://127.0.0.1:9002\", version: 1.5.0}");
    return new Acts(manual, port, "POST", "/deploy", "version");
  }

  private Verb retire() {
    Manual manual =
        Manual.of("proxy.retire", "Ends a version that gets no traffic.")
            .required("url", Manual.Type.TEXT, Slot.URL, "The deployer's address")
            .required("version", Manual.Type.TEXT, Slot.DATA, "The version; it must get no traffic")
            .example("proxy.retire: {url: \"http://127.0.0.1:9002\", version: 1.5.0}");
    return new Acts(manual, port, "POST", "/retire", "version");
  }

  /** What was read, and of how many things. */
  private record Seen(Map<String, Object> result, long samples) {}

  private interface Reading {
    Seen read(JsonNode json, Map<String, Object> args);
  }

  /** A GET and what is read out of its answer. {@code query}: as it follows the path. */
  private record Asks(
      Manual manual, ProxyPort port, String path, Function<Question, String> query, Reading reading)
      implements Asking {
    @Override
    public Answer ask(Question question) throws InterruptedException {
      String at = path;
      try {
        at += query.apply(question);
      } catch (IllegalArgumentException e) {
        String message = manual.name() + ": " + e.getMessage() + "; nothing was asked";
        return Answer.error(message, question.at(), Proof.none());
      }
      return switch (port.get(question.args(), at, question.timeout())) {
        case ProxyPort.Said said when said.status() == 200 -> {
          Seen seen = reading.read(said.json(), question.args());
          yield Answer.of(seen.result(), seen.samples(), question.at(), said.proof());
        }
        case ProxyPort.Said said ->
            Answer.error(manual.name() + ": " + said.sentence(), question.at(), said.proof());
        case ProxyPort.Silence silence ->
            Answer.error(manual.name() + ": " + silence.message(), question.at(), silence.proof());
      };
    }
  }

  /** An act on one version. {@code key}: the name under which the version is sent. */
  private record Acts(Manual manual, ProxyPort port, String method, String path, String key)
      implements Acting {
    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put(key, ProxyPort.text(operation.args(), "version"));
      return port.act(operation, method, path, body, json -> Map.of());
    }

    @Override
    public Fence fence() {
      return Fence.NATIVE;
    }
  }

  /** Shifts traffic; the router of a rollout. */
  private record Shift(ProxyPort port) implements Acting {
    @Override
    public Manual manual() {
      return Manual.of("proxy.shift", "Gives one side so many percent of the traffic.")
          .required("url", Manual.Type.TEXT, Slot.URL, "The proxy's admin address")
          .required("weight", Manual.Type.INT, Slot.DATA, "0 to 100; the other side gets the rest")
          .optional("backend", Manual.Type.TEXT, Slot.DATA, "stable or candidate (candidate)")
          .optional(
              "version", Manual.Type.TEXT, Slot.DATA, "The side by its version, not by its name")
          .gives("weight", "Percent of the traffic that this side now gets")
          .example("proxy.shift: {url: \"http://127.0.0.1:9001\", weight: 10}");
    }

    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      Map<String, Object> args = operation.args();
      long weight;
      try {
        weight = ProxyPort.whole(args, "weight").orElse(-1L);
      } catch (IllegalArgumentException e) {
        return failed(String.valueOf(e.getMessage()));
      }
      if (weight < 0 || weight > 100) {
        return failed("weight must be 0 to 100 percent, not " + args.get("weight"));
      }
      Map<String, Object> body = new LinkedHashMap<>();
      Optional<String> version = version(args);
      if (version.isPresent()) {
        body.put("version", version.get());
        body.put("weight", weight);
      } else {
        String backend = backend(args);
        if (!backend.equals("stable") && !backend.equals("candidate")) {
          return failed("backend is stable or candidate, not " + backend);
        }
        String other = backend.equals("stable") ? "candidate" : "stable";
        Map<String, Object> weights = new LinkedHashMap<>();
        weights.put(backend, weight);
        if (weight < 100) {
          weights.put(other, 100 - weight);
        }
        body.put("weights", weights);
      }
      return port.act(operation, "PUT", "/weights", body, json -> weight(json, args));
    }

    private static Deed failed(String why) {
      String message = "proxy.shift: " + why + "; nothing was sent";
      return new Deed.Failed(message, Proof.none());
    }

    private static Optional<String> version(Map<String, Object> args) {
      return Optional.of(ProxyPort.text(args, "version")).filter(text -> !text.isEmpty());
    }

    private static String backend(Map<String, Object> args) {
      String backend = ProxyPort.text(args, "backend");
      return backend.isEmpty() ? "candidate" : backend;
    }

    private static Map<String, Object> weight(JsonNode json, Map<String, Object> args) {
      Map<String, Object> weights = weightsOf(json, args).result();
      Optional<String> version = version(args);
      Object weight =
          version.isPresent()
              ? json.path("backends").values().stream()
                  .filter(b -> b.path("version").asString("").equals(version.get()))
                  .mapToLong(b -> b.path("weight").asLong(0))
                  .sum()
              : weights.getOrDefault(backend(args), 0L);
      return Map.of("weight", weight);
    }

    /** Whatever the reference: the weight that the proxy has now. */
    @Override
    public Deed look(Operation operation, String reference) throws InterruptedException {
      return switch (port.get(operation.args(), "/weights", operation.timeout())) {
        case ProxyPort.Said said when said.status() == 200 ->
            new Deed.Landed(weight(said.json(), operation.args()), said.proof());
        case ProxyPort.Said said ->
            new Deed.Unknown("proxy.shift: " + said.sentence(), said.proof());
        case ProxyPort.Silence silence ->
            new Deed.Unknown("proxy.shift: " + silence.message(), silence.proof());
      };
    }

    @Override
    public Fence fence() {
      return Fence.NATIVE;
    }
  }
}
