package dev.holddown.web;

import dev.holddown.cli.ServeOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Reads certificate and key as they come from an authority: PEM (RFC 7468). */
final class TlsKeys {
  private static final String NOTHING = "";
  private static final long FILE_BYTES_MAX = 1024 * 1024;

  private TlsKeys() {}

  /** What Jetty speaks TLS 1.2 and 1.3 with. */
  static SslContextFactory.Server of(ServeOrder.Tls tls) throws IOException {
    try {
      CertificateFactory certificates = CertificateFactory.getInstance("X.509");
      List<? extends Certificate> chain =
          List.copyOf(
              certificates.generateCertificates(
                  new ByteArrayInputStream(bytes(tls.certificate()))));
      if (chain.isEmpty()) {
        throw new IOException("there is no certificate in " + tls.certificate());
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NOTHING.toCharArray());
      store.setKeyEntry(
          "holddown", key(tls.key()), NOTHING.toCharArray(), chain.toArray(new Certificate[0]));
      SslContextFactory.Server factory = new SslContextFactory.Server();
      factory.setKeyStore(store);
      factory.setKeyStorePassword(NOTHING);
      factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "the certificate " + tls.certificate() + " or its key cannot be used: " + e.getMessage(),
          e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no file " + file);
    }
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new IOException(file + " has more than " + FILE_BYTES_MAX + " bytes");
    }
    return Files.readAllBytes(file);
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    String pem = new String(bytes(file), StandardCharsets.US_ASCII);
    if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
      throw new IOException(
          file + " holds no unencrypted PKCS #8 key; make one: openssl pkcs8 -topk8 -nodes");
    }
    String body =
        pem.replaceAll("(?s).*-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----.*", "$1");
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
    for (String kind : List.of("EC", "RSA", "EdDSA")) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        continue;
      }
    }
    throw new IOException(file + " holds a key that is neither EC, RSA nor EdDSA");
  }
}
