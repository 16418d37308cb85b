package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.holddown.access.Entrance;
import dev.holddown.access.Sessions;
import dev.holddown.access.oidc.ProviderSettings;
import dev.holddown.cli.ServeOrder;
import dev.holddown.cli.Terminal;
import dev.holddown.cli.TestKit;
import dev.holddown.testing.RealTime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People who log in at an identity provider, and what is not believed of it. */
class ProviderTest {
  private static final String PASSWORD = "nine green bottles";
  private static final String PEOPLE =
      """
      kind: people
      roles:
        approver: {from: "oidc:leads"}
        owner: {members: [olly]}
        operator: {members: [olly]}
        night: {members: [nina]}
      """;

  private final TestProvider provider;
  private final WebLab lab;

  ProviderTest(@TempDir Path folder) throws IOException {
    provider = new TestProvider();
    ProviderSettings settings =
        new ProviderSettings(
            provider.issuer(),
            TestProvider.CLIENT,
            Optional.of(TestProvider.SECRET),
            URI.create("http://127.0.0.1:9/login/callback"),
            ProviderSettings.Claims.usual());
    ServeOrder.Outside outside =
        new ServeOrder.Outside(
            Optional.empty(), false, List.of(), Optional.empty(), Optional.of(settings));
    // The stopwatch stands still, so that a slow machine is within the same five seconds.
    TestKit kit = new TestKit(folder).behind(outside).stopwatch(() -> 1);
    lab = WebLab.start(kit, false, Map.of("people.yaml", PEOPLE));
  }

  @AfterEach
  void stopServer() {
    lab.close();
    provider.close();
  }

  /** Goes there and comes back; the answer is the last one of our server. */
  private WebLab.Answer login(Browser browser) {
    WebLab.Answer sent = browser.get("/login/provider?next=%2Faccount");
    assertThat(sent.status()).as(sent.body()).isEqualTo(303);
    URI back = provider.login(URI.create(sent.header("Location")));
    return browser.get(back.getRawPath() + "?" + back.getRawQuery());
  }

  private void refused(String why) {
    Browser browser = new Browser(lab);
    WebLab.Answer answer = login(browser);
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains(why);
    assertThat(browser.get("/account").status()).as("nobody came in").isEqualTo(303);
  }

  @Test
  void somebody_comes_in_with_the_roles_of_their_groups_by_rs256_and_by_es256() {
    Browser olga = new Browser(lab);
    assertThat(olga.get("/login").body()).contains("Log in with 127.0.0.1");
    WebLab.Answer in = login(olga);
    assertThat(in.status()).as(in.body()).isEqualTo(303);
    assertThat(in.header("Location")).isEqualTo("/account");
    assertThat(olga.get("/account").body()).contains("olga", "approver", "identity provider");
    provider.signs(TestProvider.ec("curve"), JWSAlgorithm.ES256);
    assertThat(login(new Browser(lab)).status()).as("the key was changed").isEqualTo(303);
    assertThat(provider.keysAsked()).isEqualTo(2);
  }

  @Test
  void somebody_without_a_role_is_known_and_may_nothing() {
    provider.says(claims -> claims.claim("groups", List.of("guests")));
    Browser guest = new Browser(lab);
    assertThat(login(guest).status()).isEqualTo(303);
    assertThat(guest.get("/account").body()).contains("You have no role here.");
    WebLab.Answer page = guest.get("/");
    assertThat(page.status()).isEqualTo(403);
    assertThat(page.body()).contains("is known, and has no role here");
  }

  @Test
  void a_token_that_is_not_for_us_not_now_or_not_for_this_login_is_refused() {
    Date past = Date.from(RealTime.clock().instant().minus(Duration.ofHours(1)));
    Map<String, UnaryOperator<JWTClaimsSet.Builder>> lies =
        Map.of(
            "it belongs to another login", claims -> claims.claim("nonce", "another"),
            "it was made for somebody else", claims -> claims.audience("another"),
            "it was made for several", claims -> claims.audience(List.of("holddown", "another")),
            "it comes from another issuer", claims -> claims.issuer("https://evil.example"),
            "it has expired", claims -> claims.expirationTime(past),
            "it was not made just now", claims -> claims.issueTime(past),
            "it lacks preferred_username", claims -> claims.claim("preferred_username", null),
            "it names nobody", claims -> claims.subject(null));
    lies.forEach((why, lie) -> {
      provider.says(lie);
      refused(why);
    });
  }

  @Test
  void a_token_that_nobody_signed_or_a_stranger_did_is_refused() {
    provider.signs(TestProvider.rsa("one"), JWSAlgorithm.HS256);
    refused("is signed with HS256, which proves nothing here");
    provider.unsigned();
    refused("the ID token is not signed");
  }

