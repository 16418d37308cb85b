package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.access.AccessScope;
import dev.holddown.cli.Playbooks;
import dev.holddown.cli.link.Json;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The whole table of people, routes and states of a run, made from the server's own routes. What
 * somebody may is written down here a second time, in {@link Somebody}; where server and test do
 * not agree, one of them is wrong. Acts that are allowed carry an ETag that is none, so that they
 * come as far as that and change nothing.
 */
class RightsTableTest {
  private static final String TITLE = "A release without people";
  private static final String PEOPLE =
      """
      kind: people
      roles:
        viewer: {members: [rea], may: read}
        alarm: {members: [bra], may: brake}
        operator: {members: [wor, sta]}
        approver: {members: [app, sta]}
        owner: {members: [own]}
        shop_operator: {members: [sho], covers: {services: [shop], environments: [prod]}}
        shop_reader: {members: [shr], may: read, covers: {services: [shop]}}
        staging_operator: {members: [stg], covers: {services: [shop], environments: [staging]}}
        pay_operator: {members: [pat], covers: {services: [pay]}}
        pay_approver: {members: [pap], covers: {services: [pay]}}
      """;

  /** The states in which all that only looks is tried too; what may be seen depends on none. */
  private static final List<String> LOOKED_AT = List.of("half signed", "the way back waits");

  /** What tells of every service at once, and so only to whoever may see every one. */
  private static final List<String> OF_ALL =
      List.of(
          "/api/v1/exceptions",
          "/api/v1/delegations",
          "/api/v1/policies",
          "/api/v1/workspace",
          "/api/v1/governance");

  /** As {@link Playbooks#SIGNED}, and its way back is signed too. */
  private static final String GUARDED =
      Playbooks.SIGNED
          .replace("id: signed", "id: guarded")
          .replace(
              "rollback:\n  to:",
              "rollback:\n  approval: {sign: {role: approver, not: [starter]}}\n  to:");

  private final WebLab lab;
  private final Map<String, String> tokens = new TreeMap<>();

