package dev.holddown.access.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;

/**
 * An identity provider: sends people there and reads what they come back with. What it says of
 * itself is asked at the first login, so that a server starts without it.
 */
public final class Provider {
  private static final long ABOUT_NANOS = TimeUnit.HOURS.toNanos(1);

  /** A token that names no known key lets the keys be asked anew, and no more often than this. */
  private static final long KEYS_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ProviderSettings settings;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final ProviderCalls calls = new ProviderCalls();
  private final IdTokens tokens;
  private Optional<About> about = Optional.empty();
  private Optional<Keys> keys = Optional.empty();

  /** What it says of itself (OpenID Connect Discovery 1.0). */
  private record About(String authorization, String token, String keys, long askedAt) {}

  private record Keys(JWKSet set, long askedAt) {}

  /**
   * What is known of a login that has begun.
   *
   * @param state comes back with the person
   * @param nonce comes back in the ID token
   * @param verifier shows that who comes back is who was sent (RFC 7636)
   */
  public record Begun(String state, String nonce, String verifier) {}

  public Provider(ProviderSettings settings, InstantSource clock, LongSupplier nanos) {
    this.settings = settings;
    this.clock = clock;
    this.nanos = nanos;
    this.tokens = new IdTokens(settings);
    ProviderCalls.checked(settings.issuer());
  }

  /** Its name, for people. */
  public String name() {
    return settings.name();
  }

  /** Its address. */
  public String issuer() {
    return settings.issuer();
  }

  /**
   * Where the browser is sent to log in.
   *
   * @throws ProviderProblem when the provider does not answer
   */
  public URI begin(Begun begun) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", settings.client());
    query.put("redirect_uri", settings.back().toString());
    query.put("scope", "openid profile email");
    query.put("state", begun.state());
    query.put("nonce", begun.nonce());
    query.put("code_challenge", challenge(begun.verifier()));
    query.put("code_challenge_method", "S256");
    String at = about().authorization();
    return ProviderCalls.checked(at + (at.contains("?") ? "&" : "?") + form(query));
  }

  /**
   * Whom the provider vouches for, to somebody who came back with a code.
   *
   * @throws ProviderProblem when that is not to be believed, or it does not answer
   */
  public Identity finish(String code, Begun begun) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "authorization_code");
    fields.put("code", code);
    fields.put("redirect_uri", settings.back().toString());
    fields.put("code_verifier", begun.verifier());
    fields.put("client_id", settings.client());
    JsonNode answer = calls.post(about().token(), form(fields), authorization());
    SignedJWT token = IdTokens.parsed(answer.path("id_token").asString(""));
    if (!IdTokens.signed(token, keys(false)) && !IdTokens.signed(token, keys(true))) {
      throw ProviderProblem.refused("the ID token is refused: no key of the provider signed it");
    }
    return tokens.identity(token, begun.nonce(), clock.instant());
  }

  /** Client and secret, each encoded (RFC 6749, 2.3.1); empty for a public client. */
  private String authorization() {
    return settings
        .secret()
        .map(secret -> encoded(settings.client()) + ":" + encoded(secret))
        .map(both -> both.getBytes(StandardCharsets.UTF_8))
        .map(both -> "Basic " + Base64.getEncoder().encodeToString(both))
        .orElse("");
  }

  private synchronized About about() {
    long now = nanos.getAsLong();
    if (about.filter(known -> now - known.askedAt() < ABOUT_NANOS).isPresent()) {
      return about.get();
    }
    String issuer = settings.issuer();
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    JsonNode says = calls.get(base + "/.well-known/openid-configuration");
    if (!says.path("issuer").asString("").equals(issuer)) {
      throw ProviderProblem.refused("the provider says that it is another: its issuer is not ours");
    }
    About read =
        new About(
            says.path("authorization_endpoint").asString(""),
            says.path("token_endpoint").asString(""),
            says.path("jwks_uri").asString(""),
            now);
    about = Optional.of(read);
    return read;
  }

  /** {@code anew}: although they are known, since they may have been changed. */
  private synchronized JWKSet keys(boolean anew) {
    long now = nanos.getAsLong();
    boolean fresh = keys.filter(known -> now - known.askedAt() < ABOUT_NANOS).isPresent();
    boolean again = anew && keys.filter(k -> now - k.askedAt() < KEYS_NANOS).isEmpty();
    if (!fresh || again) {
      try {
        keys =
            Optional.of(
                new Keys(JWKSet.parse(calls.get(about().keys()).toString()), nanos.getAsLong()));
      } catch (ParseException e) {
        throw ProviderProblem.down("the provider's keys cannot be read: " + e.getMessage());
      }
    }
    return keys.map(Keys::set).orElseThrow();
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String form(Map<String, String> fields) {
    return String.join(
        "&",
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .toList());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
