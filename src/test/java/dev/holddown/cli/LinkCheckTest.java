package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.holddown.connectors.Connectors;
import dev.holddown.connectors.Setup;
import dev.holddown.connectors.support.Egress;
import dev.holddown.domain.playbook.Place;
import dev.holddown.playbooks.LinkTargets;
import dev.holddown.testing.Covers;
import dev.holddown.testing.RealTime;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkCheckTest {
  private HttpServer server;
  private String base = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    base = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body =
                "<html><h1 id=\"INC-003\">Outage</h1></html>".getBytes(StandardCharsets.UTF_8);
            if (path.equals("/away")) {
              exchange.getResponseHeaders().set("Location", base + "/page");
            }
            int status =
                switch (path) {
                  case "/page" -> 200;
                  case "/away" -> 302;
                  case "/secret" -> 403;
                  default -> 404;
                };
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private LinkCheck.Checked checked(String link) throws InterruptedException {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Setup setup =
        new Setup(
            new Setup.Time(RealTime.clock(), RealTime.nanos()),
            nowhere,
            Egress.local(),
            Path.of(""),
            Map.of());
    LinkCheck check =
        new LinkCheck(
            new LinkCheck.Known(List.of(), Set.of()),
            Optional.ofNullable(Connectors.verbs(setup).get("http.get")),
            RealTime.clock());
    return check.of(List.of(new LinkTargets.Target("a", link, Place.none()))).getFirst();
  }

  @Test
  @Covers("A-68")
  void an_address_is_good_broken_or_unknown_with_the_reason() throws InterruptedException {
    assertThat(checked(base + "/page").state()).isEqualTo(LinkCheck.State.GOOD);
    assertThat(checked(base + "/away").state()).isEqualTo(LinkCheck.State.GOOD);
    assertThat(checked(base + "/page#INC-003").state()).isEqualTo(LinkCheck.State.GOOD);
    LinkCheck.Checked anchor = checked(base + "/page#INC-004");
    assertThat(anchor.state()).isEqualTo(LinkCheck.State.BROKEN);
    assertThat(anchor.why()).isEqualTo("the page has no place #INC-004");
    assertThat(checked(base + "/nothing").state()).isEqualTo(LinkCheck.State.BROKEN);
    LinkCheck.Checked secret = checked(base + "/secret");
    assertThat(secret.state()).isEqualTo(LinkCheck.State.UNKNOWN);
    assertThat(secret.why()).isEqualTo("it answers 403, and may be there for who logs in");
    assertThat(checked("http://127.0.0.1:9/x").state()).isEqualTo(LinkCheck.State.UNKNOWN);
    assertThat(checked("https://wiki/${inputs.version}").why())
        .isEqualTo("it is filled in when it is used");
  }
}
