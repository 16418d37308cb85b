package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
  void who_is_not_known_is_led_to_where_they_log_in() {
    WebLab.Answer page = lab.get("/", "", BROWSER);
    assertThat(page.status()).isEqualTo(303);
    assertThat(page.header("Location")).isEqualTo("/login?next=%2F");
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
