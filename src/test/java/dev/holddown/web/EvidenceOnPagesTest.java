package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.Playbooks;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run keeps by name, on its page and over the API. */
class EvidenceOnPagesTest {
  private static final String[] BROWSER = {"Accept", "text/html"};
  private final WebLab lab;

  EvidenceOnPagesTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  @Test
  void the_page_says_what_is_missing_and_links_what_somebody_brought() {
    lab.kit.file(
        "proved.yaml",
        Playbooks.SIGNED
                .replace("id: signed", "id: proved")
                .replace("{signoff: Approval,", "{signoff: Approval, keep: report,")
            + "evidence: [{need: report}]\n");
    String ann = lab.token("ann", "work", "approver");
    String run = lab.started("proved", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    String at = "/runs/" + run;
    assertThat(lab.get(at, ann, BROWSER).body())
        .contains("Evidence <strong>report</strong>", "is missing: ", "0 of 1; needed by the end");

    String file =
        "--XyZ\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\napproval\r\n"
            + "--XyZ\r\nContent-Disposition: form-data; name=\"content\"; filename=\"p95.txt\"\r\n"
            + "Content-Type: text/plain\r\n\r\np95 is 640 ms\r\n--XyZ--\r\n";
    WebLab.Answer sent =
        lab.send(
            lab.request(at + "/attach-file", ann)
                .header("Accept", "text/html")
                .header("Content-Type", "multipart/form-data; boundary=XyZ")
                .POST(HttpRequest.BodyPublishers.ofString(file)));
    assertThat(sent.status()).as(sent.body()).isEqualTo(303);

    String page = lab.get(at, ann, BROWSER).body();
    assertThat(page).contains("p95.txt, by ann, ").doesNotContain("is missing: ");
    var piece = lab.get("/api/v1/runs/" + run, ann).json().path("kept").path(0);
    assertThat(piece.path("name").asString()).isEqualTo("report");
    String digest = piece.path("pieces").path(0).path("digest").asString();
    assertThat(page).contains("/evidence/" + digest + "?run=" + run);
    assertThat(lab.get("/api/v1/evidence/" + digest + "?run=" + run, ann).body())
        .isEqualTo("p95 is 640 ms");
  }
}
