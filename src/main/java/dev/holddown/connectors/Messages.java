package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.HttpAsk;
import dev.holddown.connectors.support.HttpCall;
import dev.holddown.connectors.support.HttpRecord;
import dev.holddown.connectors.support.Json;
import dev.holddown.connectors.support.MessageFile;
import dev.holddown.connectors.support.RecentOps;
import dev.holddown.connectors.support.Redaction;
import dev.holddown.connectors.support.WebhookSignature;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Secret;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells people: {@code message.terminal}, {@code message.file}, {@code message.webhook}. Repeating
 * one with the same operation id tells them once: the file looks into itself; the terminal and the
 * webhook remember while the process lives, and after that a receiver goes by {@code webhook-id}.
 */
public final class Messages implements Connector {
  private final List<Verb> verbs;

  /**
   * @param terminal where {@code message.terminal} prints
   * @param folder what {@code message.file} paths are relative to
   */
  public Messages(PrintStream terminal, Path folder, HttpCall calls) {
    this.verbs =
        List.of(
            new Terminal(terminal, new RecentOps()),
            new ToFile(folder, new MessageFile()),
            new Webhook(calls, new RecentOps()));
  }

  @Override
  public String name() {
    return "message";
  }

  @Override
  public List<Verb> verbs() {
    return verbs;
  }

  private static Manual.Builder fields(String name, String sentence, Slot text) {
    return Manual.of(name, sentence)
        .required("text", Manual.Type.TEXT, text, "what to say")
        .optional("to", Manual.Type.TEXT, Slot.WORDS, "the address as the playbook wrote it")
        .gives("already", "whether this message had been delivered before")
        .gives("samples", "always 1");
  }

  private static Deed delivered(boolean already, Proof proof) {
    return new Deed.Landed(Map.of("already", already, "samples", 1L), proof);
  }

  private static Deed refused(CallRefused e) {
    return new Deed.Failed(e.sentence() + "; the message was not delivered", Proof.none());
  }

  /** One line on the terminal, without anything that could steer it. */
  private record Terminal(PrintStream terminal, RecentOps landed) implements Acting {
    @Override
    public Manual manual() {
      return fields("message.terminal", "Prints one line on the terminal of the process that runs.", Slot.WORDS)
          .example("message.terminal: {text: \"checkout 1.4.2 is live\"}");
    }

    @Override
    public Deed begin(Operation operation) {
      try {
        String text = new Args("message.terminal", operation.args()).text("text");
        String line =
            text.strip().replaceAll("\\R", " / ").replaceAll("[\\p{Cc}\\p{Cf}]", "\uFFFD");
        if (landed.contains(operation.id())) {
          return delivered(true, new Proof(line, "printed before"));
        }
        terminal.println(operation.at() + " " + line);
        if (terminal.checkError()) {
          return new Deed.Unknown("the terminal could not be written to", new Proof(line, ""));
        }
        landed.add(operation.id());
        return delivered(false, new Proof(line, "printed"));
      } catch (CallRefused e) {
        return refused(e);
      }
    }
  }

  /** A JSON line in a file. */
  private record ToFile(Path folder, MessageFile files) implements Acting {
    @Override
    public Manual manual() {
      return fields("message.file", "Appends a JSON line {op, at, to, text} to a file, durably.", Slot.WORDS)
          .required("path", Manual.Type.TEXT, Slot.LITERAL, "the file, relative to the workspace")
          .example("message.file: {path: notes.jsonl, text: \"checkout 1.4.2 is live\"}");
    }

    @Override
    public Deed begin(Operation operation) {
      try {
        Args args = new Args("message.file", operation.args());
        Path file = folder.resolve(args.text("path"));
        Map<String, Object> rest = new LinkedHashMap<>();
        rest.put("at", operation.at().toString());
        rest.put("to", args.optionalText("to").orElse("file:" + args.text("path")));
        rest.put("text", args.text("text"));
        String json = Json.shown(rest);
        return append(file, operation, json);
      } catch (InvalidPathException e) {
        return refused(new CallRefused("the path of message.file is no path"));
      } catch (CallRefused e) {
        return refused(e);
      }
    }

    private Deed append(Path file, Operation operation, String json) throws CallRefused {
      Proof proof = new Proof("append to " + file + "\n" + json, "");
      try {
        MessageFile.Written written = files.append(file, operation.id(), json);
        return delivered(written == MessageFile.Written.ALREADY_THERE, proof);
      } catch (IOException e) {
        return new Deed.Unknown(
            "the message file "
                + file
                + " could not be written: "
                + e.getMessage()
                + "; a repeat finds out whether the line is there",
            proof);
      }
    }
  }

  /** A signed POST. */
  private record Webhook(HttpCall calls, RecentOps landed) implements Acting {
    private static final String TYPE = "holddown.message";

    @Override
    public Manual manual() {
      return fields(
              "message.webhook",
              "Posts {type, timestamp, data} signed by the Standard Webhooks specification.", Slot.CHAT)
          .required("url", Manual.Type.TEXT, Slot.URL, "where to post")
          .requiredSecret(
              "secret",
              Manual.Type.TEXT,
              Slot.LITERAL,
              "the key, as {secret: name}: whsec_ and the Base64 of 24 to 64 random bytes")
          .optional(
              "type", Manual.Type.TEXT, Slot.LITERAL, "the event type (default holddown.message)")
          .optional("data", Manual.Type.MAP, Slot.DATA, "more names for data, beside text")
          .gives("status", "the HTTP status of the receiver")
          .example(
              "message.webhook: {url: \"https://hooks.example/in\", secret: {secret: webhook},"
                  + " text: \"checkout 1.4.2 is live\"}");
    }

    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      HttpAsk ask;
      try {
        ask = ask(operation);
      } catch (CallRefused e) {
        return refused(e);
      }
      Redaction redaction = Redaction.of(operation.args());
      if (landed.contains(operation.id())) {
        return delivered(true, new Proof("POST " + ask.url(), "delivered before"));
      }
      Deed deed = HttpRecord.deed(ask, calls.send(ask), redaction);
      if (!(deed instanceof Deed.Landed(Map<String, Object> result, Proof proof))) {
        return deed;
      }
      landed.add(operation.id());
      Object status = result.getOrDefault("status", 0L);
      return new Deed.Landed(Map.of("already", false, "samples", 1L, "status", status), proof);
    }

    private static HttpAsk ask(Operation operation) throws CallRefused {
      Args args = new Args("message.webhook", operation.args());
      if (!(operation.args().get("secret") instanceof Secret secret)) {
        throw new CallRefused("message.webhook needs secret: {secret: name}");
      }
      Map<String, Object> data = new LinkedHashMap<>(args.map("data"));
      data.put("text", args.text("text"));
      args.optionalText("to").ifPresent(to -> data.put("to", to));
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("type", args.optionalText("type").orElse(TYPE));
      body.put("timestamp", operation.at().toString());
      body.put("data", data);
      String json = Json.wire(body);
      Map<String, Object> headers = new LinkedHashMap<>();
      headers.put("Content-Type", "application/json");
      headers.putAll(WebhookSignature.headers(secret, operation.id(), operation.at(), json));
      return new HttpAsk(
          "POST",
          args.text("url"),
          headers,
          Optional.of(new HttpAsk.HttpBody(json, Json.shown(body))),
          HttpAsk.Limits.within(operation.timeout()));
    }
  }
}
