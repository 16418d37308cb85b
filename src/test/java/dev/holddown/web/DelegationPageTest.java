package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.RealTime;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who signs for whom, on the page of permits. */
class DelegationPageTest {
  private final WebLab lab;
  private final String ann;

  DelegationPageTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
    ann = lab.token("ann", "work", "operator");
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  @Test
  void a_delegation_counts_while_its_giver_has_the_role_and_no_longer() {
    String run = lab.started("signed", ann);
    String amy = lab.token("amy", "work", "approver");
    String cleo = lab.token("cleo", "work");
    lab.until(run, ann, WebLab.waitsAt("approval"));
    String soon =
        RealTime.clock()
            .instant()
            .plus(8, ChronoUnit.HOURS)
            .truncatedTo(ChronoUnit.MINUTES)
            .toString();
    WebLab.Answer given =
        lab.form(
            "/permits/delegations",
            amy,
            "to",
            "cleo",
            "roles",
            "approver",
            "until",
            soon.substring(0, 16));
    assertThat(given.header("Location")).isEqualTo("/permits#delegations");
    assertThat(lab.page("/permits", cleo)).contains("cleo for amy").doesNotContain("any more");
    String id = lab.kit.run("token", "list", "--json").out().lines().collect(Collectors.joining());
    String amys =
        dev.holddown.cli.link.Json.tree(id)
            .valueStream()
            .filter(t -> t.path("person").asString("").equals("amy"))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asString();
    lab.kit.run("token", "revoke", amys);
    String sign = "/api/v1/runs/" + run + "/items/approval/sign";
    WebLab.Answer lost = lab.post(sign, cleo, "{\"role\": \"approver\", \"for\": \"amy\"}");
    assertThat(lost.status()).isEqualTo(403);
    assertThat(lost.detail())
        .isEqualTo(
            "amy does not act as approver for shop in prod (any more), so nobody signs so for"
                + " them; a delegation counts while its giver has the role; nothing was changed");
    assertThat(lab.page("/permits", cleo)).contains("amy does not act as approver any more");
    lab.token("amy", "work", "approver");
    assertThat(lab.post(sign, cleo, "{\"role\": \"approver\", \"for\": \"amy\"}").status())
        .isEqualTo(200);
    WebLab.Answer ended = lab.form("/permits/delegations/D1/end", cleo, "reason", "she is back");
    assertThat(ended.status()).as(ended.body()).isEqualTo(303);
    assertThat(lab.page("/permits", cleo)).contains("Nobody signs for anybody else.");
  }
}
