package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.Deadline;
import dev.holddown.connectors.support.SocketCall;
import dev.holddown.connectors.support.SocketPlace;
import dev.holddown.domain.kernel.Span;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether a port takes connections. A refusal is an answer; silence is not: it may be a filter. */
public final class Tcp implements Connector {
  private final SocketCall calls;

  public Tcp(SocketCall calls) {
    this.calls = calls;
  }

  @Override
  public String name() {
    return "tcp";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new Connect(calls));
  }

  /** {@code tcp.connect}. */
  private record Connect(SocketCall calls) implements Asking {
    @Override
    public Manual manual() {
      return Manual.of("tcp.connect", "Opens a TCP connection, sends nothing and closes it.")
          .required("host", Manual.Type.TEXT, Slot.DATA, "a name or address")
          .required("port", Manual.Type.INT, Slot.DATA, "1 to 65535")
          .optional("timeout", Manual.Type.DURATION, Slot.LITERAL, "of look-up and connection")
          .gives("open", "whether it was accepted; false when it was refused")
          .gives("address", "the address that was tried")
          .gives("latency", "seconds from look-up to the answer")
          .gives("samples", "always 1: one connection was tried")
          .gives("value", "the same as latency")
          .example("tcp.connect: {host: db.example, port: 5432}");
    }

    @Override
    public Answer ask(Question question) throws InterruptedException {
      Args args = new Args("tcp.connect", question.args());
      try {
        Deadline deadline = calls.deadline(args.duration("timeout", question.timeout()));
        String host = args.text("host");
        int port =
            args.whole("port", 1, 65_535)
                .orElseThrow(() -> new CallRefused("tcp.connect needs port"));
        return connect(question, SocketPlace.of(host, port), deadline);
      } catch (CallRefused e) {
        return Answer.error(e.sentence(), question.at(), Proof.none());
      }
    }

    private Answer connect(Question question, SocketPlace place, Deadline deadline)
        throws CallRefused, InterruptedException {
      SocketAddress address = calls.address(place, deadline);
      String asked = "connect " + place.shown();
      int millis = (int) deadline.left().toMillis();
      try (Socket socket = new Socket()) {
        if (millis > 0) {
          socket.connect(address, millis);
          return answer(question, address, deadline, true);
        }
      } catch (ConnectException e) {
        if (SocketCall.why(e).contains("refused")) {
          return answer(question, address, deadline, false);
        }
        return unreachable(question, place, e);
      } catch (SocketTimeoutException e) {
        // Nobody said anything: the sentence below.
        millis = 0;
      } catch (IOException e) {
        return unreachable(question, place, e);
      }
      String late =
          "no answer from "
              + place.shown()
              + " within "
              + Span.text(deadline.whole())
              + ": neither accepted nor refused";
      return Answer.error(late, question.at(), new Proof(asked, late));
    }

    private static Answer unreachable(Question question, SocketPlace place, IOException e) {
      String why = "no connection to " + place.shown() + ": " + SocketCall.why(e);
      return Answer.error(why, question.at(), new Proof("connect " + place.shown(), why));
    }

    private static Answer answer(
        Question question, SocketAddress address, Deadline deadline, boolean open) {
      double latency = deadline.since().toNanos() / 1e9;
      String shown =
          address instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "";
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("value", latency);
      result.put("open", open);
      result.put("address", shown);
      result.put("latency", latency);
      result.put("samples", 1L);
      Proof proof =
          new Proof(
              "connect " + address,
              (open ? "accepted" : "refused") + " after " + Span.text(deadline.since()));
      return Answer.of(result, 1, question.at(), proof);
    }
  }
}
