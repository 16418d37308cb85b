package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.holddown.connectors.support.HttpOutcome.Failure;
import dev.holddown.testing.RealTime;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTlsTest {
  private static Failure fails(String url) throws InterruptedException {
    try (HttpCall calls = new HttpCall(RealTime.nanos(), Egress.local())) {
      HttpAsk.Limits limits = HttpAsk.Limits.within(Duration.ofSeconds(20));
      return (Failure) calls.send(HttpAsk.get(url, limits));
    }
  }

  @Test
  void plain_http_behind_https_is_a_tls_failure() throws Exception {
    try (RawServer server = RawServer.blurting(RawServer.ascii("HTTP/1.1 400 Bad\r\n\r\n"))) {
      String url = server.url().replace("http:", "https:");
      Failure failure = fails(url);
      assertThat(failure.message()).startsWith("TLS with " + url + " failed: ");
    }
  }

  @Test
  void a_certificate_that_nobody_signed_is_not_trusted(@TempDir Path folder) throws Exception {
    HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder)));
    server.start();
    try {
      String url = "https://127.0.0.1:" + server.getAddress().getPort();
      Failure failure = fails(url);
      assertThat(failure.message())
          .startsWith("the TLS certificate of " + url + " is not trusted: ");
      assertThat(failure.maybeSent()).isFalse();
    } finally {
      server.stop(0);
    }
  }

  private static SSLContext selfSigned(Path folder) throws Exception {
    Path store = folder.resolve("self.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "self",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor(120, TimeUnit.SECONDS)).isTrue();
    char[] password = "changeit".toCharArray();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(store.toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
