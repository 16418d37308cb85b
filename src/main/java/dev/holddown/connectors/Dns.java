package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.Deadline;
import dev.holddown.connectors.support.DnsCall;
import dev.holddown.connectors.support.SocketCall;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.util.List;

/** Asks a name server (RFC 1035), over UDP and, when the answer does not fit, over TCP. */
public final class Dns implements Connector {
  private final SocketCall calls;

  public Dns(SocketCall calls) {
    this.calls = calls;
  }

  @Override
  public String name() {
    return "dns";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new Lookup(calls));
  }

  /** {@code dns.lookup}. */
  private record Lookup(SocketCall calls) implements Asking {
    @Override
    public Manual manual() {
      return Manual.of("dns.lookup", "Asks a name server for the records of a name.")
          .required("name", Manual.Type.TEXT, Slot.DATA, "the whole name; nothing is added to it")
          .optional(
              "type",
              Manual.Type.TEXT,
              Slot.LITERAL,
              "A (default), AAAA, CNAME, TXT, MX, NS, SOA, SRV, CAA, PTR")
          .optional(
              "server",
              Manual.Type.TEXT,
              Slot.DATA,
              "the server to ask, address or address:port; this machine's when it is left out")
          .optional("timeout", Manual.Type.DURATION, Slot.LITERAL, "of the whole question")
          .gives("status", "NOERROR or NXDOMAIN; a server that fails or refuses is an error")
          .gives("records", "the records as text, in order; empty when there are none")
          .gives("aliases", "the names it was led over (CNAME)")
          .gives("ttl", "the least time to live of the records, in seconds; 0 without records")
          .gives("server", "who was asked")
          .gives("authoritative", "whether the server answers for the zone itself")
          .gives("tcp", "whether the answer was too large for UDP")
          .gives("latency", "seconds until the answer")
          .gives("samples", "always 1: one answer was examined, NXDOMAIN included")
          .gives("value", "how many records there are")
          .example("dns.lookup: {name: shop.example, type: CNAME, server: 192.0.2.53}");
    }

    @Override
    public Answer ask(Question question) throws InterruptedException {
      Args args = new Args("dns.lookup", question.args());
      try {
        Deadline deadline = calls.deadline(args.duration("timeout", question.timeout()));
        DnsCall.Asked asked =
            DnsCall.Asked.of(args.text("name"), args.optionalText("type").orElse("A"));
        DnsCall.Told told = new DnsCall(calls).ask(asked, args.optionalText("server"), deadline);
        return told.problem().isEmpty()
            ? Answer.of(told.result(), 1, question.at(), told.proof())
            : Answer.error(told.problem(), question.at(), told.proof());
      } catch (CallRefused e) {
        return Answer.error(e.sentence(), question.at(), Proof.none());
      }
    }
  }
}
