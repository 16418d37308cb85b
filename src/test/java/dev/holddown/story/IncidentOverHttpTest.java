package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.demo.DocumentWorld;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.playbooks.RunnableCopy;
import dev.holddown.playbooks.SiblingFiles;
import dev.holddown.testing.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A rollback and a triage of document 000, as two people live them in incident mode. */
class IncidentOverHttpTest {
  private static final String ALL = "/api/v1/incidents";

  @TempDir Path folder;
  private DocumentWorld outside;
  private World world;
  private ServedWorld served;
  private Path workspace;

  @BeforeEach
  void a_served_world() throws IOException {
    workspace = Files.createDirectories(folder.resolve("served"));
    outside = DocumentWorld.start("000", folder, () -> World.at("10:00:00"));
    world = World.inMemory(folder);
    for (String file : List.of("rollback.yaml", "incident-triage.yaml")) {
      Path path = Path.of("examples/000-ops-checklist", file);
      RunnableCopy copy =
          RunnableCopy.of(world.reader(), file, Files.readString(path), SiblingFiles.beside(path));
      Files.writeString(workspace.resolve(file), copy.text());
      copy.beside()
          .forEach((id, source) ->
              ServedWorld.playbook(workspace, id.replace('_', '-') + ".yaml", source.text()));
    }
    served = new ServedWorld(world, workspace);
  }

  @AfterEach
  void the_end() {
    served.close();
    world.close();
    outside.close();
  }

  private void passes(int seconds) {
    served.advance(Duration.ofSeconds(seconds));
  }

  private Map<String, String> inputs(String target) {
    Map<String, String> inputs = new TreeMap<>();
    inputs.put("target", target);
    inputs.put("reason", "errors since the promotion");
    inputs.put("base", String.valueOf(outside.inputs().get("base")));
    return inputs;
  }

