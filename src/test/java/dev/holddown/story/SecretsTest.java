package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.connectors.support.WebServer;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.testing.Covers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of secrets go out on the wire, come back in answers, and are kept nowhere. */
class SecretsTest {
  private static final String TOKEN = "planted+token/4711 \"x\"";
  private static final String PASSWORD = "planted-password-0815";
  private static final String RELEASE =
      """
      kind: playbook
      id: secrets
      title: Release
      subject: {service: checkout, environment: prod}
      inputs: {url: {type: url}}
      stages:
        - stage: Before
          id: before
          items:
            - check: The service knows us
              id: knows
              http.get: {url: "${inputs.url}/echo", headers: {X-Token: {secret: token}}}
              expect: result.status == 200
              save: {answer: result.body}
            - check: The service says who we are
              id: says
              http.get: {url: "${inputs.url}/echo", headers: {X-Token: {secret: token}}}
              expect: result.body == "somebody else"
            - check: A program is given the password
              id: program
              exec.ask: {program: env, env: {PASSWORD: {secret: password}}}
              expect: result.exit == 3
            - {signoff: Go, sign: {role: approver}}
        - stage: Deploy
          id: deploy
          items:
            - step: Run the program
              id: act
              exec.script:
                script: 'echo "$PASSWORD"; echo "$PASSWORD" >&2; exit 4'
                env: {PASSWORD: {secret: password}}
              on-fail: continue
            - message: Tell
              to: ["file:told.log"]
              text: "the answer was ${saved.answer}"
      """;

  @TempDir Path folder;
  private World world;
  private WebServer server;

  @BeforeEach
  void a_server_that_repeats_what_it_is_told() throws IOException {
    world = World.onDisk(folder);
    world.secret("token", TOKEN);
    world.secret("password", PASSWORD);
    server =
        new WebServer(seen ->
            WebServer.Reply.of(
                200,
                "you said " + seen.headers().getOrDefault("x-token", "nothing"),
                "X-Repeated: " + seen.headers().getOrDefault("x-token", "nothing")));
  }

  @AfterEach
  void the_end() {
    world.close();
    server.close();
  }

  @Test
  @Covers({"I39", "F-15"})
  void no_event_evidence_page_or_message_holds_the_value_of_a_secret() throws IOException {
    String run = world.start(RELEASE, "url=" + server.url());
    assertThat(server.seen.getFirst().headers()).containsEntry("x-token", TOKEN);
    assertThat(world.state(run).item("knows").status()).isEqualTo(ItemStatus.PASSED);
    assertThat(world.state(run).item("says").status()).isEqualTo(ItemStatus.FAILED);
    assertThat(world.state(run).saved()).containsEntry("answer", "you said {secret: token}");
    for (String key : List.of("says", "program")) {
      world.says("ann", run, new RunCommand.Skip(key, "part of the story"));
    }
    world.says("bob", run, new RunCommand.Sign("go", "approver", "go"));
    world.deliver();
    world.kill();

    List<Path> files = files();
    assertThat(files)
        .extracting(f -> f.getFileName().toString())
        .contains("holddown.db", "pages.jsonl", "told.log");
    for (Path file : files) {
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
          .as(file.toString())
          .doesNotContain(PASSWORD)
          .doesNotContain("planted+token")
          .doesNotContain(
              Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(files.stream().map(SecretsTest::text))
        .as("evidence of the calls is kept, with a mark in place of each value")
        .anyMatch(text -> text.contains("{secret: token}"))
        .anyMatch(text -> text.contains("{secret: password}"));
    world.restart();
  }

  /** Every file but the secrets themselves. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> !f.startsWith(folder.resolve("secrets")))
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
