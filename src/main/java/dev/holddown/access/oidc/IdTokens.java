package dev.holddown.access.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads an ID token (OpenID Connect Core 1.0, 3.1.3.7) and believes only what is proved. */
final class IdTokens {
  private static final int TOKEN_CHARACTERS_MAX = 32 * 1024;
  private static final int GROUPS_MAX = 500;
  private static final int RSA_BITS_MIN = 2_048;
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final Duration AGE_MAX = Duration.ofMinutes(15);
  private static final Set<JWSAlgorithm> SIGNED =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final ProviderSettings settings;

  IdTokens(ProviderSettings settings) {
    this.settings = settings;
  }

  /** A token whose form is right and that nobody has checked yet. */
  static SignedJWT parsed(String token) {
    if (token.length() > TOKEN_CHARACTERS_MAX) {
      throw ProviderProblem.refused("the ID token is too long");
    }
    try {
      SignedJWT parsed = SignedJWT.parse(token);
      if (!SIGNED.contains(parsed.getHeader().getAlgorithm())) {
        throw ProviderProblem.refused(
            "the ID token is signed with "
                + parsed.getHeader().getAlgorithm()
                + ", which proves nothing here");
      }
      return parsed;
    } catch (ParseException e) {
      throw ProviderProblem.refused("the ID token is not signed, or is none: " + e.getMessage());
    }
  }

  /** Whether one of these keys signed it. */
  static boolean signed(SignedJWT token, JWKSet keys) {
    String wanted = token.getHeader().getKeyID();
    for (JWK key : keys.getKeys()) {
      boolean named = wanted == null || wanted.equals(key.getKeyID());
      boolean signs = key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse());
      if (named && signs && fits(token, key)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(SignedJWT token, JWK key) {
    JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
    try {
      Optional<JWSVerifier> verifier = Optional.empty();
      if (key instanceof RSAKey rsa
          && JWSAlgorithm.Family.RSA.contains(algorithm)
          && rsa.size() >= RSA_BITS_MIN) {
        verifier = Optional.of(new RSASSAVerifier(rsa.toPublicJWK()));
      } else if (key instanceof ECKey ec && JWSAlgorithm.Family.EC.contains(algorithm)) {
        verifier = Optional.of(new ECDSAVerifier(ec.toPublicJWK()));
      }
      return verifier.isPresent() && token.verify(verifier.get());
    } catch (JOSEException e) {
      return false;
    }
  }

  /** Who it is about, when it was made for us, now, and for this login. */
  Identity identity(SignedJWT token, String nonce, Instant now) {
    try {
      JWTClaimsSet claims = token.getJWTClaimsSet();
      must(settings.issuer().equals(claims.getIssuer()), "it comes from another issuer");
      List<String> audience = claims.getAudience();
      must(audience.contains(settings.client()), "it was made for somebody else");
      String party = claims.getStringClaim("azp");
      must(
          audience.size() == 1 || settings.client().equals(party),
          "it was made for several, and not for us");
      must(
          claims.getExpirationTime() != null
              && now.isBefore(claims.getExpirationTime().toInstant().plus(SKEW)),
          "it has expired");
      must(claims.getIssueTime() != null, "it does not say when it was made");
      Instant made = claims.getIssueTime().toInstant();
      must(
          !made.isAfter(now.plus(SKEW)) && !made.isBefore(now.minus(AGE_MAX)),
          "it was not made just now; see whether the clocks agree");
      must(nonce.equals(claims.getStringClaim("nonce")), "it belongs to another login");
      must(claims.getSubject() != null && !claims.getSubject().isEmpty(), "it names nobody");
      String person = claims.getStringClaim(settings.claims().person());
      must(person != null && !person.isBlank(), "it lacks " + settings.claims().person());
      return new Identity(String.valueOf(person).strip(), groups(claims));
    } catch (ParseException e) {
      throw ProviderProblem.refused("the ID token cannot be read: " + e.getMessage());
    }
  }

  private static void must(boolean holds, String otherwise) {
    if (!holds) {
      throw ProviderProblem.refused("the ID token is refused: " + otherwise);
    }
  }

  private List<String> groups(JWTClaimsSet claims) {
    List<String> groups = new ArrayList<>();
    if (claims.getClaim(settings.claims().groups()) instanceof List<?> all) {
      for (Object group : all) {
        if (group instanceof String name && groups.size() < GROUPS_MAX) {
          groups.add(name);
        }
      }
    }
    return List.copyOf(groups);
  }
}