  RightsTableTest(@TempDir Path folder) {
    lab =
        WebLab.start(
            folder, false, Limits.usual(), Map.of("people.yaml", PEOPLE, "guarded.yaml", GUARDED));
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  /** Everybody, and how far they reach at shop in prod. */
  private enum Somebody {
    STRANGER("", 0),
    UNKNOWN("nob", 0),
    READS("rea", 1),
    BRAKES("bra", 2),
    WORKS("wor", 3),
    APPROVES("app", 3, "approver"),
    STARTED("sta", 3, "approver"),
    OWNS("own", 3, "owner"),
    SHOP_ONLY("sho", 3),
    SHOP_LOOKS("shr", 1),
    STAGING_ONLY("stg", 0),
    PAY_ONLY("pat", 0),
    APPROVES_ELSEWHERE("pap", 0),
    APPROVES_WITH_A_TOKEN_THAT_READS("app", 1, "approver"),
    ADMIN("root", 4);

    private final String name;
    private final int reach;
    private final List<String> roles;

    Somebody(String name, int reach, String... roles) {
      this.name = name;
      this.reach = reach;
      this.roles = List.of(roles);
    }

    /** Whether they may do this to a run of shop in prod. */
    boolean may(AccessScope needed) {
      return reach >= needed.ordinal() + 1;
    }

    /** Whether they may do it somewhere: what they see elsewhere is not of this run. */
    boolean somewhere(AccessScope needed) {
      return may(needed)
          || (List.of(STAGING_ONLY, PAY_ONLY, APPROVES_ELSEWHERE).contains(this)
              && AccessScope.WORK.holds(needed));
    }
  }

  private String token(Somebody who) {
    if (who == Somebody.STRANGER) {
      return "";
    }
    String scope =
        switch (who) {
          case ADMIN -> "admin";
          case APPROVES_WITH_A_TOKEN_THAT_READS -> "read";
          default -> "work";
        };
    return tokens.computeIfAbsent(who.name(), name -> lab.token(who.name, scope));
  }

  /** Leads runs through every state in which rights could matter, and tries all in each. */
  private void allStates() {
    String starter = token(Somebody.STARTED);
    String approver = token(Somebody.APPROVES);
    String owner = token(Somebody.OWNS);
    String waits = lab.started("guarded", starter);
    lab.until(waits, starter, WebLab.waitsAt("approval"));
    checkAll("waits for a signature", waits, "approval");
    post(waits, "hold", starter, "{}");
    checkAll("held", waits, "approval");
    post(waits, "resume", starter, "{}");
    post(waits, "items/approval/sign", approver, "{\"role\": \"approver\"}");
    checkAll("half signed", waits, "approval");
    post(waits, "items/approval/sign", owner, "{\"role\": \"owner\"}");
    lab.until(waits, starter, WebLab.waitsAt("look_at_it"));
    checkAll("changed, waits for a look", waits, "look_at_it");
    post(waits, "rollback", token(Somebody.BRAKES), "{}");
    lab.until(waits, starter, WebLab.waitsAt("rollback/approval"));
    checkAll("the way back waits", waits, "rollback/approval");
    assertThat(
            lab.post(
                    "/api/v1/runs/" + waits + "/items/rollback/approval/sign",
                    starter,
                    "{\"role\": \"approver\"}")
                .detail())
        .contains("sta started the run and may not sign");
    post(waits, "items/rollback/approval/sign", approver, "{\"role\": \"approver\"}");
    lab.until(waits, starter, WebLab.ended("ROLLED_BACK"));
    checkAll("rolled back", waits, "approval");
    String closed = lab.started("smooth", starter);
    lab.until(closed, starter, WebLab.ended("SUCCEEDED"));
    checkAll("closed", closed, "set_the_version");
  }

  private void post(String run, String what, String token, String body) {
    WebLab.Answer answer = lab.post("/api/v1/runs/" + run + "/" + what, token, body);
    assertThat(answer.status()).as(what + " " + answer.body()).isEqualTo(200);
  }

  /** The compiled playbook of a run: the evidence that each has. */
  private String digest(String run) {
    String log = lab.get("/api/v1/runs/" + run + "/log", token(Somebody.READS)).body();
    Matcher digest = Pattern.compile("sha256:([0-9a-f]{64})").matcher(log);
    assertThat(digest.find()).as(log).isTrue();
    return digest.group(1);
  }

  private final Map<String, String> evidence = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private int tried;
  private int refused;

  @Test
  void nobody_reads_or_acts_beyond_their_right_on_any_route_in_any_state() {
    allStates();
    assertThat(wrong).as(tried + " tries").isEmpty();
    assertThat(tried).isGreaterThan(7 * Somebody.values().length * 25);
    assertThat(refused).isGreaterThan(tried / 4);
  }

  private void checkAll(String state, String run, String key) {
    evidence.computeIfAbsent(run, this::digest);
    long before = version(run);
    boolean looks = LOOKED_AT.contains(state);
    for (Route route : lab.table()) {
      boolean streams = route.path().endsWith("/events") || route.path().endsWith("/live");
      if ((looks || acts(route)) && !streams) {
        for (Somebody who : Somebody.values()) {
          check(state, new Case(route, run, key), who);
        }
      }
    }
    assertThat(version(run)).as("no try changed the run, " + state).isEqualTo(before);
  }

  private long version(String run) {
    JsonNode log = lab.get("/api/v1/runs/" + run + "/log", token(Somebody.READS)).json();
    return log.path("events").valueStream().filter(e -> !e.isMissingNode()).count();
  }

  /** A route at a run and an item of it. */
  private record Case(Route route, String run, String key) {}

  private void check(String state, Case at, Somebody who) {
    Route route = at.route();
    if (route.scope().isEmpty() || route.path().equals("/api/v1/log/verify")) {
      return;
    }
    boolean lasts =
        acts(route) && !route.path().contains("/runs") && !route.path().endsWith("/start");
    if (lasts && who.somewhere(route.scope().orElseThrow())) {
      // Such as a freeze: it takes no ETag, and would be there for all that follows.
      return;
    }
    tried++;
    WebLab.Answer answer = answer(at, who);
    boolean denied = denied(answer);
    boolean allowed = allowed(at, who);
    refused += denied ? 1 : 0;
    String line =
        state + ": " + who + " " + route.method() + " " + route.path() + " " + answer.status();
    if (denied == allowed) {
      wrong.add(line + (denied ? " refused, and it is theirs: " : " let in: ") + answer.body());
    }
    if (!who.may(AccessScope.READ) && answer.body().contains(TITLE)) {
      wrong.add(line + " tells of the run");
    }
    if (answer.status() >= 500) {
      wrong.add(line + " " + answer.body());
    }
  }

  /** By the words of the people document, and by what each route is for. */
  private static boolean allowed(Case at, Somebody who) {
    Route route = at.route();
    AccessScope needed = route.scope().orElseThrow();
    String path = route.path();
    // A page on which a command is looked at is seen by whoever sees the run.
    if (acts(route) && (path.endsWith("/sign") || path.endsWith("/decline"))) {
      // A form names the item itself, and here one that is not the way back.
      boolean back = !route.page() && at.key().equals("rollback/approval");
      return who.may(back ? AccessScope.BRAKE : AccessScope.WORK)
          && (who == Somebody.APPROVES || who == Somebody.STARTED);
    }
    boolean inRole =
        route.shape().body().stream().anyMatch(f -> f.must() && f.name().equals("role"));
    if (inRole) {
      return who.may(needed) && (who == Somebody.APPROVES || who == Somebody.STARTED);
    }
    if (path.matches(
            "/api/v1/(freezes|exceptions|policies|delegations|workspace|governance|links)" + ".*")
        || path.equals("/people")) {
      return ofAll(route, who);
    }
    if (acts(route) && (path.endsWith("/override") || path.endsWith("/record"))) {
      return who.may(needed) && (who == Somebody.APPROVES || who == Somebody.STARTED);
    }
    boolean ofRun = path.contains("/runs/{id}");
    boolean ofPlace =
        path.endsWith("/may-i-deploy")
            || path.startsWith("/playbooks/{name}")
            || (path.equals("/api/v1/runs") && acts(route));
    boolean ofDigest = path.contains("/evidence/");
    return ofRun || ofPlace || ofDigest ? who.may(needed) : who.somewhere(needed);
  }

  /** What holds for every run is the affair of those whose rights do. */
  private static boolean ofAll(Route route, Somebody who) {
    AccessScope needed = route.scope().orElseThrow();
    String path = route.path();
    boolean everybody = path.endsWith("/end") || path.endsWith("/freezes") && !acts(route);
    boolean signs = acts(route) && path.matches(".*/(approve|sign|delegations)");
    boolean narrow =
        List.of("SHOP_ONLY", "SHOP_LOOKS", "STAGING_ONLY", "PAY_ONLY", "APPROVES_ELSEWHERE")
            .contains(who.name());
    boolean role = who == Somebody.APPROVES || who == Somebody.STARTED;
    return everybody ? who.somewhere(needed) : !narrow && who.may(needed) && (!signs || role);
  }

  private static boolean acts(Route route) {
    return route.method() == Route.Method.POST;
  }

  /** What is not theirs to see is answered as what is not there. */
  private static final Pattern HIDDEN = Pattern.compile("that you may see|there is no playbook");

  private static boolean denied(WebLab.Answer answer) {
    boolean login = answer.status() == 303 && answer.header("Location").startsWith("/login");
    return login
        || answer.status() == 401
        || answer.status() == 403
        || (answer.status() == 404 && HIDDEN.matcher(answer.body()).find());
  }

  private WebLab.Answer answer(Case at, Somebody who) {
    Route route = at.route();
    String digest = evidence.getOrDefault(at.run(), "0".repeat(64));
    String path =
        route
            .path()
            .replace("{id}", at.run())
            .replace("<key>", at.key())
            .replace("{digest}", digest)
            .replace("{name}", "smooth")
            .replaceAll("[{<]\\w+[}>]", "x");
    HttpRequest.Builder request;
    if (acts(route)) {
      request =
          lab.request(path, token(who))
              .header("Content-Type", route.page() ? BodyReader.FORM : BodyReader.JSON)
              .POST(HttpRequest.BodyPublishers.ofString(body(route)));
      if (path.contains("/runs/")) {
        request.header("If-Match", "\"999999\"");
      }
    } else {
      String query = path.startsWith("/api/v1/evidence/") ? "?run=" + at.run() : query(route);
      request = lab.request(path + query, token(who));
    }
    return lab.send(request.header("Accept", route.page() ? "text/html" : "application/json"));
  }

  private static Map<String, Object> values(List<Field> fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Field field : fields) {
      if (field.must()) {
        values.put(
            field.name(),
            switch (field.kind()) {
              case FLAG -> true;
              case WHOLE -> 1;
              case VALUES -> Map.of();
              case FILE -> "aGVsbG8=";
              case TEXT -> text(field.name());
            });
      }
    }
    return values;
  }

  private static String text(String name) {
    return switch (name) {
      case "role", "roles" -> "approver";
      // It asks for a version, which is missing: whoever may start comes as far as that.
      case "playbook" -> "smooth";
      case "service" -> "shop";
      // No freeze can be called so: whoever may begin one comes as far as that.
      case "id" -> "no name";
      case "env", "environment" -> "prod";
      default -> "because";
    };
  }

  private static String body(Route route) {
    Map<String, Object> values = values(route.shape().body());
    return route.page() ? encoded(values) : Json.line(values);
  }

  private static String query(Route route) {
    Map<String, Object> values = values(route.shape().query());
    return values.isEmpty() ? "" : "?" + encoded(values);
  }

  private static String encoded(Map<String, Object> values) {
    List<String> pairs = new ArrayList<>();
    values.forEach((name, value) ->
        pairs.add(name + "=" + URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8)));
    return String.join("&", pairs);
  }
}
