package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.HttpAsk;
import dev.holddown.connectors.support.HttpCall;
import dev.holddown.connectors.support.HttpOutcome;
import dev.holddown.connectors.support.HttpOutcome.Failure;
import dev.holddown.connectors.support.HttpOutcome.Response;
import dev.holddown.connectors.support.HttpRecord;
import dev.holddown.connectors.support.Json;
import dev.holddown.connectors.support.Redaction;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Secret;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code http.get} and {@code http.head} ask; {@code http.post}, {@code http.put} and {@code
 * http.delete} act. An act carries {@code Idempotency-Key: <operation id>}, the same at each
 * repeat, and {@code Holddown-Token: <epoch>.<sequence>}, by which a server may refuse an act that
 * comes too late.
 */
public final class Http implements Connector {
  private static final int REDIRECTS_MAX = 10;
  private final HttpCall calls;

  public Http(HttpCall calls) {
    this.calls = calls;
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(
        new Ask(calls, "GET"),
        new Ask(calls, "HEAD"),
        new Act(calls, "POST"),
        new Act(calls, "PUT"),
        new Act(calls, "DELETE"));
  }

  private static String action(String method) {
    return "http." + method.toLowerCase(Locale.ROOT);
  }

  private static Manual.Builder fields(String method, String sentence) {
    return Manual.of(action(method), sentence)
        .required("url", Manual.Type.TEXT, Slot.URL, "http or https, without user name or password")
        .secret(
            "headers",
            Manual.Type.MAP,
            Slot.HEADER,
            "request headers; a value may be {secret: name}")
        .secret("bearer", Manual.Type.TEXT, Slot.LITERAL, "a token, as {secret: name}")
        .optional(
            "timeout", Manual.Type.DURATION, Slot.LITERAL, "for the whole call, body included");
  }

  /** A playbook cannot put "Bearer" before a secret itself: there, secrets are never text. */
  private static Map<String, Object> headers(Args args) throws CallRefused {
    Map<String, Object> headers = new LinkedHashMap<>(args.map("headers"));
    Object bearer = args.values().get("bearer");
    if (bearer == null) {
      return headers;
    }
    if (!(bearer instanceof Secret token)) {
      throw new CallRefused("bearer of " + args.action() + " must be {secret: name}");
    }
    if (headers.keySet().stream().anyMatch("authorization"::equalsIgnoreCase)) {
      throw new CallRefused(args.action() + " takes bearer or the header Authorization, not both");
    }
    headers.put("Authorization", new Secret(token.name(), "Bearer " + token.reveal()));
    return headers;
  }

  private static Manual outputs(Manual.Builder manual, String example) {
    return manual
        .gives("status", "the HTTP status, such as 200")
        .gives("headers", "response headers by lower-case name; cookie values left out")
        .gives("json", "the body as values when it is JSON; nulls are left out")
        .gives("json_error", "why a JSON body could not be read")
        .gives("body", "the body as text, up to 64 KiB")
        .gives("size", "bytes of the body that were read")
        .gives("cut", "whether the body was longer than 1 MiB and cut there")
        .gives("latency", "seconds from look-up to the last byte")
        .gives("samples", "always 1: one answer was examined")
        .example(example);
  }

  /** GET and HEAD. */
  private record Ask(HttpCall calls, String method) implements Asking {
    @Override
    public Manual manual() {
      String sentence =
          method.equals("GET")
              ? "Asks a URL and gives its status, headers and body."
              : "Asks a URL for its status and headers only.";
      return outputs(
          fields(method, sentence)
              .optional(
                  "redirects",
                  Manual.Type.INT,
                  Slot.LITERAL,
                  "how many redirects to follow (default 0), never from http to https or back"),
          action(method) + ": {url: \"https://shop.example/healthz\", timeout: 5s}");
    }

    @Override
    public Answer ask(Question question) throws InterruptedException {
      HttpAsk ask;
      try {
        Args args = new Args(action(method), question.args());
        Duration timeout = args.duration("timeout", question.timeout());
        HttpAsk.Limits limits =
            HttpAsk.Limits.within(timeout)
                .withRedirects(args.integer("redirects", 0, REDIRECTS_MAX));
        ask = new HttpAsk(method, args.text("url"), headers(args), Optional.empty(), limits);
      } catch (CallRefused e) {
        return Answer.error(e.sentence(), question.at(), Proof.none());
      }
      HttpOutcome outcome = calls.send(ask);
      Redaction redaction = Redaction.of(question.args());
      Proof proof = HttpRecord.proof(ask, outcome, redaction);
      return switch (outcome) {
        case Failure failure ->
            Answer.error(redaction.text(failure.message()), question.at(), proof);
        case Response response ->
            Answer.of(HttpRecord.result(ask, response, redaction), 1, question.at(), proof);
      };
    }
  }

  /** POST, PUT and DELETE. */
  private record Act(HttpCall calls, String method) implements Acting {
    @Override
    public Manual manual() {
      String sentence =
          "Sends a "
              + method
              + ". 2xx has landed, 4xx has failed; 5xx, a time-out or a broken connection is"
              + " unknown until `done` is asked.";
      return outputs(
          fields(method, sentence)
              .secret(
                  "json", Manual.Type.ANY, Slot.DATA, "a body sent as JSON; values may be secrets")
              .optional(
                  "body", Manual.Type.TEXT, Slot.DATA, "a body sent as text; not beside json"),
          action(method) + ": {url: \"https://shop.example/deploys\", json: {version: \"1.4.2\"}}");
    }

    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      HttpAsk ask;
      try {
        ask = ask(operation);
      } catch (CallRefused e) {
        return new Deed.Failed(e.sentence() + "; nothing was sent", Proof.none());
      }
      return HttpRecord.deed(ask, calls.send(ask), Redaction.of(operation.args()));
    }

    private HttpAsk ask(Operation operation) throws CallRefused {
      Args args = new Args(action(method), operation.args());
      Map<String, Object> headers = new LinkedHashMap<>();
      for (Map.Entry<String, Object> header : headers(args).entrySet()) {
        String lower = header.getKey().toLowerCase(Locale.ROOT);
        if (lower.equals("idempotency-key") || lower.equals("holddown-token")) {
          throw new CallRefused(
              "the header " + header.getKey() + " is set by Holddown itself; leave it out");
        }
        headers.put(header.getKey(), header.getValue());
      }
      headers.put("Idempotency-Key", operation.id());
      headers.put("Holddown-Token", operation.token().toString());
      Optional<HttpAsk.HttpBody> body = body(args, headers);
      Duration timeout = args.duration("timeout", operation.timeout());
      return new HttpAsk(method, args.text("url"), headers, body, HttpAsk.Limits.within(timeout));
    }

    private static Optional<HttpAsk.HttpBody> body(Args args, Map<String, Object> headers)
        throws CallRefused {
      Object json = args.values().get("json");
      Optional<String> text = args.optionalText("body");
      if (json != null && text.isPresent()) {
        throw new CallRefused(args.action() + " takes json or body, not both");
      }
      boolean typed = headers.keySet().stream().anyMatch("content-type"::equalsIgnoreCase);
      if (json != null) {
        if (!typed) {
          headers.put("Content-Type", "application/json");
        }
        return Optional.of(
            json instanceof Secret secret
                ? new HttpAsk.HttpBody(secret.reveal(), secret.toString())
                : new HttpAsk.HttpBody(Json.wire(json), Json.shown(json)));
      }
      if (text.isPresent() && !typed) {
        headers.put("Content-Type", "text/plain; charset=utf-8");
      }
      return text.map(t -> new HttpAsk.HttpBody(t, t));
    }
  }
}