  private String calls() {
    try {
      Path log = folder.resolve("calls.log");
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode incident() {
    return served.get(ALL).json().path("incidents").path(0);
  }

  private ServedWorld.Answer asks(String who, String verb, String... fields) {
    return served.post(who, ALL + "/" + incident().path("id").asString() + "/" + verb, fields);
  }

  private List<String> owed(ServedWorld.Answer refused) {
    assertThat(refused.status()).as(refused.json().toString()).isEqualTo(409);
    return refused
        .json()
        .path("missing")
        .valueStream()
        .map(missing -> missing.path("sentence").asString())
        .toList();
  }

  private static long updates(String calls) {
    return calls.lines().filter(line -> line.contains("update-alias")).count();
  }

  @ParameterizedTest
  @CsvSource({"42, 41", "41, 40"})
  @Covers({
    "S-A4", "A-36", "A-37", "A-38", "A-39", "A-41", "A-42", "A-43", "A-44", "A-45", "A-47", "A-48",
    "A-49", "A-50", "A-77"
  })
  void a_rollback_goes_in_order_and_incident_mode_is_left_when_it_is_proved(
      String from, String target) {
    if (from.equals("42")) {
      outside.set("promoted");
    }
    ServedWorld.Answer latest = served.starts("operator", "rollback", inputs("$LATEST"));
    assertThat(latest.status()).isEqualTo(400);
    assertThat(latest.detail()).contains("target").endsWith("nothing was started");
    assertThat(calls()).as("nothing was sent").isEmpty();

    String run = served.start("operator", "rollback", inputs(target));
    passes(10);
    assertThat(served.view(run).path("head").path("origin").path("mode").asString())
        .isEqualTo("ROLLBACK_BY_HAND");
    assertThat(served.item(run, "from_version")).startsWith("PASSED");
    assertThat(served.item(run, "target_exists")).startsWith("PASSED");
    assertThat(served.item(run, "incident_mode")).startsWith("PASSED");
    assertThat(incident().path("about").path("clock").path("on").asBoolean()).isTrue();
    String pinned = incident().path("kept").path("pinned").path("digest").asString();
    assertThat(pinned).hasSize(64);
    assertThat(incident().path("kept").path("runs").path(0).path("run").asString()).isEqualTo(run);

    ServedWorld.Answer early = served.sign("t_josh", run, "alias_back");
    assertThat(early.status()).as("the list is in order").isEqualTo(409);
    assertThat(early.detail()).contains("is not to be signed yet; what comes before it is open");
    assertThat(updates(calls())).isZero();

    assertThat(served.sign("t_josh", run, "approval").status()).isEqualTo(200);
    passes(5);
    assertThat(served.sign("t_josh", run, "alias_back").status()).isEqualTo(200);
    passes(10);
    assertThat(updates(calls())).isEqualTo(1);
    assertThat(calls()).contains("--function-version " + target).doesNotContain("$LATEST");
    Instant acted =
        world.log(run).entries().stream()
            .filter(e -> e.event() instanceof RunEvent.Intended i && i.key().equals("alias_back"))
            .findFirst()
            .orElseThrow()
            .at();
    assertThat(world.log(run).when(RunEvent.Signed.class)).isBefore(acted);
    assertThat(served.item(run, "no_drift")).startsWith("PASSED");
  }

  @Test
  @Covers({"S-A4", "A-50", "A-49", "A-39", "A-38"})
  void leaving_is_refused_while_a_service_level_is_red() {
    outside.set("promoted");
    String run = served.start("operator", "rollback", inputs("41"));
    passes(10);
    String pinned = incident().path("kept").path("pinned").path("digest").asString();
    served.sign("t_josh", run, "approval");
    passes(2);
    outside.set("fleet_dead"); // the service levels are red
    served.sign("t_josh", run, "alias_back");
    passes(180);
    assertThat(served.item(run, "no_drift")).startsWith("PASSED");
    assertThat(served.item(run, "sla_green")).startsWith("FAILED");
    asks("operator", "resolve", "reason=41 serves");
    asks("operator", "fields", "components=beak", "root_cause=42", "actions=a test");
    assertThat(owed(asks("operator", "leave")))
        .contains("rollback " + run + ": \"Every service level is green\" is FAILED")
        .contains("rollback " + run + ": \"Incident log entry\" is OPEN");

    outside.clear("fleet_dead");
    served.post("operator", "/api/v1/runs/" + run + "/items/sla_green/recheck", "reason=mended");
    passes(10);
    assertThat(owed(asks("operator", "leave")))
        .containsExactly("rollback " + run + ": \"Incident log entry\" is RUNNING");
    assertThat(asks("omar", "recheck").status()).isEqualTo(200);
    served.tells(
        "operator",
        "/api/v1/runs/" + run + "/items/incident_entry/record",
        Map.of("role", "operator", "fields", Map.of("confirmed", "yes")));
    passes(5);
    assertThat(served.view(run).path("standing").path("result").path("outcome").asString())
        .isEqualTo("SUCCEEDED");
    JsonNode left = asks("operator", "leave", "reason=proved").json();
    assertThat(left.path("about").path("clock").path("on").asBoolean()).isFalse();
    assertThat(left.path("kept").path("pinned").path("digest").asString())
        .as("nobody's look changed it")
        .isEqualTo(pinned);
    assertThat(left.path("kept").path("rechecked").path("digest").asString()).isNotEqualTo(pinned);
  }

  @ParameterizedTest
  @CsvSource({"P0, true, 1", "SEV2, false, 2"})
  @Covers({
    "S-A5", "A-53", "A-54", "A-56", "A-58", "A-66", "A-67", "A-78", "A-79", "A-80", "C21", "C22",
    "X-10"
  })
  void two_people_triage_in_one_incident(String severity, boolean dead, int level) {
    if (dead) {
      List.of("fleet_dead", "metrics_down", "callbacks").forEach(outside::set);
    }
    ServedWorld.Answer first =
        served.post("operator", ALL, "title=no duck pulses", "severity=" + severity);
    assertThat(first.status()).isEqualTo(201);
    passes(33);
    ServedWorld.Answer second = served.post("omar", ALL, "title=metrics are away", "severity=P3");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json().path("about").path("clock").path("startedAt").asString())
        .isEqualTo(first.json().path("about").path("clock").path("startedAt").asString())
        .isEqualTo("2026-03-02T10:00:00Z");
    assertThat(second.json().path("about").path("severity").path("level").asInt()).isEqualTo(level);
    assertThat(second.json().path("crew").path("joined").toString())
        .isEqualTo("[\"operator\",\"omar\"]");

    Map<String, String> inputs = new TreeMap<>();
    inputs.put("base", String.valueOf(outside.inputs().get("base")));
    String run = served.start("omar", "incident-triage", inputs);
    passes(5);
    assertThat(served.item(run, "incident_mode")).startsWith("PASSED already so");
    assertThat(served.get(ALL).json().path("incidents").size()).isEqualTo(1);
    assertThat(
            served
                .post("omar", "/api/v1/runs/" + run + "/items/routes/recheck", "reason=now")
                .status())
        .as("step 4 waits for 1 to 3")
        .isEqualTo(409);
    assertThat(served.item(run, "routes")).startsWith("OPEN");
    for (int i = 0; i < 40 && !waitsAt(run, "incident_entry"); i++) {
      signs(run);
      JsonNode runs = incident().path("kept").path("runs");
      if (dead && runs.size() == 2) {
        outside.clear("fleet_dead");
        signs(runs.path(1).path("run").asString());
      }
      passes(20);
    }
    assertThat(incident().path("kept").path("runs").size()).isEqualTo(dead ? 2 : 1);
    if (dead) {
      assertThat(incident().path("kept").path("runs").path(1).path("title").asString())
          .startsWith("INC-003");
    }
    fill(run, "operator", Map.of("components", "fleet"));
    String start = "2026-03-02T10:00:00Z";
    fill(run, "operator", Map.of("started", start, "detected", start, "resolved", start));
    fill(run, "incident_commander", Map.of("root_cause", "a full disk"));
    asks("operator", "resolve", "reason=they pulse");
    assertThat(owed(asks("operator", "leave")))
        .containsExactly("the record lacks actions (6 of 7 are filled)");
    fill(run, "incident_commander", Map.of("actions", "an alarm before it is full"));
    passes(5);
    JsonNode left = asks("operator", "leave").json();
    assertThat(left.path("about").path("clock").path("leftAt").asString())
        .startsWith("2026-03-02T1");
    assertThat(left.path("kept").path("record").path("root_cause").asString())
        .isEqualTo("a full disk");
    assertThat(asks("omar", "note", "text=late").status()).isEqualTo(409);
  }

  private boolean waitsAt(String run, String key) {
    return served.waiting(run).stream().anyMatch(waiting -> waiting.startsWith(key + ":"));
  }

  private void fill(String run, String role, Map<String, String> fields) {
    ServedWorld.Answer answer =
        served.tells(
            role,
            "/api/v1/runs/" + run + "/items/incident_entry/record",
            Map.of("role", role, "fields", fields));
    assertThat(answer.status()).as(answer.detail()).isEqualTo(200);
  }

  private void signs(String run) {
    for (String waiting : served.waiting(run)) {
      String key = waiting.substring(0, waiting.indexOf(':'));
      for (String role : waiting.substring(key.length() + 2).split(", ")) {
        if (!role.isEmpty()) {
          served.sign(role, run, key);
        }
      }
    }
  }
}
