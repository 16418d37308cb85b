package dev.holddown.connectors.support;

import dev.holddown.connectors.support.HttpOutcome.Failure;
import dev.holddown.connectors.support.HttpOutcome.Response;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls to the admin ports of the demo world, in JSON. */
public final class ProxyPort {
  private final HttpCall calls;

  public ProxyPort(HttpCall calls) {
    this.calls = calls;
  }

  /** What came of a call. */
  public sealed interface Outcome {}

  /** A whole answer in JSON, of any status. */
  public record Said(int status, JsonNode json, Proof proof) implements Outcome {
    /** Status and, when the target told it, the reason. */
    public String sentence() {
      String error = json.path("error").asString("");
      return "HTTP " + status + (error.isEmpty() ? "" : ", " + error);
    }
  }

  /** No whole answer. {@code maybeSent}: whether the request may have arrived. */
  public record Silence(String message, boolean maybeSent, Proof proof) implements Outcome {}

  /** Asks {@code path} below the argument {@code url}. */
  public Outcome get(Args args, String path, Duration timeout)
      throws CallRefused, InterruptedException {
    return call(HttpAsk.get(url(args, path), HttpAsk.Limits.within(timeout)));
  }

  /**
   * Sends an act with its operation id and token. A refusal (4xx) and a request that never left are
   * failures; anything else but a good answer leaves open whether the act landed.
   *
   * @param request method and path, such as {@code PUT /weights}
   */
  public Deed act(
      Operation operation,
      Args args,
      String request,
      Map<String, Object> body,
      Function<JsonNode, Map<String, Object>> result)
      throws CallRefused, InterruptedException {
    Map<String, Object> sent = new LinkedHashMap<>(body);
    sent.put("op", operation.id());
    sent.put("token", operation.token().toString());
    String json = Json.wire(sent);
    String[] words = request.split(" ", 2);
    HttpAsk ask =
        new HttpAsk(
            words[0],
            url(args, words[1]),
            Map.of("Content-Type", "application/json"),
            Optional.of(new HttpAsk.HttpBody(json, json)),
            HttpAsk.Limits.within(operation.timeout()));
    return switch (call(ask)) {
      case Said said when said.status() == 200 ->
          new Deed.Landed(result.apply(said.json()), said.proof());
      case Said said when said.status() >= 400 && said.status() < 500 ->
          new Deed.Failed("refused: " + said.sentence(), said.proof());
      case Said said -> new Deed.Unknown(said.sentence() + "; it may have been done", said.proof());
      case Silence silence when silence.maybeSent() ->
          new Deed.Unknown(silence.message() + "; it may have been done", silence.proof());
      case Silence silence ->
          new Deed.Failed(silence.message() + "; nothing was sent", silence.proof());
    };
  }

  private static String url(Args args, String path) throws CallRefused {
    return args.text("url").replaceFirst("/+$", "") + path;
  }

  private Outcome call(HttpAsk ask) throws InterruptedException {
    HttpOutcome outcome = calls.send(ask);
    Proof proof = HttpRecord.proof(ask, outcome, Redaction.of(Map.of()));
    return switch (outcome) {
      case Failure failure -> new Silence(failure.message(), failure.maybeSent(), proof);
      case Response response when response.content().cut() ->
          new Silence(ask.url() + ": " + HttpRecord.cutAt(ask), true, proof);
      case Response response -> read(ask, response, proof);
    };
  }

  private static Outcome read(HttpAsk ask, Response response, Proof proof) {
    try {
      JsonNode json = JsonMapper.shared().readTree(response.content().text());
      return new Said(response.status(), json, proof);
    } catch (JacksonException e) {
      String what = ask.url() + " answered HTTP " + response.status() + ", and not with JSON";
      return new Silence(what, true, proof);
    }
  }
}
