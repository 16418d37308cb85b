package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.demo.DocumentWorld;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.playbooks.RunnableCopy;
import dev.holddown.playbooks.Siblings;
import dev.holddown.testing.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Stories of the documents as their people live them: everything they do goes over HTTP. */
class DocumentsOverHttpTest {
  /** The last half hour of document 002, with the story's alarms and machines. */
  private static final String STABILITY =
      """
      kind: playbook
      id: stability
      title: Stability
      subject: {service: checkout, environment: demo}
      metrics:
        alarms: {world.metric: {name: alarms}, unit: alarms}
      stages:
        - stage: Rollout
          id: rollout
          items:
            - step: Everything on the new version
              id: full
              world.deploy: {version: "8"}
              done: {world.deployed: {}, expect: result.version == "8"}
        - stage: Stability
          id: stability
          items:
            - {hold: Thirty minutes of silence, id: silence, for: 30m, watch: [alarms], on-breach: restart}
            - step: End the blue fleet
              id: end_blue
              world.set_alias: {version: gone}
              done: {world.alias: {}, expect: result.version == "gone"}
            - check: Its scaling group is gone
              id: asg_gone
              world.alias: {}
              expect: result.version == "gone"
      watches:
        - watch: Any alarm
          id: alarms
          armed: rollout .. end
          metric: alarms
          breach: result.value > 0
          for: 0s
          then: [{notify: ["file:on-call.log"]}]
      rollback:
        phases:
          - phase: Back
            time-box: 5m
            items:
              - {step: Back, world.deploy: {version: "7"}, repeatable: true}
      """;

  @TempDir Path folder;
  private Path workspace = Path.of("");
  private Consumer<String> ends = why -> {};

  @BeforeEach
  void a_workspace() throws IOException {
    workspace = Files.createDirectories(folder.resolve("served"));
  }

  @AfterEach
  void the_end() {
    ends.accept("");
  }

