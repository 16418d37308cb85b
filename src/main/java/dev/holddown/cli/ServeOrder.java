package dev.holddown.cli;

import dev.holddown.access.Entrance;
import dev.holddown.access.oidc.ProviderSettings;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Hosted;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A web server that is wanted in front of an engine.
 *
 * @param log takes one line for each refusal
 */
public record ServeOrder(
    Hosted hosted, Desk desk, Entrance entrance, Listening listening, Consumer<String> log) {
  /**
   * Where it listens and what it allows.
   *
   * @param port 0: one that is free
   */
  public record Listening(String host, int port, Offer offer, Outside outside) {
    /** One that speaks plain HTTP and knows no provider. */
    public Listening(
        String host, int port, Optional<Path> workspace, boolean open, boolean programs) {
      this(host, port, new Offer(workspace, open, programs, List.of()), Outside.none());
    }

    /** The folder of playbooks that may be started. */
    public Optional<Path> workspace() {
      return offer.workspace();
    }

    /** Whether callers of this machine need no token. */
    public boolean open() {
      return offer.open();
    }

    /** Whether playbooks that run programs may be started. */
    public boolean programs() {
      return offer.programs();
    }
  }

  /**
   * What it offers.
   *
   * @param workspace the folder of playbooks that may be started
   * @param open whether callers of this machine need no token
   * @param programs whether playbooks that run programs may be started
   * @param demo the roles that whoever opens the demo may take; empty outside a demo
   */
  public record Offer(
      Optional<Path> workspace, boolean open, boolean programs, List<String> demo) {}

  /**
   * What stands between it and people.
   *
   * @param tls its own certificate and key
   * @param plain whether it may speak plain HTTP to other machines
   * @param proxies addresses whose word on where a caller comes from is believed
   * @param address as people write it, such as {@code https://holddown.example}
   */
  public record Outside(
      Optional<Tls> tls,
      boolean plain,
      List<String> proxies,
      Optional<URI> address,
      Optional<ProviderSettings> provider) {
    /** Nothing. */
    public static Outside none() {
      return new Outside(Optional.empty(), false, List.of(), Optional.empty(), Optional.empty());
    }

    /** Whether browsers reach it by TLS, so that cookies may ask for that. */
    public boolean secure() {
      return tls.isPresent() || address.filter(a -> "https".equals(a.getScheme())).isPresent();
    }
  }

  /** A certificate chain and its key, both PEM; the key unencrypted PKCS #8. */
  public record Tls(Path certificate, Path key) {}
}
