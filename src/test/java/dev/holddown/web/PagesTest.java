package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.Playbooks;
import dev.holddown.testing.Covers;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages as they come over the wire, without a browser. */
class PagesTest {
  private static final String[] BROWSER = {"Accept", "text/html"};
  private final WebLab lab;

  PagesTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  @Test
  void the_first_page_says_what_to_do_while_no_run_is_open() {
    WebLab.Answer page = lab.get("/", lab.token("ann", "work"), BROWSER);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
    assertThat(page.body())
        .contains("No run is open.")
        .contains("<a href=\"/playbooks/smooth\">smooth</a>");
  }

  @Test
  @Covers({"A-09", "A-52"})
  void the_badge_of_a_playbook_stands_wherever_its_title_does() {
    lab.kit.file(
        "urgent.yaml",
        Playbooks.SIGNED
            .replace("id: signed", "id: urgent")
            .replace("title: ", "badge: P0 <Response>\ntitle: "));
    String ann = lab.token("ann", "work");
    String run = lab.started("urgent", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    for (String page : List.of("/playbooks", "/playbooks/urgent", "/runs/" + run)) {
      assertThat(lab.get(page, ann, BROWSER).body())
          .as(page)
          .contains("<span class=\"unseen\">Badge: </span>P0 &lt;Response&gt;</span>");
    }
    assertThat(lab.get("/runs/" + lab.started("smooth", ann), ann, BROWSER).body())
        .doesNotContain("Badge: ");
    assertThat(lab.get("/api/v1/runs/" + run, ann).json().path("badge").asString())
        .isEqualTo("P0 <Response>");
    assertThat(lab.get("/api/v1/runs/" + run + "/handoff", ann).body())
        .contains("[P0 &lt;Response&gt;]");
  }

  @Test
  void an_open_run_stands_in_the_first_page_with_who_is_waited_for() {
    String ann = lab.token("ann", "work");
    String run = lab.started("signed", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    assertThat(lab.get("/", ann, BROWSER).body())
        .contains("/runs/" + run)
        .contains("Waits for approver, owner: ")
        .contains("25 %");
  }

  @Test
  void no_page_holds_a_script_or_a_style_and_the_policy_forbids_them() {
    WebLab.Answer page = lab.get("/", lab.token("ann", "work"), BROWSER);
    assertThat(page.header("Content-Security-Policy"))
        .startsWith("default-src 'self'; ")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContain("<style").doesNotContain(" style=");
    assertThat(page.body()).doesNotContainPattern("<script[^>]*>[^<]").doesNotContain(" onclick");
  }

  @Test
  void what_a_page_loads_is_kept_for_ever_under_an_address_with_its_digest() {
    String body = lab.get("/", lab.token("ann", "work"), BROWSER).body();
    Matcher found = Pattern.compile("(?:href|src)=\"(/static/[^\"]+)\"").matcher(body);
    int count = 0;
    while (found.find()) {
      WebLab.Answer asset = lab.get(found.group(1), "");
      assertThat(asset.status()).as(found.group(1)).isEqualTo(200);
      assertThat(asset.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
      WebLab.Answer small = lab.get(found.group(1), "", "Accept-Encoding", "gzip");
      assertThat(small.header("Content-Encoding")).isEqualTo("gzip");
      count++;
    }
    assertThat(count).isGreaterThanOrEqualTo(4);
  }

  @Test
  void who_is_not_known_is_asked_to_log_in_and_comes_back() {
    WebLab.Answer page = lab.get("/approvals", "", BROWSER);
    assertThat(page.status()).isEqualTo(303);
    assertThat(page.header("Location")).isEqualTo("/login?next=%2Fapprovals");
  }

  @Test
  void a_form_works_without_any_script() {
    String ann = lab.token("ann", "work", "approver", "owner");
    String run = lab.started("signed", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    String look = lab.get("/runs/" + run + "/sign?key=approval", ann, BROWSER).body();
    assertThat(look)
        .contains("<form method=\"post\" action=\"/runs/" + run + "/sign\"")
        .contains("<option>approver</option>")
        .contains("holddown sign " + run + " approval --role approver");
    WebLab.Answer sent = form("/runs/" + run + "/sign", ann, "key=approval&role=approver");
    assertThat(sent.status()).as(sent.body()).isEqualTo(303);
    assertThat(sent.header("Location")).isEqualTo("/runs/" + run + "?done=sign");
    assertThat(lab.get("/runs/" + run, ann, BROWSER).body()).contains("ann (approver)");
  }

  @Test
  void a_form_that_lacks_its_reason_is_answered_in_words() {
    String ann = lab.token("ann", "work");
    String run = lab.started("signed", ann);
    WebLab.Answer sent = form("/runs/" + run + "/skip", ann, "key=approval&reason=+");
    assertThat(sent.status()).isEqualTo(400);
    assertThat(sent.body())
        .contains("This could not be read.")
        .contains("the field \"reason\" is missing: say why; it is kept in the log");
  }

  @Test
  void a_role_that_is_not_theirs_is_refused_on_the_page_as_over_the_api() {
    String ann = lab.token("ann", "work");
    String run = lab.started("signed", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    assertThat(lab.get("/runs/" + run, ann, BROWSER).body())
        .contains("You sign as nobody; this needs approver or owner.");
    WebLab.Answer sent = form("/runs/" + run + "/sign", ann, "key=approval&role=approver");
    assertThat(sent.status()).isEqualTo(403);
    assertThat(sent.body())
        .contains("<h1>This is not yours to do</h1>")
        .contains("ann does not act as approver");
  }

  @Test
  void a_run_is_started_from_the_form_of_its_playbook() {
    String ann = lab.token("ann", "work");
    assertThat(lab.get("/playbooks/smooth", ann, BROWSER).body())
        .contains("name=\"input.version\"")
        .contains("The version to release");
    WebLab.Answer sent = form("/playbooks/smooth/start", ann, "environment=prod&input.version=2.0");
    assertThat(sent.status()).as(sent.body()).isEqualTo(303);
    assertThat(sent.header("Location")).startsWith("/runs/smooth-");
    WebLab.Answer bad = form("/playbooks/smooth/start", ann, "environment=prod&input.version=");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.body()).contains("nothing was started");
  }

  @Test
  void an_item_shows_what_was_asked_and_answered() {
    String ann = lab.token("ann", "work");
    String run = lab.started("smooth", ann);
    lab.until(run, ann, WebLab.ended("SUCCEEDED"));
    assertThat(lab.get("/runs/" + run + "/items/the_old_one_runs", ann, BROWSER).body())
        .contains("<h4>Request</h4><pre tabindex=\"0\">look</pre>")
        .contains("version old")
        .contains("/evidence/");
    assertThat(lab.get("/runs/" + run + "/log?q=closed", ann, BROWSER).body())
        .contains("closed as succeeded")
        .doesNotContain("run started");
  }

  @Test
  void a_run_that_is_closed_can_be_taken_back_with_two_clicks_from_any_page() {
    String ann = lab.token("ann", "work");
    String run = lab.started("smooth", ann);
    lab.until(run, ann, WebLab.ended("SUCCEEDED"));
    assertThat(lab.get("/playbooks", ann, BROWSER).body()).contains("href=\"/rollback\"");
    assertThat(lab.get("/rollback", ann, BROWSER).body())
        .contains("action=\"/runs/" + run + "/rollback\"")
        .contains("Roll back now: to version old");
    WebLab.Answer sent = form("/runs/" + run + "/rollback", ann, "");
    assertThat(sent.status()).as(sent.body()).isEqualTo(303);
  }

  @Test
  void comments_and_files_stand_beside_an_item() {
    String ann = lab.token("ann", "work", "approver");
    String run = lab.started("signed", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    String at = "/runs/" + run;
    form(at + "/comment", ann, "key=approval&text=Looked+at+it%0D%0Atwice");
    String file =
        "--XyZ\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\napproval\r\n"
            + "--XyZ\r\nContent-Disposition: form-data; name=\"content\"; filename=\"a b.txt\"\r\n"
            + "Content-Type: text/plain\r\n\r\nline one\r\nline two\r\n--XyZ--\r\n";
    WebLab.Answer sent =
        lab.send(
            lab.request(at + "/attach-file", ann)
                .header("Accept", "text/html")
                .header("Content-Type", "multipart/form-data; boundary=XyZ")
                .POST(HttpRequest.BodyPublishers.ofString(file)));
    assertThat(sent.status()).as(sent.body()).isEqualTo(303);
    String page = lab.get(at + "/items/approval", ann, BROWSER).body();
    assertThat(page).contains("Looked at it\ntwice").contains(">a b.txt</a>").contains("18 B");
    String href = page.replaceFirst("(?s).*href=\"(/api/v1/evidence/[^\"]+)\">a b.txt.*", "$1");
    assertThat(lab.get(href, ann).body()).isEqualTo("line one\r\nline two");
    assertThat(lab.get(at, ann, BROWSER).body()).contains("1 comment, 1 file");
  }

  private WebLab.Answer form(String path, String token, String fields) {
    return lab.send(
        lab.request(path, token)
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(fields)));
  }

  @Test
  void what_is_not_there_is_said_in_words_to_a_browser_and_as_a_problem_to_a_program() {
    WebLab.Answer page = lab.get("/nowhere", "", BROWSER);
    assertThat(page.status()).isEqualTo(404);
    assertThat(page.body()).contains("<h1>There is nothing here</h1>");
    WebLab.Answer api = lab.get("/api/v1/nowhere", "", BROWSER);
    assertThat(api.header("Content-Type")).isEqualTo("application/problem+json");
  }
}
