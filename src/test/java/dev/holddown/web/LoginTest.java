package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.access.AccessLog;
import dev.holddown.access.Entrance;
import dev.holddown.cli.Terminal;
import dev.holddown.cli.TestKit;
import dev.holddown.testing.RealTime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People with browsers: how they come in, what a session is, and how it ends. */
class LoginTest {
  private static final String PASSWORD = "nine green bottles";

  private final WebLab lab;

  LoginTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  private Entrance entrance() {
    return Entrance.in(lab.kit.data(), RealTime.clock());
  }

  private void user(String name, String... more) {
    lab.kit.at(Terminal.none(), PASSWORD + "\n");
    String[] words = {"user", "add", name, "--password-stdin"};
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    TestKit.Printed printed = lab.kit.run(all);
    assertThat(printed.exit()).as(printed.err()).isZero();
  }

  private List<String> kinds() {
    return entrance().accessLog().after(0, 100).stream().map(AccessLog.Entry::kind).toList();
  }

  @Test
  void the_first_administrator_comes_in_by_a_link_that_counts_once() {
    String code = entrance().invitations().add(Optional.empty(), lab.kit::secret);
    Browser browser = new Browser(lab);
    assertThat(browser.get("/welcome?code=" + code).body()).contains("Set this server up");
    WebLab.Answer easy =
        browser.send("/welcome", "code", code, "name", "root", "password", "x", "again", "x");
    assertThat(easy.status()).isEqualTo(422);
    assertThat(easy.body()).contains("Nothing was set: a password has 12 to 128 characters.");
    WebLab.Answer done =
        browser.send(
            "/welcome", "code", code, "name", "root", "password", PASSWORD, "again", PASSWORD);
    assertThat(done.status()).as(done.body()).isEqualTo(303);
    assertThat(browser.get("/account").body()).contains("root").contains("admin");
    assertThat(new Browser(lab).get("/welcome?code=" + code).body())
        .contains("this link counts no longer");
    String second = entrance().invitations().add(Optional.empty(), lab.kit::secret);
    assertThat(new Browser(lab).get("/welcome?code=" + second).status())
        .as("there is an administrator")
        .isEqualTo(403);
    assertThat(kinds()).contains("setup");
  }

  @Test
  void a_page_asks_who_somebody_is_and_leads_back_to_where_they_wanted() {
    user("ann");
    Browser browser = new Browser(lab);
    WebLab.Answer asked = browser.get("/");
    assertThat(asked.status()).isEqualTo(303);
    assertThat(asked.header("Location")).isEqualTo("/login?next=%2F");
    WebLab.Answer in =
        browser.send("/login", "name", "ann", "password", PASSWORD, "next", "/account");
    assertThat(in.header("Location")).isEqualTo("/account");
    assertThat(browser.get("/").status()).isEqualTo(200);
    assertThat(new Browser(lab).get("/runs/r-1/log?type=act&q=a%20b").header("Location"))
        .as("with its query")
        .isEqualTo("/login?next=%2Fruns%2Fr-1%2Flog%3Ftype%3Dact%26q%3Da%2520b");
    for (String elsewhere :
        List.of("//evil.example", "https://evil.example", "/\\evil.example", "/a b")) {
      WebLab.Answer login =
          new Browser(lab).send("/login", "name", "ann", "password", PASSWORD, "next", elsewhere);
      assertThat(login.header("Location")).as(elsewhere).isEqualTo("/");
    }
  }

