package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The stories of document 000 over the API, each also with other numbers. */
class MissionStoriesTest {
  @TempDir Path folder;
  private AutoCloseable open = () -> {};

  @AfterEach
  void stop() throws Exception {
    open.close();
  }

  private MissionLab lab(String world) {
    MissionLab lab = new MissionLab(folder, world);
    open = lab;
    return lab;
  }

  @ParameterizedTest
  @CsvSource({"000, 41, 42", "900, 57, 58"})
  @Covers({"S-A1", "A-10", "A-11", "A-13"})
  void alias_drift_blocks_a_promotion_whoever_asks_for_it(
      String world, String alias, String deployed) {
    MissionLab lab = lab(world);
    lab.happens("drift-appears");
    lab.happens("agents-vanish");
    String run = lab.preDeploy("olga");
    assertThat(lab.until(run, "status_version", "FAILED"))
        .contains(
            "lambda_alias_version = \"" + alias + "\"", "lambda.version = \"" + deployed + "\"");
    assertThat(lab.until(run, "status_shape", "FAILED"))
        .contains("has(result.json.agents) = false");

    for (String key : List.of("gate/pre_deploy", "promote")) {
      MissionLab.Answer refused = lab.sign("josh", "t_josh", run, key);
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.json().path("detail").asString())
          .contains(
              "\"Status reports the same version for code and alias\" (status_version) is FAILED",
              "\"The status endpoint answers with all its parts\" (status_shape) is FAILED");
    }
    JsonNode clearance = lab.get("omar", "/api/v1/may-i-deploy?service=beak&env=prod").json();
    assertThat(clearance.path("answer").asString()).isEqualTo("NO");
    assertThat(clearance.path("items").toString()).contains("status_version", "status_shape");
    assertThat(lab.view(run).path("standing").path("phase").asString()).isEqualTo("FORWARD");

    lab.happens("drift-goes");
    lab.happens("agents-return");
    for (String key : List.of("status_version", "status_shape", "fleet")) {
      MissionLab.Answer asked =
          lab.post("omar", "/api/v1/runs/" + run + "/items/" + key + "/recheck", Map.of());
      assertThat(asked.status()).as(asked.body()).isEqualTo(200);
      lab.until(run, key, "PASSED");
    }
    String digest =
        lab.get("omar", "/api/v1/runs/" + run + "/items/status_version")
            .json()
            .path("item")
            .path("work")
            .path("evidence")
            .asString();
    assertThat(lab.get("omar", "/api/v1/evidence/" + digest).body())
        .contains("\"lambda_alias_version\": \"" + alias + "\"", "agents");
  }

  @ParameterizedTest
  @CsvSource({"000, 163, 200", "900, 410, 500"})
  @Covers({"S-A2", "A-20", "A-21"})
  void a_mail_quota_in_amber_tells_the_gate_owner_and_waits_for_them(
      String world, int sent, int allowed) throws Exception {
    MissionLab lab = lab(world);
    lab.happens("quota-fills");
    String run = lab.preDeploy("olga");
    String told = "Mail quota is amber";
    JsonNode waits =
        lab.until("/api/v1/runs/" + run, view -> key(view, "Go on now, or abort").isPresent());
    assertThat(waits.toString()).contains(told);
    assertThat(lab.mark(run, "mail_quota")).doesNotStartWith("PASSED");
    MissionLab.Answer ticked = lab.sign("olga", "operator", run, "mail_quota");
    assertThat(ticked.status()).as("nobody ticks it").isEqualTo(409);
    String way = key(waits, "Go on now, or abort").orElseThrow();
    assertThat(lab.sign("olga", "operator", run, way).status())
        .as("the way out is the gate owner's")
        .isGreaterThanOrEqualTo(400);
    assertThat(lab.messages())
        .contains("For t_josh: mail quota at " + sent + " of " + allowed + " before the promotion");
    assertThat(lab.sign("josh", "t_josh", run, way).status()).isEqualTo(200);
    assertThat(lab.until(run, "mail_quota", "RESOLVED")).contains("Tell the gate owner");
  }

  @ParameterizedTest
  @CsvSource({"000, 131, 158", "900, 300, 395"})
  @Covers({"S-A2", "A-20"})
  void a_mail_quota_with_room_is_green_by_itself_and_near_its_limit_with_a_heads_up(
      String world, int sent, int near) {
    MissionLab lab = lab(world);
    String run = lab.preDeploy("olga");
    assertThat(lab.until(run, "mail_quota", "PASSED"))
        .contains("SentLast24Hours = " + sent)
        .doesNotContain("0.72");
    lab.happens("quota-nears");
    lab.post("olga", "/api/v1/runs/" + run + "/items/mail_quota/recheck", Map.of());
    JsonNode heads =
        lab.until(
            "/api/v1/runs/" + run + "/items/mail_quota",
            item -> item.path("item").path("mark").path("warn").asString("").contains("0.72"));
    assertThat(heads.path("item").path("mark").path("status").asString()).isEqualTo("PASSED");
    assertThat(heads.toString()).contains("SentLast24Hours = " + near);
  }

  /** The key of the line that somebody is waited for and whose title begins so. */
  private static Optional<String> key(JsonNode view, String title) {
    return view.path("standing")
        .path("waiting")
        .valueStream()
        .filter(wait -> wait.path("title").asString("").startsWith(title))
        .map(wait -> wait.path("key").asString())
        .findFirst();
  }
}
