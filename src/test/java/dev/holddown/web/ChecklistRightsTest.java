package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for somebody on the first page is what they may sign where the run is. */
class ChecklistRightsTest {
  private static final String PEOPLE =
      """
      kind: people
      roles:
        operator: {members: [ann]}
        payer: {members: [pat], covers: {services: [pay]}}
        looker: {members: [pat], may: read, covers: {services: [shop]}}
        approver: {members: [zoe]}
        owner: {members: [yan]}
      """;

  private static final String BILL =
      """
      kind: playbook
      id: bill
      title: The bill
      subject: {service: shop, environment: prod}
      stages: [{stage: Bill, items: [{check: The bill is paid, id: paid, sign: {role: payer}}]}]
      """;

  private final WebLab lab;

  ChecklistRightsTest(@TempDir Path folder) {
    String own = BILL.replace("id: bill", "id: own").replace("service: shop", "service: pay");
    Map<String, String> files = Map.of("people.yaml", PEOPLE, "bill.yaml", BILL, "own.yaml", own);
    lab = WebLab.start(folder, false, Limits.usual(), files);
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  private String begun(String playbook, String ann) {
    WebLab.Answer begun = lab.post("/api/v1/runs", ann, "{\"playbook\": \"" + playbook + "\"}");
    assertThat(begun.status()).as(begun.body()).isEqualTo(201);
    String run = begun.json().path("run").asString();
    lab.until(run, ann, WebLab.waitsAt("paid"));
    return run;
  }

  @Test
  void a_role_that_counts_elsewhere_makes_nothing_wait_for_me() {
    String ann = lab.token("ann", "work");
    String pat = lab.token("pat", "work");
    String theirs = begun("bill", ann);
    String own = begun("own", ann);
    assertThat(lab.page("/", pat)).contains(theirs, own);
    assertThat(lab.page("/?show=mine", pat)).contains(own).doesNotContain(theirs);
  }

  @Test
  void a_word_that_chooses_nothing_is_refused_with_those_that_do() {
    String ann = lab.token("ann", "work");
    for (String path : new String[] {"/?show=others", "/live?show=others"}) {
      WebLab.Answer answer = lab.get(path, ann);
      assertThat(answer.status()).as(path).isEqualTo(400);
      assertThat(answer.body()).contains("is trouble or mine, not");
    }
  }
}
