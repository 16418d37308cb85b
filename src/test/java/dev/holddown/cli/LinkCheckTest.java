package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.holddown.cli.link.WorkspaceKeeper;
import dev.holddown.connectors.Connectors;
import dev.holddown.connectors.Setup;
import dev.holddown.connectors.support.Egress;
import dev.holddown.domain.playbook.Place;
import dev.holddown.playbooks.LinkTargets;
import dev.holddown.playbooks.WorkspaceContent;
import dev.holddown.testing.Covers;
import dev.holddown.testing.RealReader;
import dev.holddown.testing.RealTime;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkCheckTest {
  @TempDir Path folder;
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
            new LinkCheck.Known(List.of(), Map.of("train", Set.of("smoke", "rollback")), folder),
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

  @Test
  @Covers({"E-111", "D-78", "D-79", "D-80"})
  void a_place_of_a_playbook_and_a_file_of_the_folder_are_there_or_not() throws Exception {
    Files.createDirectories(folder.resolve("docs"));
    Files.writeString(folder.resolve("docs/process.md"), "# Release\n\n## Way back, by hand\n");
    assertThat(checked("playbook:train/smoke").state()).isEqualTo(LinkCheck.State.GOOD);
    assertThat(checked("playbook:train/smokes").why())
        .isEqualTo("the playbook train has no place smokes");
    assertThat(checked("playbook:other").why())
        .isEqualTo("there is no playbook other in the folder");
    assertThat(checked("docs/process.md").state()).isEqualTo(LinkCheck.State.GOOD);
    assertThat(checked("docs/process.md#way-back-by-hand").state()).isEqualTo(LinkCheck.State.GOOD);
    assertThat(checked("docs/process.md#way").why()).isEqualTo("the file has no heading #way");
    assertThat(checked("docs/roles.md").state()).isEqualTo(LinkCheck.State.BROKEN);
    assertThat(checked("docs/roles.md").why())
        .isEqualTo("there is no file docs/roles.md in the folder");
    assertThat(checked("../secret.md").state()).isEqualTo(LinkCheck.State.UNKNOWN);
  }

  @Test
  @Covers({"E-111", "D-74", "D-78", "D-79", "D-80"})
  void no_link_within_the_five_documents_is_broken() throws Exception {
    try (var documents = Files.list(Path.of("examples"))) {
      for (Path document : documents.filter(p -> p.toString().matches(".*/00.*")).toList()) {
        Map<String, byte[]> files = WorkspaceKeeper.files(document);
        WorkspaceContent content = WorkspaceContent.read(RealReader.reader(), files);
        LinkCheck check =
            new LinkCheck(
                new LinkCheck.Known(content.boards(), LinkFolder.places(files), document),
                Optional.empty(),
                RealTime.clock());
        List<LinkTargets.Target> targets = new ArrayList<>();
        files.forEach((name, bytes) -> targets.addAll(LinkTargets.of(name, bytes)));
        assertThat(check.of(targets))
            .filteredOn(link -> !link.target().text().startsWith("https://"))
            .allMatch(link -> link.state() == LinkCheck.State.GOOD);
      }
    }
  }
}
