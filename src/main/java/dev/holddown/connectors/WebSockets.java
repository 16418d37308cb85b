package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.Deadline;
import dev.holddown.connectors.support.Fanout;
import dev.holddown.connectors.support.Redaction;
import dev.holddown.connectors.support.SocketCall;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** WebSockets (RFC 6455), with the JDK's client. */
public final class WebSockets implements Connector {
  private final SocketCall calls;

  public WebSockets(SocketCall calls) {
    this.calls = calls;
  }

  @Override
  public String name() {
    return "websocket";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new FanOut(calls));
  }

  /** {@code websocket.fanout}. */
  private record FanOut(SocketCall calls) implements Asking {
    @Override
    public Manual manual() {
      return Manual.of(
              "websocket.fanout",
              "Connects many clients, lets one more send a message, and measures when each of the"
                  + " others has it.")
          .required("url", Manual.Type.TEXT, Slot.URL, "ws://, wss:// or the same with http")
          .required("clients", Manual.Type.INT, Slot.DATA, "how many, 1 to 1000")
          .optional(
              "subscribe",
              Manual.Type.LIST,
              Slot.DATA,
              "messages that each client sends first, in order")
          .optional(
              "ready",
              Manual.Type.TEXT,
              Slot.DATA,
              "text that a client must receive before it counts as ready, such as an"
                  + " acknowledgement")
          .required(
              "publish",
              Manual.Type.TEXT,
              Slot.DATA,
              "the message; {marker} in it becomes a text of this call alone, for which is waited")
          .optional(
              "expect-text",
              Manual.Type.TEXT,
              Slot.DATA,
              "the text to wait for, where the server sends no {marker} on")
          .optional("subprotocol", Manual.Type.TEXT, Slot.LITERAL, "such as graphql-transport-ws")
          .secret("headers", Manual.Type.MAP, Slot.HEADER, "request headers, such as Authorization")
          .optional("timeout", Manual.Type.DURATION, Slot.LITERAL, "of everything together")
          .gives("received", "how many clients had it in time")
          .gives("missing", "how many had not; each counts with the whole time that was waited")
          .gives("p50", "seconds until half of all clients had it")
          .gives("p95", "seconds until 95 of 100 had it")
          .gives("max", "seconds until the last had it")
          .gives("connect", "seconds until all were connected and ready")
          .gives("clients", "how many there were")
          .gives("samples", "the same as received")
          .gives("value", "the same as p95")
          .example(
              "websocket.fanout: {url: \"wss://shop.example/live\", clients: 100, publish:"
                  + " '{\"note\":\"{marker}\"}'}");
    }

    @Override
    public Answer ask(Question question) throws InterruptedException {
      Args args = new Args("websocket.fanout", question.args());
      Redaction redaction = Redaction.of(question.args());
      String request = "";
      try {
        Deadline deadline = calls.deadline(args.duration("timeout", question.timeout()));
        Fanout.Plan plan = Fanout.Plan.of(args, question.at());
        request = redaction.text(plan.shown());
        Fanout.Times times = new Fanout(calls, plan, deadline).run();
        Map<String, Object> result = new LinkedHashMap<>(times.plain());
        Proof proof = new Proof(request, times.text());
        return times.received() == 0
            ? Answer.noData(
                "none of " + plan.clients() + " clients had the message in time",
                question.at(),
                proof)
            : Answer.of(result, times.received(), question.at(), proof);
      } catch (CallRefused e) {
        String problem = redaction.text(e.sentence());
        return Answer.error(problem, question.at(), new Proof(request, problem));
      }
    }
  }
}
