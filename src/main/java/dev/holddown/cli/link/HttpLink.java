package dev.holddown.cli.link;

import dev.holddown.view.RunView;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The way to the engine of a server, over its API. The server says who one is, by the token. */
public final class HttpLink implements Link {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(45);
  private static final Duration VERIFY_MAX = Duration.ofHours(1);
  private static final int ANSWER_BYTES_MAX = 64 * 1024 * 1024;
  private static final long LOOK_MILLIS = 500;
  private static final Set<String> OF_RUN = Set.of("hold", "defer", "resume", "abort", "rollback");
  private static final Set<String> OF_ITEM =
      Set.of("sign", "decline", "skip", "na", "recheck", "settle", "reopen", "record", "waive");
  private static final Set<String> OF_BOTH = Set.of("comment", "attach-file");
  private static final Set<String> IN_PATH = Set.of("run", "key", "as");

  private final URI server;
  private final String token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_MAX)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private volatile boolean closed;

  private HttpLink(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  /**
   * To a server.
   *
   * @param token empty for a server of this machine that was opened
   * @throws Refused when it is no address of one
   */
  public static HttpLink to(String url, String token) {
    try {
      URI uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      String scheme = String.valueOf(uri.getScheme());
      if (Set.of("http", "https").contains(scheme) && uri.getHost() != null) {
        return new HttpLink(uri, token.strip());
      }
    } catch (java.net.URISyntaxException e) {
      // Said below, as for every other text that is no address.
    }
    throw new Refused("\"" + url + "\" is no server: write it as http://HOST:PORT or https://HOST");
  }

  @Override
  public <T> T ask(Ask ask, Class<T> type) {
    byte[] body = asked(request(ask));
    if (type == Answers.Evidence.class) {
      String digest = dev.holddown.domain.kernel.Digest.of(body).hex();
      return type.cast(new Answers.Evidence(digest, Base64.getEncoder().encodeToString(body)));
    }
    try {
      return Json.as(Json.tree(new String(body, StandardCharsets.UTF_8)), type);
    } catch (RuntimeException e) {
      throw new Refused(
          Refused.Why.UNAVAILABLE, server + " gave no answer of Holddown: " + e.getMessage());
    }
  }

  private HttpRequest request(Ask ask) {
    String run = "/api/v1/runs/" + encoded(ask.text("run"));
    String verb = ask.verb();
    if (OF_RUN.contains(verb)) {
      return post(ask, run + "/" + verb, ANSWER_MAX);
    }
    if (OF_ITEM.contains(verb)) {
      return post(ask, run + "/items/" + keyed(ask) + "/" + verb, ANSWER_MAX);
    }
    if (OF_BOTH.contains(verb)) {
      String of = ask.text("key").isEmpty() ? run : run + "/items/" + keyed(ask);
      return post(ask, of + "/" + verb, ANSWER_MAX);
    }
    Optional<HttpRequest> permit = permit(ask, verb, run);
    if (permit.isPresent()) {
      return permit.get();
    }
    Optional<HttpRequest> incident = incident(ask, verb);
    if (incident.isPresent()) {
      return incident.get();
    }
    Optional<HttpRequest> book = book(ask, verb, run);
    if (book.isPresent()) {
      return book.get();
    }
    return switch (verb) {
      case "status" -> get(ask, "/api/v1/runs?all=" + ask.flag("all"));
      case "show" -> get(ask, run);
      case "owed" -> get(ask, "/api/v1/owed");
      case "log" -> get(ask, run + "/log?after=" + ask.number("after", 0));
      case "card" -> get(ask, run + "/card");
      case "evidence" -> get(ask, "/api/v1/evidence/" + encoded(ask.text("digest")));
      case "may-i-deploy" ->
          get(
              ask,
              "/api/v1/may-i-deploy?service="
                  + encoded(ask.text("service"))
                  + "&env="
                  + encoded(ask.text("environment")));
      case "boards" -> get(ask, "/api/v1/boards");
      case "board" -> get(ask, "/api/v1/boards/" + encoded(ask.text("board")));
      case "board-check" ->
          post(
              new Ask(
                  verb,
                  ask.args().containsKey("monitor")
                      ? Map.of("monitor", ask.text("monitor"))
                      : Map.of()),
              "/api/v1/boards/" + encoded(ask.text("board")) + "/check",
              ANSWER_MAX);
      case "verify" -> post(ask, "/api/v1/log/verify", VERIFY_MAX);
      case "declare" -> post(ask, run + "/watches/" + keyed(ask) + "/declare", ANSWER_MAX);
      default ->
          throw new Refused(
              "\""
                  + verb
                  + "\" is not done over a server; leave --server and HOLDDOWN_SERVER out to use"
                  + " the data folder of this machine");
    };
  }

  /** What is asked of incidents; empty for everything else. */
  private Optional<HttpRequest> incident(Ask ask, String verb) {
    String all = "/api/v1/incidents";
    String one = all + "/" + encoded(ask.text("id"));
    Map<String, Object> said = new LinkedHashMap<>(ask.args());
    said.values().removeIf(""::equals); // what nobody said is no field
    Ask given = new Ask(verb, said);
    return switch (verb) {
      case "incidents" -> Optional.of(get(ask, all));
      case "incident" -> Optional.of(get(ask, one));
      case "incident-start" -> Optional.of(post(given, all, ANSWER_MAX));
      case "incident-record" -> Optional.of(posted(given, one + "/fields"));
      case "incident-join",
          "incident-note",
          "incident-recheck",
          "incident-resolve",
          "incident-leave" ->
          Optional.of(posted(given, one + "/" + verb.substring("incident-".length())));
      default -> Optional.empty();
    };
  }

  /** What is asked of the books of all runs; empty for everything else. */
  private Optional<HttpRequest> book(Ask ask, String verb, String run) {
    return switch (verb) {
      case "handoff", "postmortem" -> {
        boolean incident = verb.equals("handoff") && ask.text("run").matches(IncidentFiles.ID);
        String of = incident ? "/api/v1/incidents/" + encoded(ask.text("run")) : run;
        yield Optional.of(get(ask, of + "/" + verb));
      }
      case "deployments", "log-of-incidents", "decisions" -> {
        String name =
            switch (verb) {
              case "decisions" -> "governance";
              case "log-of-incidents" -> "incidents";
              default -> verb;
            };
        String query =
            ask.args().entrySet().stream()
                .filter(e -> !IN_PATH.contains(e.getKey()) || e.getKey().equals("run"))
                .map(e -> e.getKey() + "=" + encoded(String.valueOf(e.getValue())))
                .sorted()
                .collect(Collectors.joining("&"));
        yield Optional.of(get(ask, "/api/v1/logs/" + name + "?" + query));
      }
      default -> Optional.empty();
    };
  }

  /** What is asked of permits and freezes; empty for everything else. */
  private Optional<HttpRequest> permit(Ask ask, String verb, String run) {
    String id = "/" + encoded(ask.text("id"));
    return switch (verb) {
      case "freezes", "exceptions", "policies", "delegations", "workspace" ->
          Optional.of(get(ask, "/api/v1/" + verb));
      case "governance" ->
          Optional.of(get(ask, "/api/v1/governance?after=" + ask.number("after", 0)));
      case "permits", "diff" -> Optional.of(get(ask, run + "/" + verb));
      case "override" ->
          Optional.of(posted(ask, run + "/freezes/" + encoded(ask.must("freeze")) + "/override"));
      case "freeze-start" -> Optional.of(post(ask, "/api/v1/freezes", ANSWER_MAX));
      case "freeze-end" -> Optional.of(posted(ask, "/api/v1/freezes" + id + "/end"));
      case "exception-approve" -> Optional.of(posted(ask, "/api/v1/exceptions" + id + "/approve"));
      case "policy-sign" -> Optional.of(posted(ask, "/api/v1/policies" + id + "/sign"));
      case "delegate" -> Optional.of(post(ask, "/api/v1/delegations", ANSWER_MAX));
      case "delegation-end" -> Optional.of(posted(ask, "/api/v1/delegations" + id + "/end"));
      case "workspace-approve" -> Optional.of(post(ask, "/api/v1/workspace/approve", ANSWER_MAX));
      default -> Optional.empty();
    };
  }

  /** Names of the path are no fields of the body. */
  private HttpRequest posted(Ask ask, String path) {
    Map<String, Object> args = new LinkedHashMap<>(ask.args());
    args.keySet().removeAll(Set.of("id", "freeze"));
    return post(new Ask(ask.verb(), args), path, ANSWER_MAX);
  }

  private static String keyed(Ask ask) {
    return Arrays.stream(ask.must("key").split("/", -1))
        .map(HttpLink::encoded)
        .collect(Collectors.joining("/"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest get(Ask ask, String path) {
    return to(ask, path, ANSWER_MAX).GET().build();
  }

  private HttpRequest post(Ask ask, String path, Duration timeout) {
    Map<String, Object> body = new LinkedHashMap<>(ask.args());
    body.keySet().removeAll(IN_PATH);
    return to(ask, path, timeout)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(Json.line(body)))
        .build();
  }

  private HttpRequest.Builder to(Ask ask, String path, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path)).timeout(timeout);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    } else if (!ask.text("as").isEmpty()) {
      request.header("Holddown-As", encoded(ask.text("as")));
    }
    return request;
  }

  private byte[] asked(HttpRequest request) {
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      byte[] body;
      try (InputStream in = answer.body()) {
        body = in.readNBytes(ANSWER_BYTES_MAX);
      }
      if (answer.statusCode() / 100 != 2) {
        throw refused(answer.statusCode(), new String(body, StandardCharsets.UTF_8));
      }
      return body;
    } catch (IOException e) {
      throw new Refused(
          Refused.Why.UNAVAILABLE,
          "the server "
              + server
              + " does not answer ("
              + e
              + "); see what was done: holddown status");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(
          Refused.Why.UNAVAILABLE, "interrupted; see whether it was done with: holddown status");
    }
  }

  private Refused refused(int status, String body) {
    String detail = "it answered " + status + " without a reason; is it Holddown?";
    try {
      JsonNode node = Json.tree(body);
      detail = node.path("detail").asString(detail);
    } catch (IllegalArgumentException e) {
      // Not one of ours; the sentence says so.
    }
    if (status == 401) {
      detail += ". Put a token into HOLDDOWN_TOKEN; one is made with: holddown token add";
    }
    Refused.Why why =
        switch (status) {
          case 404 -> Refused.Why.MISSING;
          case 409, 412 -> Refused.Why.CONFLICT;
          case 408, 429, 500, 502, 503, 504 -> Refused.Why.UNAVAILABLE;
          default -> Refused.Why.ASKED_WRONGLY;
        };
    return new Refused(why, server.getAuthority() + ": " + detail);
  }

  @Override
  public boolean follow(String run, Predicate<RunView> more) {
    Ask show = Ask.of("show").with("run", run);
    while (!closed) {
      RunView view = ask(show, RunView.class);
      if (!more.test(view) || view.closed()) {
        return true;
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  @Override
  public void close() {
    closed = true;
    client.shutdownNow();
  }
}