  @Test
  void the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    user("ann");
    WebLab.Answer in = new Browser(lab).send("/login", "name", "ann", "password", PASSWORD);
    assertThat(in.header("Set-Cookie"))
        .matches(
            "holddown-session=[a-z0-9]+_[a-z0-9]+; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax");
    assertThat(new Cookies(true).set("session", "x", 1))
        .isEqualTo("__Host-holddown-session=x; Path=/; Max-Age=1; HttpOnly; SameSite=Lax; Secure");
  }

  @Test
  void what_a_cookie_sends_needs_the_token_of_the_page() {
    user("ann", "--role", "approver", "--role", "owner");
    Browser ann = new Browser(lab).as("ann", PASSWORD);
    String start = "{\"playbook\": \"signed\", \"inputs\": {\"version\": \"2.0\"}}";
    WebLab.Answer without = lab.post("/api/v1/runs", "", start, "Cookie", ann.cookie());
    assertThat(without.status()).isEqualTo(403);
    assertThat(without.detail()).contains("this was not sent by a page of your session");
    Browser bob = new Browser(lab).as("ann", PASSWORD);
    assertThat(
            lab.post(
                    "/api/v1/runs",
                    "",
                    start,
                    "Cookie",
                    ann.cookie(),
                    "Holddown-Form",
                    bob.formToken())
                .status())
        .as("the token of another session")
        .isEqualTo(403);
    WebLab.Answer with =
        lab.post(
            "/api/v1/runs", "", start, "Cookie", ann.cookie(), "Holddown-Form", ann.formToken());
    assertThat(with.status()).as(with.body()).isEqualTo(201);
    assertThat(ann.sendBare("/logout", Map.of()).status()).isEqualTo(403);
    assertThat(ann.get("/account").status()).isEqualTo(200);
    String token = lab.token("tom", "work");
    assertThat(lab.post("/api/v1/runs", token, start).status())
        .as("a token in a header is sent by no page of a stranger")
        .isEqualTo(201);
  }

  @Test
  void logging_out_ends_the_session_on_the_server() {
    user("ann");
    Browser ann = new Browser(lab).as("ann", PASSWORD);
    String cookie = ann.cookie();
    WebLab.Answer out = ann.send("/logout");
    assertThat(out.status()).isEqualTo(303);
    assertThat(out.header("Set-Cookie")).contains("holddown-session=; Path=/; Max-Age=0");
    assertThat(lab.get("/api/v1/runs", "", "Cookie", cookie).status()).isEqualTo(401);
    assertThat(kinds()).containsExactly("user-added", "logged-in", "logged-out", "refused");
  }

  @Test
  void a_new_password_ends_every_other_session() {
    user("ann");
    Browser here = new Browser(lab).as("ann", PASSWORD);
    Browser there = new Browser(lab).as("ann", PASSWORD);
    assertThat(here.get("/account").body()).contains("with a password").contains("here");
    WebLab.Answer wrong =
        here.send(
            "/account/password",
            "old",
            "not this one, no",
            "password",
            "ten green bottles",
            "again",
            "ten green bottles");
    assertThat(wrong.body()).contains("Nothing was changed: the password until now is another.");
    WebLab.Answer changed =
        here.send(
            "/account/password",
            "old",
            PASSWORD,
            "password",
            "ten green bottles",
            "again",
            "ten green bottles");
    assertThat(changed.status()).as(changed.body()).isEqualTo(303);
    assertThat(here.get("/account").status()).isEqualTo(200);
    assertThat(there.get("/account").status()).isEqualTo(303);
    new Browser(lab).as("ann", "ten green bottles");
  }

  @Test
  void somebody_ends_a_session_of_their_own_and_of_nobody_else() {
    user("ann");
    user("bob");
    Browser ann = new Browser(lab).as("ann", PASSWORD);
    Browser other = new Browser(lab).as("ann", PASSWORD);
    Browser bob = new Browser(lab).as("bob", PASSWORD);
    String id = other.cookie().replaceAll("holddown-session=([a-z0-9]+)_.*", "$1");
    bob.send("/account/end", "session", id);
    assertThat(other.get("/account").status()).isEqualTo(200);
    ann.send("/account/end", "session", id);
    assertThat(other.get("/account").status()).isEqualTo(303);
  }

  @Test
  void guessing_a_password_is_slowed_down_and_written_down_and_locks_nobody_else_out() {
    user("ann");
    user("bob");
    Browser guesser = new Browser(lab);
    for (int i = 0; i < LoginPages.OF_ONE_MAX; i++) {
      WebLab.Answer wrong = guesser.send("/login", "name", "ann", "password", "guess number " + i);
      assertThat(wrong.status()).isEqualTo(401);
      assertThat(wrong.body()).contains("That name and password do not belong together.");
    }
    WebLab.Answer late = guesser.send("/login", "name", "ann", "password", PASSWORD);
    assertThat(late.status()).isEqualTo(429);
    assertThat(late.body()).contains("Too many wrong passwords came from here.");
    new Browser(lab).as("bob", PASSWORD);
    assertThat(kinds().stream().filter("login-failed"::equals)).hasSize(LoginPages.OF_ONE_MAX);
    assertThat(entrance().accessLog().after(0, 100).toString()).doesNotContain("guess number");
  }

  @Test
  void a_name_that_nobody_has_is_answered_as_a_wrong_password() {
    user("ann");
    String wrong = new Browser(lab).send("/login", "name", "ann", "password", "x").body();
    String nobody = new Browser(lab).send("/login", "name", "eve", "password", "x").body();
    assertThat(nobody.replace("eve", "ann")).isEqualTo(wrong);
    assertThat(
            new Browser(lab)
                .send("/login", "name", "\"><script>alert(1)</script>", "password", "x")
                .body())
        .doesNotContain("<script>alert");
  }

  @Test
  void every_page_keeps_scripts_frames_and_referrers_of_others_out() {
    user("ann");
    Browser ann = new Browser(lab).as("ann", PASSWORD);
    for (String path : List.of("/login", "/account", "/", "/nothing")) {
      WebLab.Answer page = ann.get(path);
      assertThat(page.header("Content-Security-Policy"))
          .as(path)
          .contains("default-src 'self'", "frame-ancestors 'none'", "form-action 'self'")
          .doesNotContain("unsafe");
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
      assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
      assertThat(page.header("Cache-Control")).isEqualTo("no-store");
      assertThat(page.body()).doesNotContain("<style", "onclick=", "style=");
    }
    WebLab.Answer api = lab.get("/api/v1/runs", "");
    assertThat(api.header("Content-Security-Policy")).contains("default-src 'none'");
  }

  @Test
  void a_removed_user_is_out_at_once() {
    user("ann");
    Browser ann = new Browser(lab).as("ann", PASSWORD);
    lab.kit.run("user", "remove", "ann");
    assertThat(ann.get("/account").status()).isEqualTo(303);
  }

  @Test
  void who_still_has_a_cookie_that_counts_no_more_logs_in_anew() {
    user("ann");
    Browser ann = new Browser(lab).as("ann", PASSWORD);
    entrance().sessions().endOf("ann");
    assertThat(ann.get("/").header("Location")).isEqualTo("/login?next=%2F");
    WebLab.Answer page = ann.get("/login");
    assertThat(page.body()).contains("name=\"form_token\" value=\"\"");
    WebLab.Answer in =
        ann.sendBare(
            "/login", java.util.Map.of("name", "ann", "password", PASSWORD, "form_token", ""));
    assertThat(in.status()).as(in.body()).isEqualTo(303);
    assertThat(ann.get("/account").status()).isEqualTo(200);
  }

  @Test
  void the_link_for_an_emergency_account_lets_nobody_in_by_itself() {
    user("ned", "--emergency", "--role", "approver");
    String code = entrance().invitations().add(Optional.of("ned"), lab.kit::secret);
    Browser ned = new Browser(lab);
    WebLab.Answer set =
        ned.send(
            "/welcome",
            "code",
            code,
            "password",
            "ten green bottles",
            "again",
            "ten green bottles");
    assertThat(set.status()).isEqualTo(303);
    assertThat(set.header("Location")).isEqualTo("/login");
    assertThat(entrance().sessions().list()).isEmpty();
    WebLab.Answer asked = ned.send("/login", "name", "ned", "password", "ten green bottles");
    assertThat(asked.body()).contains("Say why it is needed");
  }

  @Test
  void whoever_asks_for_many_things_that_are_not_does_not_fill_the_log() {
    for (int i = 0; i < 60; i++) {
      assertThat(lab.get("/wp-admin/" + i, "").status()).isEqualTo(404);
    }
    assertThat(lab.kit.refusals().stream().filter(line -> line.contains("/wp-admin/")))
        .hasSizeBetween(1, 20);
    String root = lab.token("root", "admin");
    assertThat(lab.get("/api/v1/server", root).json().path("refused").path("route").asInt())
        .as("counted all the same")
        .isEqualTo(60);
  }
}
