package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.ServeOrder;
import dev.holddown.cli.TestKit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands between the server and people: TLS, proxies, and where it does not listen. */
class OutsideTest {
  @TempDir Path folder = Path.of("");
  @TempDir Path other = Path.of("");

  private static ServeOrder.Outside outside(Optional<ServeOrder.Tls> tls, String address) {
    return new ServeOrder.Outside(
        tls,
        false,
        List.of("127.0.0.1"),
        Optional.of(address).filter(a -> !a.isEmpty()).map(URI::create),
        Optional.empty());
  }

  /** A key and a certificate that the JDK makes, as PEM. */
  private KeyStore keys(Path certificate, Path key) throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "web",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    byte[] said = keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).as(new String(said, StandardCharsets.UTF_8)).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(new ByteArrayInputStream(Files.readAllBytes(store)), "changeit".toCharArray());
    Certificate made = keys.getCertificate("web");
    Files.writeString(certificate, pem("CERTIFICATE", made.getEncoded()));
    Files.writeString(
        key, pem("PRIVATE KEY", keys.getKey("web", "changeit".toCharArray()).getEncoded()));
    return keys;
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(bytes)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  @Test
  void a_server_with_a_certificate_speaks_tls_and_says_that_it_always_will() throws Exception {
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    KeyStore keys = keys(certificate, key);
    TestKit kit =
        new TestKit(folder).behind(outside(Optional.of(new ServeOrder.Tls(certificate, key)), ""));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, new char[0]);
    trusted.setCertificateEntry("web", keys.getCertificate("web"));
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (WebLab lab = WebLab.start(kit, false, Map.of());
        HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
      assertThat(lab.address.getScheme()).isEqualTo("https");
      HttpResponse<String> page =
          client.send(
              HttpRequest.newBuilder(URI.create(lab.address + "/login")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Strict-Transport-Security"))
          .contains("max-age=31536000");
      HttpResponse<String> out =
          client.send(
              HttpRequest.newBuilder(URI.create(lab.address + "/logout"))
                  .header("Content-Type", BodyReader.FORM)
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(out.headers().firstValue("Set-Cookie").orElse(""))
          .startsWith("__Host-holddown-session=;")
          .endsWith("; Secure");
    }
  }

  @Test
  void a_key_that_cannot_be_read_is_told_before_anybody_is_let_in() throws IOException {
    Path key = Files.writeString(folder.resolve("key.pem"), "-----BEGIN RSA PRIVATE KEY-----\n");
    TestKit.Printed printed =
        new TestKit(folder)
            .run("serve", "--port", "0", "--tls-cert", key.toString(), "--tls-key", key.toString());
    assertThat(printed.exit()).isEqualTo(5);
    assertThat(printed.err()).contains("the server cannot be started:");
    assertThat(new TestKit(folder).run("serve", "--tls-cert", "x.pem").err())
        .contains("--tls-cert and --tls-key belong together; give both");
  }

  @Test
  void without_tls_other_machines_are_not_let_in_unless_somebody_says_so() {
    TestKit.Printed printed = new TestKit(folder).run("serve", "--host", "0.0.0.0", "--port", "0");
    assertThat(printed.exit()).isEqualTo(5);
    assertThat(printed.err())
        .contains("other machines reach 0.0.0.0, and what they send could be read on the way")
        .contains("--tls-cert and --tls-key", "--plain-http");
  }

  /** As the unit of systemd in the package says it. */
  @Test
  void the_words_of_the_unit_are_options_that_serve_takes() throws IOException {
    String unit = Files.readString(Path.of("packaging/holddown.service"));
    assertThat(unit).contains("holddown serve --workspace ${HOLDDOWN_WORKSPACE} --log-format json");
    Path workspace = Files.createDirectories(folder.resolve("empty"));
    TestKit.Printed printed =
        new TestKit(folder)
            .run(
                "serve",
                "--workspace",
                workspace.toString(),
                "--log-format",
                "json",
                "--host",
                "0.0.0.0",
                "--port",
                "0");
    assertThat(printed.err())
        .as("all was understood, and only the address is refused")
        .contains("other machines reach 0.0.0.0")
        .doesNotContain("log-format");
  }

  @Test
  void what_a_proxy_of_ours_says_of_its_caller_counts_and_nothing_else_does() {
    Proxies proxies = new Proxies(List.of("127.0.0.1", "10.0.0.1"), Optional.empty());
    assertThat(proxies.caller("127.0.0.1", "203.0.113.9")).isEqualTo("203.0.113.9");
    assertThat(proxies.caller("127.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.1"))
        .as("what the caller wrote stands before what the proxy wrote")
        .isEqualTo("203.0.113.9");
    assertThat(proxies.caller("198.51.100.7", "203.0.113.9"))
        .as("from no proxy of ours")
        .isEqualTo("198.51.100.7");
    assertThat(proxies.caller("127.0.0.1", "unknown")).isEqualTo("127.0.0.1");
    assertThat(proxies.caller("127.0.0.1", null)).isEqualTo("127.0.0.1");
  }

  @Test
  void behind_a_proxy_pages_of_the_public_address_are_ours_and_callers_are_told_apart() {
    TestKit kit = new TestKit(folder).behind(outside(Optional.empty(), "https://hold.example"));
    try (WebLab lab = WebLab.start(kit, false, Map.of())) {
      String ann = lab.token("ann", "work");
      assertThat(lab.post("/api/v1/runs", ann, "{}", "Origin", "https://hold.example").status())
          .isEqualTo(400);
      assertThat(lab.post("/api/v1/runs", ann, "{}", "Origin", "https://evil.example").status())
          .isEqualTo(403);
      lab.get("/api/v1/runs", "", "X-Forwarded-For", "203.0.113.9");
      assertThat(lab.kit.refusals()).anyMatch(line -> line.contains("401 203.0.113.9 GET"));
      assertThat(lab.get("/api/v1/runs", ann).header("Strict-Transport-Security")).isNotEmpty();
    }
  }

  @Test
  void a_demo_says_that_it_is_one_and_a_role_of_it_may_no_more_than_its_name() {
    TestKit kit = new TestKit(folder).demo(List.of("viewer", "approver"));
    try (WebLab lab = WebLab.start(kit, true, Map.of())) {
      Browser browser = new Browser(lab);
      assertThat(browser.get("/login").body()).contains("This is a demo: be whom you like");
      assertThat(browser.send("/login/demo", "role", "viewer").status()).isEqualTo(303);
      browser.get("/account");
      assertThat(browser.get("/").body()).contains("demo viewer");
      String[] own = {"Cookie", browser.cookie(), "Holddown-Form", browser.formToken()};
      assertThat(lab.post("/api/v1/runs", "", "{\"playbook\": \"signed\"}", own).detail())
          .contains("demo viewer has the scope read; this needs work");
      assertThat(browser.send("/login/demo", "role", "king").status()).isEqualTo(400);
      browser.send("/login/demo", "role", "approver");
      assertThat(browser.get("/account").body()).contains("demo approver", "approver");
    }
    try (WebLab usual = WebLab.start(new TestKit(other), true, Map.of())) {
      assertThat(usual.get("/login", "").body()).doesNotContain("This is a demo");
      assertThat(new Browser(usual).send("/login/demo", "role", "viewer").status()).isEqualTo(404);
    }
  }

  @Test
  void a_proxy_that_adds_a_line_of_its_own_is_believed_and_the_callers_line_is_not() {
    TestKit kit = new TestKit(folder).behind(outside(Optional.empty(), "https://hold.example"));
    try (WebLab lab = WebLab.start(kit, false, Map.of())) {
      String header = "X-Forwarded-For";
      lab.get("/api/v1/runs", "", header, "198.51.100.1", header, "203.0.113.9");
      assertThat(kit.refusals()).anyMatch(line -> line.contains("401 203.0.113.9 GET"));
    }
  }

  @Test
  void an_origin_that_is_no_address_is_not_ours() {
    try (WebLab lab = WebLab.start(folder)) {
      String ann = lab.token("ann", "work");
      for (String origin : List.of("http://a{.evil.example", "null", "")) {
        assertThat(lab.post("/api/v1/runs", ann, "{}", "Origin", origin).status())
            .as(origin)
            .isEqualTo(403);
      }
    }
  }

  @Test
  void a_server_that_is_open_to_its_machine_is_not_open_to_who_comes_through_a_proxy() {
    try (WebLab lab = WebLab.start(new TestKit(folder), true, Map.of())) {
      assertThat(lab.get("/api/v1/runs", "").status()).isEqualTo(200);
      for (String header : List.of("X-Forwarded-For", "Forwarded")) {
        assertThat(lab.get("/api/v1/runs", "", header, "for=203.0.113.9").status())
            .as(header)
            .isEqualTo(401);
      }
      WebLab.Answer named = lab.get("/api/v1/runs", "", "Holddown-As", "%zz");
      assertThat(named.status()).isEqualTo(400);
      assertThat(named.detail())
          .isEqualTo("the header Holddown-As is not encoded as in an address; nothing was changed");
    }
  }

  @Test
  void roles_are_offered_in_a_demo_only_and_end_with_it() {
    String cookie;
    TestKit demo = new TestKit(folder).demo(List.of("viewer", "approver"));
    try (WebLab lab = WebLab.start(demo, true, Map.of())) {
      assertThat(lab.get("/", "").body()).contains("open to this machine", "Take a role");
      Browser browser = new Browser(lab);
      browser.send("/login/demo", "role", "approver");
      cookie = browser.cookie();
      assertThat(lab.get("/api/v1/runs", "", "Cookie", cookie).status()).isEqualTo(200);
    }
    try (WebLab later = WebLab.start(new TestKit(folder), false, Map.of())) {
      assertThat(later.get("/api/v1/runs", "", "Cookie", cookie).status()).isEqualTo(403);
    }
    try (WebLab usual = WebLab.start(new TestKit(other), true, Map.of())) {
      assertThat(usual.get("/", "").body())
          .contains("open to this machine")
          .doesNotContain("Take a role");
    }
  }
}
