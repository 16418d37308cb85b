package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every route of the description, tried one after the other. */
class RouteTableTest {
  private final WebLab lab;

  RouteTableTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  /** A route as the description tells of it; {@code scope} empty for everybody. */
  private record Told(String method, String path, String scope, JsonNode operation) {}

  private List<Told> told() {
    JsonNode document = lab.get("/api/v1/openapi.json", "").json();
    assertThat(document.path("openapi").asString("")).isEqualTo("3.1.0");
    List<Told> told = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        String scope =
            operation.getValue().path("security").path(0).path("token").path(0).asString("");
        told.add(new Told(operation.getKey(), path.getKey(), scope, operation.getValue()));
      }
    }
    return told;
  }

  private WebLab.Answer tried(Told route, String token, String more) {
    String path = route.path().replaceAll("\\{\\w+}", "xxxxxxxx");
    return route.method().equals("get")
        ? lab.get(path + (more.isEmpty() ? "" : "?" + more + "=1"), token)
        : lab.post(path, token, more.isEmpty() ? "{}" : "{\"" + more + "\": \"1\"}");
  }

  @Test
  void every_route_but_three_wants_a_token() {
    List<String> free = new ArrayList<>();
    for (Told route : told()) {
      if (route.scope().isEmpty()) {
        free.add(route.path());
      } else {
        assertThat(tried(route, "", "").status()).as(route.path()).isEqualTo(401);
      }
    }
    assertThat(free).containsExactlyInAnyOrder("/healthz", "/readyz", "/api/v1/openapi.json");
    assertThat(told()).hasSizeGreaterThan(25);
  }

  @Test
  void every_route_wants_the_scope_that_its_description_names() {
    String read = lab.token("rea", "read");
    String work = lab.token("wor", "work");
    int refused = 0;
    for (Told route : told()) {
      if (!route.scope().isEmpty() && !route.scope().equals("read")) {
        assertThat(tried(route, read, "").status()).as(route.path()).isEqualTo(403);
        refused++;
      }
      if (route.scope().equals("admin")) {
        assertThat(tried(route, work, "").status()).as(route.path()).isEqualTo(403);
      }
      if (route.scope().equals("work")) {
        assertThat(tried(route, work, "").status()).as(route.path()).isNotEqualTo(403);
      }
    }
    assertThat(refused).isGreaterThan(10);
  }

  @Test
  void every_route_refuses_a_field_that_it_does_not_know_by_its_name() {
    String admin = lab.token("root", "admin");
    for (Told route : told()) {
      WebLab.Answer answer = tried(route, admin, "unheard");
      assertThat(answer.status()).as(route.path()).isEqualTo(400);
      assertThat(answer.detail()).contains("there is no field \"unheard\" here");
    }
  }

  @Test
  void every_field_that_must_be_there_is_asked_for() {
    String admin = lab.token("root", "admin");
    int asked = 0;
    for (Told route : told()) {
      JsonNode schema =
          route
              .operation()
              .path("requestBody")
              .path("content")
              .path("application/json")
              .path("schema");
      if (schema.path("required").size() > 0) {
        WebLab.Answer answer = tried(route, admin, "");
        assertThat(answer.status()).as(route.path()).isEqualTo(400);
        assertThat(answer.detail())
            .contains(
                "the field \"" + schema.path("required").path(0).asString("") + "\" is missing");
        asked++;
      }
    }
    assertThat(asked).isGreaterThan(5);
  }

  @Test
  void every_reference_of_the_description_leads_to_a_schema() {
    JsonNode document = lab.get("/api/v1/openapi.json", "").json();
    JsonNode schemas = document.path("components").path("schemas");
    List<String> references = document.findValuesAsString("$ref");
    assertThat(references).isNotEmpty();
    for (String reference : references) {
      String name = reference.substring(reference.lastIndexOf('/') + 1);
      assertThat(schemas.has(name)).as(reference).isTrue();
    }
  }

  @Test
  void what_is_not_there_and_what_is_done_otherwise_is_said_as_a_problem() {
    WebLab.Answer nothing = lab.get("/api/v1/nothing", "");
    assertThat(nothing.status()).isEqualTo(404);
    assertThat(nothing.detail()).contains("see /api/v1/openapi.json for what is");
    WebLab.Answer method = lab.get("/api/v1/log/verify", "");
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.header("Content-Type")).isEqualTo("application/problem+json");
    String ann = lab.token("ann", "work");
    WebLab.Answer run = lab.get("/api/v1/runs/no-such", ann);
    assertThat(run.status()).isEqualTo(404);
    assertThat(run.detail()).contains("there is no run no-such");
  }
}
