package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.HttpCall;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The weighted proxy of the demo world and its deployer, over their admin ports: how traffic is
 * split between a stable version and a candidate, who answered, and which versions run. Both refuse
 * an older token by themselves and do each operation once.
 */
public final class Proxy implements Connector {
  private static final int REQUESTS_MAX = 1_000;
  private static final String SAMPLES_OF_ACT = "always 1: one act was done";

  private final ProxyPort port;

  public Proxy(HttpCall calls) {
    this.port = new ProxyPort(calls);
  }

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
            .gives("samples", "How many sides there are: 1, or 2 with a candidate")
            .gives("value", "The same as candidate")
            .example("proxy.weights: {url: \"http://127.0.0.1:9001\"}");
    return new Asks(manual, port, "/weights", args -> "", Proxy::weightsOf);
  }

  private static Seen weightsOf(JsonNode json, Args args) {
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
            .gives("samples", "The same as requests")
            .gives("value", "The same as share")
            .example("proxy.served: {url: \"http://127.0.0.1:9001\", version: 1.4.2}");
    Query query =
        args -> {
          args.text("version");
          return "?last=" + args.whole("last", 1, REQUESTS_MAX).orElse(100);
        };
    return new Asks(manual, port, "/served", query, Proxy::servedOf);
  }

  private static Seen servedOf(JsonNode json, Args args) throws CallRefused {
    Map<String, Object> versions = new TreeMap<>();
    JsonNode counts = json.path("versions");
    counts.propertyNames().forEach(name -> versions.put(name, counts.path(name).asLong(0)));
    long requests = json.path("requests").asLong(0);
    long own = counts.path(args.text("version")).asLong(0);
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
            .gives("samples", "How many there are")
            .gives("value", "The same as samples")
            .example("proxy.deployed: {url: \"http://127.0.0.1:9002\"}");
    return new Asks(manual, port, "/deployed", args -> "", Proxy::deployedOf);
  }

  private static Seen deployedOf(JsonNode json, Args args) {
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
    return new Acts(
        Manual.of("proxy.promote", "Makes the version that serves everything the stable one.")
            .required("url", Manual.Type.TEXT, Slot.URL, "The proxy's admin address")
            .required(
                "version", Manual.Type.TEXT, Slot.DATA, "The version; it must get 100 percent")
            .gives("samples", SAMPLES_OF_ACT)
            .example("proxy.promote: {url: \"http://127.0.0.1:9001\", version: 1.5.0}"),
        port,
        "PUT /backends",
        "promote");
  }

  private Verb deploy() {
    return ofDeployer(
        "deploy",
        "Starts a version beside the stable one, without traffic.",
        "A version that was published");
  }

  private Verb retire() {
    return ofDeployer(
        "retire", "Ends a version that gets no traffic.", "The version; it must get no traffic");
  }

  private Verb ofDeployer(String word, String sentence, String version) {
    Manual manual =
        Manual.of("proxy." + word, sentence)
            .required("url", Manual.Type.TEXT, Slot.URL, "The deployer's address")
            .required("version", Manual.Type.TEXT, Slot.DATA, version)
            .gives("samples", SAMPLES_OF_ACT)
            .example("proxy." + word + ": {url: \"http://127.0.0.1:9002\", version: 1.5.0}");
    return new Acts(manual, port, "POST /" + word, "version");
  }

  /** What was read, and of how many things. */
  private record Seen(Map<String, Object> result, long samples) {
    Map<String, Object> withSamples() {
      Map<String, Object> all = new LinkedHashMap<>(result);
      all.put("samples", samples);
      return all;
    }
  }

  private interface Query {
    String of(Args args) throws CallRefused;
  }

  private interface Reading {
    Seen read(JsonNode json, Args args) throws CallRefused;
  }

  /** A GET and what is read out of its answer. {@code query}: as it follows the path. */
  private record Asks(Manual manual, ProxyPort port, String path, Query query, Reading reading)
      implements Asking {
    @Override
    public Answer ask(Question question) throws InterruptedException {
      Args args = new Args(manual.name(), question.args());
      try {
        return switch (port.get(args, path + query.of(args), question.timeout())) {
          case ProxyPort.Said said when said.status() == 200 -> {
            Seen seen = reading.read(said.json(), args);
            yield Answer.of(seen.withSamples(), seen.samples(), question.at(), said.proof());
          }
          case ProxyPort.Said said ->
              Answer.error(manual.name() + ": " + said.sentence(), question.at(), said.proof());
          case ProxyPort.Silence silence ->
              Answer.error(
                  manual.name() + ": " + silence.message(), question.at(), silence.proof());
        };
      } catch (CallRefused e) {
        return Answer.error(e.sentence(), question.at(), Proof.none());
      }
    }
  }

  /**
   * An act on one version.
   *
   * @param request method and path
   * @param key the name under which the version is sent
   */
  private record Acts(Manual manual, ProxyPort port, String request, String key) implements Acting {
    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      Args args = new Args(manual.name(), operation.args());
      try {
        Map<String, Object> body = Map.of(key, args.text("version"));
        return port.act(operation, args, request, body, json -> Map.of("samples", 1L));
      } catch (CallRefused e) {
        return notSent(e);
      }
    }

    @Override
    public Fence fence() {
      return Fence.NATIVE;
    }
  }

  private static Deed notSent(CallRefused e) {
    return new Deed.Failed(e.sentence() + "; nothing was sent", Proof.none());
  }

  /** The two sides of the proxy. */
  private enum Side {
    CANDIDATE,
    STABLE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    Side other() {
      return this == STABLE ? CANDIDATE : STABLE;
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
          .gives("samples", SAMPLES_OF_ACT)
          .example("proxy.shift: {url: \"http://127.0.0.1:9001\", weight: 10}");
    }

    private static Args args(Operation operation) {
      return new Args("proxy.shift", operation.args());
    }

    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      Args args = args(operation);
      try {
        Map<String, Object> body = body(args);
        Target target = Target.of(args);
        return port.act(operation, args, "PUT /weights", body, target::weight);
      } catch (CallRefused e) {
        return notSent(e);
      }
    }

    private static Map<String, Object> body(Args args) throws CallRefused {
      int weight =
          args.whole("weight", 0, 100)
              .orElseThrow(() -> new CallRefused(args.action() + " needs weight, 0 to 100"));
      Target target = Target.of(args);
      Map<String, Object> body = new LinkedHashMap<>();
      if (target.version().isPresent()) {
        body.put("version", target.version().get());
        body.put("weight", weight);
        return body;
      }
      Map<String, Object> weights = new LinkedHashMap<>();
      weights.put(target.side().word(), weight);
      if (weight < 100) {
        weights.put(target.side().other().word(), 100 - weight);
      }
      body.put("weights", weights);
      return body;
    }

    /** Whose traffic it is: that of a version, or of a side. */
    private record Target(Optional<String> version, Side side) {
      static Target of(Args args) throws CallRefused {
        return new Target(
            args.optionalText("version").filter(text -> !text.isEmpty()),
            args.word("backend", Side.CANDIDATE));
      }

      Map<String, Object> weight(JsonNode json) {
        JsonNode backends = json.path("backends");
        long weight =
            version.isEmpty()
                ? backends.path(side.word()).path("weight").asLong(0)
                : backends.values().stream()
                    .filter(b -> b.path("version").asString("").equals(version.get()))
                    .mapToLong(b -> b.path("weight").asLong(0))
                    .sum();
        return Map.of("weight", weight, "samples", 1L);
      }
    }

    /** Whatever the reference: the weight that the proxy has now. */
    @Override
    public Deed look(Operation operation, String reference) throws InterruptedException {
      Args args = args(operation);
      try {
        Target target = Target.of(args);
        return switch (port.get(args, "/weights", operation.timeout())) {
          case ProxyPort.Said said when said.status() == 200 ->
              new Deed.Landed(target.weight(said.json()), said.proof());
          case ProxyPort.Said said ->
              new Deed.Unknown("proxy.shift: " + said.sentence(), said.proof());
          case ProxyPort.Silence silence ->
              new Deed.Unknown("proxy.shift: " + silence.message(), silence.proof());
        };
      } catch (CallRefused e) {
        return new Deed.Unknown(e.sentence() + "; nothing was asked", Proof.none());
      }
    }

    @Override
    public Fence fence() {
      return Fence.NATIVE;
    }
  }
}