  private ServedWorld served(World world, AutoCloseable more) {
    ServedWorld served = new ServedWorld(world, workspace);
    ends =
        why -> {
          served.close();
          world.close();
          try {
            more.close();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        };
    return served;
  }

  /** The document's own playbook in the workspace of the server; gives its inputs. */
  private Map<String, String> document(World world, DocumentWorld outside, String file)
      throws IOException {
    String text = Files.readString(Path.of("examples", file));
    RunnableCopy copy = RunnableCopy.of(world.reader(), file, text, Siblings.none());
    ServedWorld.playbook(workspace, "document.yaml", copy.text());
    Map<String, String> inputs = new TreeMap<>(outside.inputs());
    inputs
        .keySet()
        .retainAll(
            world.playbook(copy.text()).scopes().inputs().stream().map(i -> i.name()).toList());
    return inputs;
  }

  @Test
  @Covers({"S-D1", "D-06", "D-07", "D-14", "D-24", "D-82"})
  void one_review_of_two_is_no_go_and_leaving_a_line_out_needs_a_reason() throws IOException {
    DocumentWorld outside = DocumentWorld.start("003", folder, () -> World.at("10:00:00"));
    outside.set("one_review");
    World world = World.inMemory(folder);
    ServedWorld served = served(world, outside);
    Map<String, String> inputs =
        document(world, outside, "003-octoacme-deployment/deployment.yaml");
    String run = served.start("dora", "document", inputs);
    served.advance(Duration.ofSeconds(5));

    assertThat(served.item(run, "reviewed")).startsWith("FAILED");
    assertThat(served.item(run, "reviewed")).contains("inputs.reviews = 2").contains("is false");
    assertThat(served.item(run, "migrations")).startsWith("NOT_APPLICABLE");

    String customers = "/api/v1/runs/" + run + "/items/customers/na";
    ServedWorld.Answer tooShort =
        served.post("product_owner", customers, "role=product_owner", "reason=no need");
    assertThat(tooShort.status()).isEqualTo(409);
    assertThat(tooShort.detail())
        .contains("with a reason of at least 10 characters; \"no need\" says too little");
    assertThat(
            served
                .post(
                    "product_owner",
                    customers,
                    "role=product_owner",
                    "reason=no downtime is expected")
                .status())
        .isEqualTo(200);

    for (String missing : served.waiting(run)) {
      String key = missing.substring(0, missing.indexOf(':'));
      if (!key.equals("run") && !key.startsWith("gate/")) {
        for (String role : missing.substring(key.length() + 2).split(", ")) {
          served.sign(role, run, key);
        }
      }
    }
    served.advance(Duration.ofSeconds(5));
    JsonNode counts = served.view(run).path("standing").path("counts");
    // migrations, customers, and the mode of an emergency
    assertThat(counts.path("notApplicable").asInt()).isEqualTo(3);
    assertThat(counts.path("done").asInt()).isGreaterThan(10);
    assertThat(counts.path("open").asInt()).isGreaterThan(10);
    assertThat(served.sign("release_manager", run, "gate/before").status()).isEqualTo(409);
    assertThat(acted(world, run, "beside")).as("nothing was deployed").isFalse();
  }

  @Test
  @Covers({"S-C4", "C-34", "C-35", "C-37", "C-38", "C-51", "C-60", "X-18"})
  void an_alarm_in_the_27th_minute_restarts_the_silence_and_blue_lives_until_it_is_over() {
    World world = World.inMemory(folder);
    ServedWorld served = served(world, () -> {});
    world.metric("alarms").on(1).was(0);
    world.target("alias").is("blue");
    ServedWorld.playbook(workspace, "stability.yaml", STABILITY);
    String run = served.start("dora", "stability", Map.of());
    served.advance(Duration.ofMinutes(27));
    world.metric("alarms").is(1);
    served.advance(Duration.ofMinutes(1));
    world.metric("alarms").is(0);
    served.advance(Duration.ofMinutes(29));
    assertThat(served.item(run, "end_blue")).startsWith("OPEN");
    assertThat(world.target("alias").toString()).isNotEmpty();
    assertThat(served.view(run).path("standing").path("result").path("outcome").isNull()).isTrue();

    served.advance(Duration.ofMinutes(2));
    assertThat(served.item(run, "silence")).startsWith("PASSED");
    assertThat(served.item(run, "end_blue")).startsWith("PASSED");
    assertThat(served.item(run, "asg_gone")).startsWith("PASSED");
    assertThat(served.view(run).path("standing").path("result").path("outcome").asString())
        .isEqualTo("SUCCEEDED");
    assertThat(
            world.log(run).all(RunEvent.Turned.class).stream()
                .filter(turned -> turned.key().equals("silence"))
                .count())
        .isEqualTo(1);
  }

  @Test
  @Covers({"B-211", "B-225", "B-226", "B-227", "B-228", "B-229", "X-06"})
  void four_signatures_approve_and_an_edited_change_set_voids_them() throws IOException {
    DocumentWorld outside = DocumentWorld.start("001", folder, () -> World.at("10:00:00"));
    World world = World.inMemory(folder);
    ServedWorld served = served(world, outside);
    Map<String, String> inputs = document(world, outside, "001-incident-commander/production.yaml");
    String run = served.start("starter", "document", inputs);
    signs(served, run, "gate/authorisation");
    List<String> leads =
        List.of("technical_lead", "devops_lead", "security_lead", "business_owner");
    assertThat(served.post("dora", "/api/v1/runs/" + run + "/hold", "reason=a look first").status())
        .isEqualTo(200);
    for (String lead : leads.subList(0, 3)) {
      assertThat(served.sign(lead, run, "gate/authorisation").status()).as(lead).isEqualTo(200);
    }
    assertThat(served.waiting(run)).anyMatch(w -> w.equals("gate/authorisation: business_owner"));

    outside.set("edited");
    String changeSet = "the_change_set_replaces_and_removes_nothing_that_holds_data";
    served.post("resume", "/api/v1/runs/" + run + "/resume", "reason=go on");
    assertThat(
            served
                .post(
                    "devops_lead",
                    "/api/v1/runs/" + run + "/items/" + changeSet + "/reopen",
                    "reason=the change set was edited")
                .status())
        .isEqualTo(200);
    served.advance(Duration.ofSeconds(5));
    signs(served, run, "gate/authorisation");
    assertThat(served.waiting(run))
        .anyMatch(
            w -> w.startsWith("gate/authorisation: ") && leads.stream().allMatch(w::contains));
    assertThat(acted(world, run, "backup")).isFalse();

    for (String lead : leads) {
      assertThat(served.sign(lead, run, "gate/authorisation").status()).as(lead).isEqualTo(200);
    }
    served.advance(Duration.ofSeconds(5));
    assertThat(served.item(run, "backup")).startsWith("PASSED");
  }

  private static boolean acted(World world, String run, String key) {
    return world.log(run).all(RunEvent.Intended.class).stream()
        .anyMatch(intended -> intended.key().equals(key));
  }

  /** Signs whatever is asked, until somebody is waited for at this gate. */
  private static void signs(ServedWorld served, String run, String gate) {
    for (int i = 0; i < 60; i++) {
      List<String> waiting = served.waiting(run);
      if (waiting.stream().anyMatch(w -> w.startsWith(gate + ":"))) {
        return;
      }
      for (String missing : waiting) {
        String key = missing.substring(0, missing.indexOf(':'));
        for (String role : missing.substring(key.length() + 2).split(", ")) {
          if (!role.isEmpty()) {
            served.sign(role, run, key);
          }
        }
      }
      served.advance(Duration.ofSeconds(2));
    }
    throw new AssertionError("never at " + gate + ": " + served.waiting(run));
  }
}
