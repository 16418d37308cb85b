package dev.holddown.connectors.support;

import dev.holddown.domain.kernel.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Certificates that a server showed, judged at a moment that comes in as a value.
 *
 * @param chain the server's own first, never empty
 */
public record TlsChain(List<X509Certificate> chain, Instant at) {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final double DAY_SECONDS = 86_400;

  /** Whether it leads to an authority, and why not. */
  public record Trust(boolean trusted, String problem) {}

  /** What conditions see, but for trust and protocol. */
  public Map<String, Object> plain(String name) {
    X509Certificate own = chain.getFirst();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("value", days(own));
    result.put("days", days(own));
    result.put("chain_days", chain.stream().mapToDouble(this::days).min().orElseThrow());
    result.put("names", names(own));
    result.put("matches", matches(name));
    result.put("subject", own.getSubjectX500Principal().getName());
    result.put("issuer", own.getIssuerX500Principal().getName());
    result.put("self_signed", selfSigned(own));
    result.put("not_before", own.getNotBefore().toInstant().toString());
    result.put("not_after", own.getNotAfter().toInstant().toString());
    result.put("fingerprint", fingerprint(own));
    result.put("key", key(own));
    result.put("chain", chain.stream().map(this::brief).toList());
    result.put("samples", (long) chain.size());
    return result;
  }

  private Map<String, Object> brief(X509Certificate certificate) {
    return Map.of(
        "subject", certificate.getSubjectX500Principal().getName(),
        "issuer", certificate.getIssuerX500Principal().getName(),
        "not_after", certificate.getNotAfter().toInstant().toString(),
        "days", days(certificate));
  }

  private double days(X509Certificate certificate) {
    Duration left = Duration.between(at, certificate.getNotAfter().toInstant());
    return left.toSeconds() / DAY_SECONDS;
  }

  private static boolean selfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has SHA-256, and it came encoded", e);
    }
  }

  private static String key(X509Certificate certificate) {
    String kind = certificate.getPublicKey().getAlgorithm();
    return switch (certificate.getPublicKey()) {
      case RSAKey rsa -> kind + " " + rsa.getModulus().bitLength();
      case ECKey ec -> kind + " " + ec.getParams().getCurve().getField().getFieldSize();
      default -> kind;
    };
  }

  /** Names and addresses it is for; the subject's own name no longer counts (RFC 9525, 2). */
  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      for (List<?> entry : all == null ? List.<List<?>>of() : all) {
        if (entry.getFirst() instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS)) {
          names.add(String.valueOf(entry.get(1)));
        }
      }
    } catch (GeneralSecurityException e) {
      // A list that cannot be read names nobody.
      names.clear();
    }
    return names;
  }

  private boolean matches(String name) {
    String wanted = name.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    return names(chain.getFirst()).stream()
        .map(n -> n.toLowerCase(Locale.ROOT))
        .anyMatch(n -> n.equals(wanted) || wildcard(n, wanted));
  }

  /** {@code *.shop.example} stands for exactly one label. */
  private static boolean wildcard(String pattern, String wanted) {
    int dot = wanted.indexOf('.');
    return pattern.startsWith("*.")
        && dot > 0
        && pattern.substring(1).equals(wanted.substring(dot));
  }

  /** Whether a path leads to an authority, none on it has ended, at the moment asked about. */
  public Trust trust(Optional<Path> authorities) throws CallRefused {
    X509Certificate own = chain.getFirst();
    if (at.isAfter(own.getNotAfter().toInstant())) {
      Duration ago = Duration.between(own.getNotAfter().toInstant(), at);
      return new Trust(false, "it ended " + Span.text(ago) + " ago");
    }
    if (at.isBefore(own.getNotBefore().toInstant())) {
      return new Trust(false, "it counts only from " + own.getNotBefore().toInstant());
    }
    try {
      X509CertSelector self = new X509CertSelector();
      self.setCertificate(own);
      PKIXBuilderParameters wanted = new PKIXBuilderParameters(anchors(authorities), self);
      wanted.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      wanted.setRevocationEnabled(false);
      wanted.setDate(Date.from(at));
      CertPathBuilder.getInstance("PKIX").build(wanted);
      return new Trust(true, "");
    } catch (CertPathBuilderException e) {
      return new Trust(
          false,
          selfSigned(own)
              ? "it is signed by itself"
              : "no path from it to a trusted authority: " + Excerpt.of(deepest(e)));
    } catch (GeneralSecurityException e) {
      return new Trust(false, "it could not be judged: " + Excerpt.of(String.valueOf(e)));
    }
  }

  private static String deepest(Throwable problem) {
    Throwable at = problem;
    for (int i = 0; i < 10; i++) {
      Throwable cause = at.getCause();
      if (cause == null) {
        break;
      }
      at = cause;
    }
    return String.valueOf(at.getMessage());
  }

  private static Set<TrustAnchor> anchors(Optional<Path> authorities)
      throws GeneralSecurityException, CallRefused {
    Set<TrustAnchor> anchors = new HashSet<>();
    if (authorities.isPresent()) {
      try (InputStream in = Files.newInputStream(authorities.get())) {
        for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          anchors.add(new TrustAnchor((X509Certificate) one, null));
        }
      } catch (IOException | GeneralSecurityException e) {
        throw new CallRefused(
            "the authorities in " + authorities.get() + " cannot be read: " + e.getMessage());
      }
      if (anchors.isEmpty()) {
        throw new CallRefused("the file " + authorities.get() + " holds no certificate");
      }
      return anchors;
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (var manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager trust) {
        for (X509Certificate one : trust.getAcceptedIssuers()) {
          anchors.add(new TrustAnchor(one, null));
        }
      }
    }
    return anchors;
  }

  /** For the proof. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (X509Certificate one : chain) {
      text.append(one.getSubjectX500Principal().getName())
          .append("\n  signed by ")
          .append(one.getIssuerX500Principal().getName())
          .append("\n  from ")
          .append(one.getNotBefore().toInstant())
          .append(" to ")
          .append(one.getNotAfter().toInstant())
          .append("\n  sha256 ")
          .append(fingerprint(one))
          .append("\n");
    }
    return text.toString();
  }
}
