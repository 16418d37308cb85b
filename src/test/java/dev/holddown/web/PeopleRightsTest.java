package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.cli.TestKit;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.WorkspaceContent;
import dev.holddown.testing.RealTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rights out of the people document of the workspace. */
class PeopleRightsTest {
  private static final String PEOPLE =
      """
      kind: people
      roles:
        approver: {members: [ann], delegates: [dan]}
        lead: {from: "oidc:leads", may: brake, covers: {services: [shop]}}
      """;
  private static final Rights.Where SHOP = new Rights.Where("shop", "prod");

  @TempDir Path folder = Path.of("");
  private final AtomicReference<Optional<WorkspaceContent>> content =
      new AtomicReference<>(Optional.empty());
  private final List<String> log = new java.util.concurrent.CopyOnWriteArrayList<>();

  private PeopleInForce files() {
    return new PeopleInForce(content::get, reader(), log::add);
  }

  private PlaybookReader reader() {
    return new TestKit(folder).language().reader();
  }

  private static Rights of(PeopleInForce people, String person, String... roles) {
    return new Roster(people::now)
        .of(new Roster.Account(person, List.of(roles), AccessScope.WORK, List.of()));
  }

  private void write(String text) {
    Map<String, byte[]> files = Map.of("people.yaml", text.getBytes(StandardCharsets.UTF_8));
    content.set(Optional.of(WorkspaceContent.read(reader(), files)));
  }

  @Test
  void the_document_alone_says_who_has_the_roles_that_it_names() {
    write(PEOPLE);
    PeopleInForce people = files();
    assertThat(of(people, "ann").signs("approver", SHOP)).isTrue();
    assertThat(of(people, "dan").signs("approver", SHOP)).as("a delegate").isTrue();
    assertThat(of(people, "eve", "approver").signs("approver", SHOP))
        .as("a token that says so")
        .isFalse();
    assertThat(of(people, "eve", "tester").signs("tester", SHOP))
        .as("a role that the document does not name")
        .isTrue();
    assertThat(of(people, "eve").somewhere(AccessScope.READ)).isFalse();
  }

  @Test
  void a_group_of_the_provider_gives_a_role_where_it_counts() {
    write(PEOPLE);
    Roster roster = new Roster(files()::now);
    Rights lead = roster.of("lea", List.of("staff", "leads"));
    assertThat(lead.may(AccessScope.BRAKE, SHOP)).isTrue();
    assertThat(lead.may(AccessScope.WORK, SHOP)).isFalse();
    assertThat(lead.may(AccessScope.READ, new Rights.Where("pay", "prod"))).isFalse();
    assertThat(roster.of("lea", List.of("staff")).grants()).isEmpty();
  }

  @Test
  void a_change_counts_at_once_and_an_unsound_or_lost_file_changes_nothing() {
    write(PEOPLE);
    PeopleInForce people = files();
    write(PEOPLE.replace("[ann]", "[bob]"));
    assertThat(of(people, "ann").roles()).isEmpty();
    assertThat(of(people, "bob").roles()).containsExactly("approver");
    write(PEOPLE.replace("members", "membres"));
    assertThat(of(people, "bob").roles()).containsExactly("approver");
    assertThat(log.getLast())
        .contains("the people of the workspace stay as they were", "unknown key `membres`");
    write("kind: people\nroles: {approver: {members: [eve]}\n");
    assertThat(of(people, "eve").roles()).as("not even YAML").isEmpty();
    content.set(Optional.of(WorkspaceContent.read(reader(), Map.of())));
    assertThat(of(people, "eve").somewhere(AccessScope.READ)).isFalse();
    assertThat(log.getLast()).contains("what they said goes on to count until the server starts");
  }

  @Test
  void a_server_whose_people_are_not_sound_does_not_start() {
    TestKit kit = new TestKit(folder);
    kit.file("people.yaml", "kind: people\nroles: {approver: {membres: [ann]}}\n");
    TestKit.Printed printed = kit.run("serve", "--port", "0", "--workspace", folder.toString());
    assertThat(printed.exit()).isEqualTo(5);
    assertThat(printed.err())
        .contains("the workspace " + folder + " has 1 problems, the first: people.yaml:2:")
        .contains("did you mean members");
  }

  @Test
  void nobody_gets_from_a_stream_what_the_api_refuses() throws Exception {
    String people =
        """
        kind: people
        roles:
          operator: {members: [ann], covers: {services: [shop]}}
          payer: {members: [pat], covers: {services: [pay]}}
          approver: {members: [zoe]}
          owner: {members: [yan]}
        """;
    String pay =
        dev.holddown.cli.Playbooks.NO_GO
            .replace("id: nogo", "id: paying")
            .replace("service: shop", "service: pay");
    try (WebLab lab =
        WebLab.start(
            folder, false, Limits.usual(), Map.of("people.yaml", people, "paying.yaml", pay))) {
      String ann = lab.token("ann", "work");
      String pat = lab.token("pat", "work");
      String run = lab.started("nogo", ann);
      lab.until(run, ann, view -> !view.path("stages").isEmpty());
      assertThat(lab.get("/api/v1/runs/" + run + "/events", pat).status()).isEqualTo(404);
      assertThat(lab.get("/api/v1/runs", pat).body()).doesNotContain(run);
      assertThat(lab.get("/api/v1/playbooks", pat).body())
          .isEqualTo("{\"playbooks\":[\"paying\"]}\n");
      assertThat(lab.post("/api/v1/runs", pat, "{\"playbook\": \"nogo\"}").detail())
          .isEqualTo("there is no playbook \"nogo\" in the workspace that you may see");
      String own = lab.started("paying", pat);
      try (java.io.InputStream stream =
          java.net.http.HttpClient.newHttpClient()
              .send(
                  lab.request("/api/v1/events?after=0", pat).build(),
                  java.net.http.HttpResponse.BodyHandlers.ofInputStream())
              .body()) {
        StringBuilder seen = new StringBuilder();
        byte[] piece = new byte[4096];
        while (seen.indexOf("\"run\":\"" + own) < 0) {
          int count = stream.read(piece);
          assertThat(count).as("the stream ended: " + seen).isPositive();
          seen.append(new String(piece, 0, count, java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(seen.toString()).doesNotContain(run);
      }
      assertThat(
              dev.holddown.access.AccessLog.in(lab.kit.data(), RealTime.clock())
                  .after(0, 100)
                  .toString())
          .contains("person=pat", "/api/v1/runs/" + run + "/events", "that you may see");
    }
  }
}
