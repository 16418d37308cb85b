package dev.holddown.access.oidc;

import java.net.URI;
import java.util.Optional;

/**
 * An identity provider, and who we are there.
 *
 * @param issuer its address, exactly as it says it of itself
 * @param secret of our client; empty for a public one, which PKCE alone protects
 * @param back where it sends people back to, as it is registered there
 */
public record ProviderSettings(
    String issuer, String client, Optional<String> secret, URI back, Claims claims) {
  /**
   * Which claims of the ID token are read.
   *
   * @param person the name that stands in the log; people must not be able to change it themselves
   * @param groups a list of texts
   */
  public record Claims(String person, String groups) {
    /** Those that most providers have. */
    public static Claims usual() {
      return new Claims("preferred_username", "groups");
    }
  }

  /** The host, for people. */
  public String name() {
    return String.valueOf(URI.create(issuer).getHost());
  }
}
