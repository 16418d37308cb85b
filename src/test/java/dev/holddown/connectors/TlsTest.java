package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.connectors.support.RawServer;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Question;
import dev.holddown.testing.RealTime;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
  @TempDir static Path folder;

  @BeforeAll
  static void certificates() throws Exception {
    String names = "SAN=dns:shop.example,dns:*.live.example,ip:127.0.0.1";
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=Own CA",
        "-ext",
        "bc:c",
        "-validity",
        "90",
        "-alias",
        "ca",
        "-keystore",
        "ca.p12");
    keytool("-exportcert", "-rfc", "-alias", "ca", "-keystore", "ca.p12", "-file", "ca.pem");
    keytool(
        "-genkeypair",
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-dname",
        "CN=shop",
        "-ext",
        names,
        "-validity",
        "30",
        "-alias",
        "own",
        "-keystore",
        "own.p12");
    keytool("-certreq", "-alias", "own", "-keystore", "own.p12", "-file", "own.csr");
    keytool(
        "-gencert",
        "-rfc",
        "-alias",
        "ca",
        "-keystore",
        "ca.p12",
        "-ext",
        names,
        "-validity",
        "30",
        "-infile",
        "own.csr",
        "-outfile",
        "own.pem");
    keytool("-importcert", "-noprompt", "-alias", "ca", "-keystore", "own.p12", "-file", "ca.pem");
    keytool(
        "-importcert", "-noprompt", "-alias", "own", "-keystore", "own.p12", "-file", "own.pem");
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=alone",
        "-validity",
        "30",
        "-alias",
        "own",
        "-keystore",
        "alone.p12");
  }

  private static void keytool(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(args));
    command.addAll(List.of("-storepass", "changeit"));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("keytool.log"))).isZero();
  }

  /** Shakes hands with everybody. */
  private static SSLServerSocket server(String store) throws Exception {
    char[] password = "changeit".toCharArray();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(folder.resolve(store).toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(() -> accept(server));
    return server;
  }

  private static void accept(SSLServerSocket server) {
    while (!server.isClosed()) {
      try (SSLSocket peer = (SSLSocket) server.accept()) {
        peer.startHandshake();
        int end = peer.getInputStream().read();
        assertThat(end).isNegative();
      } catch (IOException e) {
        // The peer has seen what it wanted to see.
        continue;
      }
    }
  }

  private Answer look(String store, Instant at, Object... more) throws Exception {
    try (SSLServerSocket server = server(store)) {
      Map<String, Object> args = new HashMap<>();
      args.put("host", "127.0.0.1");
      args.put("port", (long) server.getLocalPort());
      for (int i = 0; i < more.length; i += 2) {
        args.put((String) more[i], more[i + 1]);
      }
      Asking verb = (Asking) new Acts(folder).verb("tls.certificate");
      return verb.ask(new Question(args, at, Acts.LONG));
    }
  }

  @Test
  void a_good_certificate_tells_days_names_chain_and_issuer() throws Exception {
    Instant now = RealTime.clock().instant();
    Answer answer = look("own.p12", now, "name", "shop.example", "authorities", "ca.pem");
    assertThat(answer.kind()).as(answer.message()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(answer.samples()).isEqualTo(2);
    assertThat((Double) Acts.of(answer.result(), "days")).isBetween(29.9, 30.0);
    assertThat(answer.result())
        .containsEntry("trusted", true)
        .containsEntry("trust_problem", "")
        .containsEntry("matches", true)
        .containsEntry("names", List.of("shop.example", "*.live.example", "127.0.0.1"))
        .containsEntry("subject", "CN=shop")
        .containsEntry("issuer", "CN=Own CA")
        .containsEntry("self_signed", false)
        .containsEntry("key", "RSA 2048")
        .containsEntry("protocol", "TLSv1.3");
    assertThat(answer.proof().response()).contains("CN=shop\n  signed by CN=Own CA");
  }

  @Test
  void a_name_matches_exactly_or_one_label_by_a_wildcard() throws Exception {
    Instant now = RealTime.clock().instant();
    for (String yes : List.of("SHOP.example", "a.live.example", "127.0.0.1", "shop.example.")) {
      assertThat(look("own.p12", now, "name", yes).result()).containsEntry("matches", true);
    }
    for (String no : List.of("evil.example", "live.example", "a.b.live.example", "shop")) {
      assertThat(look("own.p12", now, "name", no).result()).containsEntry("matches", false);
    }
  }

  @Test
  void one_that_has_ended_or_signed_itself_or_is_strange_is_an_answer_too() throws Exception {
    Instant now = RealTime.clock().instant();
    Answer ended = look("own.p12", now.plus(Duration.ofDays(33)), "authorities", "ca.pem");
    assertThat(ended.result()).containsEntry("trusted", false);
    assertThat((String) Acts.of(ended.result(), "trust_problem"))
        .startsWith("it ended 3d")
        .endsWith(" ago");
    assertThat((Double) Acts.of(ended.result(), "days")).isBetween(-3.1, -2.9);
    assertThat(
            (String)
                Acts.of(look("own.p12", now.minus(Duration.ofDays(9))).result(), "trust_problem"))
        .startsWith("it counts only from ");
    assertThat(look("alone.p12", now).result())
        .containsEntry("trusted", false)
        .containsEntry("self_signed", true)
        .containsEntry("matches", false)
        .containsEntry("key", "EC 256")
        .containsEntry("trust_problem", "it is signed by itself");
    assertThat((String) Acts.of(look("own.p12", now).result(), "trust_problem"))
        .startsWith("no path from it to a trusted authority: ");
  }

  @Test
  void no_tls_at_all_and_silence_are_errors_in_time() throws Exception {
    Acts acts = new Acts(folder);
    try (RawServer plain = RawServer.blurting(RawServer.ascii("HTTP/1.1 400 Bad\r\n\r\n"));
        RawServer silent = RawServer.silent()) {
      long port = Long.parseLong(plain.url().replaceFirst(".*:", ""));
      assertThat(acts.ask("tls.certificate", Map.of("host", "127.0.0.1", "port", port)).message())
          .startsWith("no TLS with 127.0.0.1:" + port + ": ");
      long deaf = Long.parseLong(silent.url().replaceFirst(".*:", ""));
      long start = RealTime.nanos().getAsLong();
      Map<String, Object> args = Map.of("host", "127.0.0.1", "port", deaf);
      assertThat(acts.ask("tls.certificate", args, Duration.ofSeconds(2)).message())
          .isEqualTo("no TLS answer from 127.0.0.1:" + deaf + " within 2s");
      assertThat(RealTime.nanos().getAsLong() - start).isLessThan(20_000_000_000L);
      long closed = RawServer.closedPort();
      assertThat(acts.ask("tls.certificate", Map.of("host", "127.0.0.1", "port", closed)).message())
          .isEqualTo("no connection to 127.0.0.1:" + closed + ": connection refused");
    }
  }

  @Test
  void authorities_that_cannot_be_read_are_told() throws Exception {
    Instant now = RealTime.clock().instant();
    assertThat(look("own.p12", now, "authorities", "none.pem").message())
        .startsWith("the authorities in " + folder.resolve("none.pem") + " cannot be read: ");
  }
}
