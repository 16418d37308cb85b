package dev.holddown.cli;

import dev.holddown.access.oidc.ProviderSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of {@code serve} about what stands between it and people. */
final class ServeOutside {
  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The certificate chain, PEM; then it speaks TLS itself.")
  String certificate = "";

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The key of the certificate, PEM (PKCS #8, not encrypted).")
  String key = "";

  @Option(
      names = "--plain-http",
      description = "Speak plain HTTP to other machines too, where the network is trusted.")
  boolean plain;

  @Option(
      names = "--trusted-proxy",
      paramLabel = "ADDRESS",
      description = "A proxy whose X-Forwarded-For is believed; once for each.")
  List<String> proxies = new ArrayList<>();

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = "The address as people write it, such as https://holddown.example.")
  String address = "";

  @Option(
      names = "--oidc-issuer",
      paramLabel = "URL",
      description = {
        "People log in at this identity provider (OpenID Connect); needs --public-url.",
        "The secret of the client is read from $$HOLDDOWN_OIDC_SECRET."
      })
  String issuer = "";

  @Option(
      names = "--oidc-client",
      paramLabel = "ID",
      description = "Who we are at the provider (default: ${DEFAULT-VALUE}).")
  String client = "holddown";

  @Option(
      names = "--oidc-user-claim",
      paramLabel = "NAME",
      description = "The claim that is the name in the log (default: ${DEFAULT-VALUE}).")
  String userClaim = "preferred_username";

  @Option(
      names = "--oidc-groups-claim",
      paramLabel = "NAME",
      description = "The claim that lists the groups (default: ${DEFAULT-VALUE}).")
  String groupsClaim = "groups";

  ServeOrder.Outside read(Map<String, String> environment) {
    return new ServeOrder.Outside(tls(), plain, checkedProxies(), url(), provider(environment));
  }

  private Optional<ServeOrder.Tls> tls() {
    if (certificate.isEmpty() != key.isEmpty()) {
      throw Stop.usage("--tls-cert and --tls-key belong together; give both");
    }
    return certificate.isEmpty()
        ? Optional.empty()
        : Optional.of(new ServeOrder.Tls(Path.of(certificate), Path.of(key)));
  }

  private List<String> checkedProxies() {
    for (String proxy : proxies) {
      if (!proxy.matches("[0-9a-fA-F:.]{3,45}")) {
        throw Stop.usage("--trusted-proxy " + proxy + ": write an IP address");
      }
    }
    return List.copyOf(proxies);
  }

  private Optional<URI> url() {
    if (address.isEmpty()) {
      return Optional.empty();
    }
    if (!address.matches("https?://[A-Za-z0-9.:\\[\\]-]+/?")) {
      throw Stop.usage(
          "--public-url " + address + ": write scheme and host, such as https://holddown.example");
    }
    return Optional.of(URI.create(address.replaceFirst("/$", "")));
  }

  private Optional<ProviderSettings> provider(Map<String, String> environment) {
    if (issuer.isEmpty()) {
      return Optional.empty();
    }
    URI back =
        url()
            .map(url -> URI.create(url + "/login/callback"))
            .orElseThrow(() ->
                Stop.usage("--oidc-issuer needs --public-url: people come back to that address"));
    Optional<String> secret =
        Optional.ofNullable(environment.get("HOLDDOWN_OIDC_SECRET")).filter(s -> !s.isBlank());
    return Optional.of(
        new ProviderSettings(
            issuer,
            client,
            secret.map(String::strip),
            back,
            new ProviderSettings.Claims(userClaim, groupsClaim)));
  }
}
