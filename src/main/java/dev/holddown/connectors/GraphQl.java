package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.GraphQlReply;
import dev.holddown.connectors.support.HttpAsk;
import dev.holddown.connectors.support.HttpCall;
import dev.holddown.connectors.support.HttpOutcome;
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
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Asks and changes over GraphQL. The document is literal text of the playbook, or stored at the
 * server and named by its hash; values travel as JSON variables, never inside the document.
 *
 * @see <a href="https://graphql.github.io/graphql-over-http/draft/">GraphQL over HTTP</a>
 */
public final class GraphQl implements Connector {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern CHANGES =
      Pattern.compile("(?m)(^|\\})[\\s,]*(mutation|subscription)\\b");

  private final HttpCall calls;

  public GraphQl(HttpCall calls) {
    this.calls = calls;
  }

  @Override
  public String name() {
    return "graphql";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new Call(calls), new Mutate(calls));
  }

  private static Manual manual(String name, String sentence, String example) {
    return Manual.of(name, sentence)
        .required("url", Manual.Type.TEXT, Slot.URL, "the endpoint, often …/graphql")
        .optional("query", Manual.Type.TEXT, Slot.LITERAL, "the document; values go to variables")
        .optional(
            "persisted",
            Manual.Type.TEXT,
            Slot.LITERAL,
            "the SHA-256 of a document that the server keeps, 64 hex digits; query may be left out")
        .optional("operation", Manual.Type.TEXT, Slot.LITERAL, "which operation of the document")
        .secret("variables", Manual.Type.ANY, Slot.DATA, "a map of values, sent as JSON")
        .secret("headers", Manual.Type.MAP, Slot.HEADER, "request headers, such as Authorization")
        .optional("timeout", Manual.Type.DURATION, Slot.LITERAL, "of the whole call")
        .gives("data", "the data as values; nulls are left out, ask with has()")
        .gives("status", "the HTTP status")
        .gives("latency", "seconds from look-up to the last byte")
        .gives("samples", "always 1: one answer was examined")
        .example(example);
  }

  private static HttpAsk ask(Args args, Duration timeout, Map<String, Object> more)
      throws CallRefused {
    Map<String, Object> body = new LinkedHashMap<>();
    Optional<String> query = args.optionalText("query").filter(t -> !t.isBlank());
    Optional<String> persisted = args.optionalText("persisted");
    String url = args.text("url");
    if (query.isEmpty() && persisted.isEmpty()) {
      throw new CallRefused(args.action() + " needs query or persisted");
    }
    query.ifPresent(text -> body.put("query", text));
    args.optionalText("operation").ifPresent(name -> body.put("operationName", name));
    Object variables = args.values().getOrDefault("variables", Map.of());
    if (!(variables instanceof Map<?, ?>)) {
      throw new CallRefused("variables of " + args.action() + " must be a map of names to values");
    }
    body.put("variables", variables);
    if (persisted.isPresent()) {
      if (!HASH.matcher(persisted.get()).matches()) {
        throw new CallRefused(
            "persisted of " + args.action() + " must be a SHA-256 of 64 small hex digits");
      }
      body.put(
          "extensions",
          Map.of("persistedQuery", Map.of("version", 1L, "sha256Hash", persisted.get())));
    }
    Map<String, Object> headers = new LinkedHashMap<>(args.map("headers"));
    headers.putIfAbsent("Content-Type", "application/json");
    headers.putIfAbsent("Accept", "application/graphql-response+json, application/json");
    headers.putAll(more);
    HttpAsk.HttpBody sent = new HttpAsk.HttpBody(Json.wire(body), Json.shown(body));
    HttpAsk.Limits limits = HttpAsk.Limits.within(args.duration("timeout", timeout));
    return new HttpAsk("POST", url, headers, Optional.of(sent), limits);
  }

  /** {@code graphql.call}. */
  private record Call(HttpCall calls) implements Asking {
    @Override
    public Manual manual() {
      return GraphQl.manual(
          "graphql.call",
          "Asks a GraphQL query. Errors beside the data make it no answer; a mutation is refused.",
          "graphql.call: {url: \"https://shop.example/graphql\", query: 'query($id: ID!) {"
              + " order(id: $id) { state } }', variables: {id: \"7\"}}");
    }

    @Override
    public Answer ask(Question question) throws InterruptedException {
      Args args = new Args("graphql.call", question.args());
      HttpAsk ask;
      try {
        ask = GraphQl.ask(args, question.timeout(), Map.of());
        if (CHANGES.matcher(plain(args.optionalText("query").orElse(""))).find()) {
          throw new CallRefused(
              "graphql.call changes nothing: the document holds a mutation or subscription; a"
                  + " mutation is a step with graphql.mutate");
        }
      } catch (CallRefused e) {
        return Answer.error(e.sentence(), question.at(), Proof.none());
      }
      Redaction redaction = Redaction.of(question.args());
      HttpOutcome outcome = calls.send(ask);
      Proof proof = HttpRecord.proof(ask, outcome, redaction);
      GraphQlReply reply = GraphQlReply.of(ask, outcome, redaction);
      return reply.problem().isEmpty()
          ? Answer.of(reply.result(), 1, question.at(), proof)
          : Answer.error(reply.problem(), question.at(), proof);
    }

    /** Without comments and text in quotes, in which any word may stand. */
    private static String plain(String document) {
      return document.replaceAll(
          "(?s)\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|#[^\\n]*", "\"\"");
    }
  }

  /** {@code graphql.mutate}. */
  private record Mutate(HttpCall calls) implements Acting {
    @Override
    public Manual manual() {
      return GraphQl.manual(
          "graphql.mutate",
          "Sends a GraphQL mutation, with the operation's id as Idempotency-Key.",
          "graphql.mutate: {url: \"https://shop.example/graphql\", query: 'mutation($t: String!) {"
              + " createNote(text: $t) { id } }', variables: {t: \"hello\"}}");
    }

    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      Args args = new Args("graphql.mutate", operation.args());
      HttpAsk ask;
      try {
        ask =
            GraphQl.ask(
                args,
                operation.timeout(),
                Map.of(
                    "Idempotency-Key",
                    operation.id(),
                    "Holddown-Token",
                    operation.token().toString()));
      } catch (CallRefused e) {
        return new Deed.Failed(e.sentence() + "; nothing was sent", Proof.none());
      }
      Redaction redaction = Redaction.of(operation.args());
      HttpOutcome outcome = calls.send(ask);
      Proof proof = HttpRecord.proof(ask, outcome, redaction);
      GraphQlReply reply = GraphQlReply.of(ask, outcome, redaction);
      if (reply.problem().isEmpty()) {
        return new Deed.Landed(reply.result(), proof);
      }
      return switch (reply.fate()) {
        case NOT_DONE -> new Deed.Failed(reply.problem() + "; nothing was done", proof);
        case MAYBE_DONE ->
            new Deed.Unknown(reply.problem() + "; it may have been done all the same", proof);
      };
    }
  }
}
