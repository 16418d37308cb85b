package dev.holddown.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holddown.cli.link.Json;
import dev.holddown.testing.RealTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A small real identity provider: signs what it says, and can be told to say what it must not. */
final class TestProvider implements AutoCloseable {
  static final String CLIENT = "holddown";
  static final String SECRET = "s3cret:with/odd chars";

  private final HttpServer server;
  private final AtomicInteger codes = new AtomicInteger();
  private final Map<String, Map<String, String>> asked = new LinkedHashMap<>();
  private JWK key = rsa("one");
  private JWSAlgorithm algorithm = JWSAlgorithm.RS256;
  private UnaryOperator<JWTClaimsSet.Builder> twist = claims -> claims;
  private boolean unsigned;
  private int keysAsked;

  TestProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static ECKey ec(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /** From now on it signs with this key. */
  TestProvider signs(JWK other, JWSAlgorithm with) {
    key = other;
    algorithm = with;
    return this;
  }

  /** From now on it says something else. */
  TestProvider says(UnaryOperator<JWTClaimsSet.Builder> other) {
    twist = other;
    return this;
  }

  /** From now on its tokens are not signed at all. */
  TestProvider unsigned() {
    unsigned = true;
    return this;
  }

  int keysAsked() {
    return keysAsked;
  }

  /** Logs somebody in, as a browser that was sent here would; gives the way back. */
  URI login(URI there) {
    Map<String, String> query = form(there.getRawQuery());
    if (!"S256".equals(query.get("code_challenge_method"))
        || !CLIENT.equals(query.get("client_id"))) {
      throw new AssertionError("no PKCE: " + there);
    }
    String code = "code" + codes.incrementAndGet();
    asked.put(code, query);
    return URI.create(query.get("redirect_uri") + "?code=" + code + "&state=" + query.get("state"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Object body =
        switch (path) {
          case "/.well-known/openid-configuration" ->
              Map.of(
                  "issuer", issuer(),
                  "authorization_endpoint", issuer() + "/authorize",
                  "token_endpoint", issuer() + "/token",
                  "jwks_uri", issuer() + "/keys");
          case "/keys" -> {
            keysAsked++;
            yield new JWKSet(key.toPublicJWK()).toJSONObject();
          }
          case "/token" -> token(exchange);
          default -> Map.of();
        };
    boolean good = !(body instanceof Map<?, ?> map && map.isEmpty());
    byte[] bytes = Json.line(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(good ? 200 : 400, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Map<String, Object> token(HttpExchange exchange) throws IOException {
    Map<String, String> fields =
        form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Map<String, String> begun = asked.remove(fields.getOrDefault("code", ""));
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (CLIENT + ":" + java.net.URLEncoder.encode(SECRET, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
    boolean known = basic.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (begun == null
        || !known
        || !challenge(fields.getOrDefault("code_verifier", "")).equals(begun.get("code_challenge"))
        || !begun.getOrDefault("redirect_uri", "").equals(fields.get("redirect_uri"))) {
      return Map.of();
    }
    return Map.of("id_token", idToken(begun.getOrDefault("nonce", "")), "access_token", "x");
  }

  private String idToken(String nonce) {
    Instant now = RealTime.clock().instant();
    JWTClaimsSet claims =
        twist
            .apply(
                new JWTClaimsSet.Builder()
                    .issuer(issuer())
                    .audience(CLIENT)
                    .subject("4711")
                    .claim("preferred_username", "olga")
                    .claim("groups", List.of("leads", "staff"))
                    .claim("nonce", nonce)
                    .issueTime(Date.from(now))
                    .expirationTime(Date.from(now.plus(Duration.ofMinutes(5)))))
            .build();
    try {
      if (unsigned) {
        return new PlainJWT(claims).serialize();
      }
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(algorithm)
                  .type(JOSEObjectType.JWT)
                  .keyID(key.getKeyID())
                  .build(),
              claims);
      if (JWSAlgorithm.Family.HMAC_SHA.contains(algorithm)) {
        token.sign(new MACSigner(key.toRSAKey().toRSAPublicKey().getEncoded()));
      } else if (key instanceof ECKey ec) {
        token.sign(new ECDSASigner(ec));
      } else {
        token.sign(new RSASSASigner(key.toRSAKey()));
      }
      return token.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> form(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