  @Test
  void keys_are_asked_anew_when_one_is_unknown_but_not_by_every_stranger() {
    assertThat(login(new Browser(lab)).status()).isEqualTo(303);
    provider.signs(TestProvider.rsa("two"), JWSAlgorithm.RS256);
    assertThat(login(new Browser(lab)).status()).isEqualTo(303);
    provider.signs(TestProvider.rsa("three"), JWSAlgorithm.RS256);
    refused("no key of the provider signed it");
    assertThat(provider.keysAsked()).as("twice within five seconds").isEqualTo(2);
  }

  @Test
  void a_login_is_finished_once_and_by_the_browser_that_began_it() {
    Browser mallory = new Browser(lab);
    WebLab.Answer sent = mallory.get("/login/provider");
    URI back = provider.login(URI.create(sent.header("Location")));
    String path = back.getRawPath() + "?" + back.getRawQuery();
    Browser victim = new Browser(lab);
    victim.get("/login/provider");
    assertThat(victim.get(path).body()).contains("this login was not begun here");
    assertThat(mallory.get(path).body()).as("used up").contains("was used already");
    assertThat(new Browser(lab).get("/login/callback?state=x&code=y").status()).isEqualTo(403);
    assertThat(new Browser(lab).get("/login/callback?state=x&error=access_denied").status())
        .isEqualTo(403);
  }

  @Test
  void with_the_provider_down_an_emergency_account_rolls_back_and_everybody_hears_of_it() {
    lab.kit.at(Terminal.none(), PASSWORD + "\n");
    lab.kit.run("user", "add", "nina", "--emergency", "--password-stdin", "--role", "approver");
    String ops = lab.token("nina", "work");
    String run = lab.started("signed", ops);
    lab.until(run, ops, WebLab.waitsAt("approval"));
    provider.close();
    Browser nina = new Browser(lab);
    WebLab.Answer down = nina.get("/login/provider");
    assertThat(down.status()).isEqualTo(503);
    assertThat(down.body()).contains("does not answer", "an emergency account rolls back");
    WebLab.Answer why = nina.send("/login", "name", "nina", "password", PASSWORD);
    assertThat(why.status()).isEqualTo(422);
    assertThat(why.body()).contains("This is an emergency account. Say why it is needed");
    nina.send("/login", "name", "nina", "password", PASSWORD, "reason", "provider down, 5xx");
    assertThat(nina.get("/account").body()).contains("with an emergency account");
    assertThat(lab.kit.paged().getFirst())
        .startsWith("EMERGENCY ACCOUNT in use: nina logged in from 127.0.0.1")
        .contains("because: provider down, 5xx");
    String[] own = {"Cookie", nina.cookie(), "Holddown-Form", nina.formToken()};
    WebLab.Answer forward =
        lab.post(
            "/api/v1/runs/" + run + "/items/approval/sign", "", "{\"role\": \"approver\"}", own);
    assertThat(forward.status()).as("never forward").isEqualTo(403);
    assertThat(lab.post("/api/v1/runs", "", "{\"playbook\": \"signed\"}", own).status())
        .isEqualTo(403);
    WebLab.Answer back = lab.post("/api/v1/runs/" + run + "/rollback", "", "{}", own);
    assertThat(back.status()).as(back.body()).isEqualTo(200);
    String log = lab.kit.run("log", "access").out();
    assertThat(log)
        .contains("emergency-login  nina from 127.0.0.1", "provider down, 5xx")
        .contains("emergency-act  nina from 127.0.0.1  POST /api/v1/runs/" + run + "/rollback")
        .contains("refused  nina");
    String admin = lab.token("root", "admin");
    assertThat(lab.get("/api/v1/access-log", admin).body())
        .contains("\"kind\":\"emergency-login\"", "\"broken\":null");
    assertThat(lab.get("/api/v1/access-log", ops).status()).isEqualTo(403);
  }

  @Test
  void sessions_that_began_at_the_provider_end_when_its_settings_are_changed_or_gone() {
    Browser browser = new Browser(lab);
    assertThat(login(browser).status()).isEqualTo(303);
    assertThat(browser.get("/account").status()).isEqualTo(200);
    Sessions sessions = Entrance.in(lab.kit.data(), RealTime.clock()).sessions();
    String same =
        provider.issuer() + "\n" + TestProvider.CLIENT + "\n" + ProviderSettings.Claims.usual();
    sessions.provider(same);
    assertThat(browser.get("/account").status()).as("the same provider").isEqualTo(200);
    sessions.provider(same.replace(TestProvider.CLIENT, "another"));
    assertThat(browser.get("/account").status()).isEqualTo(303);
    assertThat(sessions.list()).isEmpty();
  }
}
