package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.Deadline;
import dev.holddown.connectors.support.SocketCall;
import dev.holddown.connectors.support.SocketPlace;
import dev.holddown.connectors.support.TlsChain;
import dev.holddown.connectors.support.TlsLook;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the certificate a server shows (RFC 8446, RFC 5280). A bad one is an answer. */
public final class Tls implements Connector {
  private static final int PORT = 443;

  private final SocketCall calls;
  private final Path folder;

  /**
   * @param folder what the file of {@code authorities:} is relative to
   */
  public Tls(SocketCall calls, Path folder) {
    this.calls = calls;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "tls";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new Certificate(this));
  }

  /** {@code tls.certificate}. */
  private record Certificate(Tls tls) implements Asking {
    @Override
    public Manual manual() {
      return Manual.of("tls.certificate", "Looks at the certificate that a server shows, and why.")
          .required("host", Manual.Type.TEXT, Slot.DATA, "a name or address")
          .optional("port", Manual.Type.INT, Slot.DATA, "443 when it is left out")
          .optional(
              "name", Manual.Type.TEXT, Slot.DATA, "the name to ask for (SNI) and to find; host")
          .optional(
              "authorities",
              Manual.Type.TEXT,
              Slot.LITERAL,
              "a PEM file of authorities to trust in place of this machine's")
          .optional("timeout", Manual.Type.DURATION, Slot.LITERAL, "of look-up and handshake")
          .gives("days", "days until the server's own certificate ends; negative when it has")
          .gives("chain_days", "the same for whichever of the chain ends first")
          .gives("trusted", "whether it leads to a trusted authority and none has ended")
          .gives("trust_problem", "why it is not trusted, or empty")
          .gives("matches", "whether it is for this name (RFC 9525)")
          .gives("names", "the names and addresses it is for")
          .gives("subject", "whose it is")
          .gives("issuer", "who signed it")
          .gives("self_signed", "whether it is signed by itself")
          .gives("not_before", "from when it counts")
          .gives("not_after", "when it ends")
          .gives("fingerprint", "its SHA-256, in hex")
          .gives("key", "kind and bits of its key, such as RSA 2048")
          .gives("chain", "each certificate shown: subject, issuer, not_after, days")
          .gives("protocol", "such as TLSv1.3")
          .gives("samples", "how many certificates were shown")
          .gives("value", "the same as days")
          .example("tls.certificate: {host: shop.example}");
    }

    @Override
    public Answer ask(Question question) throws InterruptedException {
      Args args = new Args("tls.certificate", question.args());
      SocketPlace place;
      TlsLook.Seen seen;
      Optional<Path> authorities;
      String name;
      try {
        Duration timeout = args.duration("timeout", question.timeout());
        Deadline deadline = tls.calls.deadline(timeout);
        place = SocketPlace.of(args.text("host"), args.whole("port", 1, 65_535).orElse(PORT));
        String asked = args.optionalText("name").filter(n -> !n.isBlank()).orElse(place.host());
        name = SocketPlace.of(asked.replaceFirst("\\.$", ""), PORT).host();
        authorities = args.optionalText("authorities").map(file -> tls.folder.resolve(file));
        seen = TlsLook.at(tls.calls.address(place, deadline), place, name, deadline);
        TlsChain chain = new TlsChain(seen.chain(), question.at());
        Map<String, Object> result = new LinkedHashMap<>(chain.plain(name));
        TlsChain.Trust trust = chain.trust(authorities);
        result.put("trusted", trust.trusted());
        result.put("trust_problem", trust.problem());
        result.put("protocol", seen.protocol());
        Proof proof = new Proof("TLS handshake with " + place.shown(), chain.text());
        return Answer.of(result, seen.chain().size(), question.at(), proof);
      } catch (CallRefused e) {
        return Answer.error(e.sentence(), question.at(), Proof.none());
      }
    }
  }
}
