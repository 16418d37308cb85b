package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holddown.connectors.support.WebServer;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.testing.HostileStrings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Inputs that mean something to a shell, a query or a page, given to a run with the real
 * connectors: recorders at the other end show that each arrives as what it is.
 */
class HostileValuesTest {
  private static final int AT_ONCE = 20;

  /** An option for a program, or a gap that somebody meant to fill in. */
  private static final Pattern REFUSED = Pattern.compile("^-|<[A-Za-z][A-Za-z0-9 _-]*>");

  @TempDir Path folder;
  private World world;
  private WebServer server;
  private Path recorder;

  @BeforeEach
  void recorders() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "this machine has no /bin/bash");
    world = World.inMemory(folder);
    server =
        new WebServer(seen ->
            WebServer.Reply.of(
                200,
                seen.path().startsWith("/api/v1/")
                    ? "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}"
                    : "{}",
                "Content-Type: application/json"));
    recorder = folder.resolve("recorder");
    Files.writeString(recorder, "#!/bin/bash\nprintf '%s\\0' \"$@\" > '" + argv() + "'\n");
    Files.setPosixFilePermissions(recorder, PosixFilePermissions.fromString("rwx------"));
  }

  @AfterEach
  void the_end() {
    server.close();
    world.close();
  }

  private Path argv() {
    return folder.resolve("argv");
  }

  private static String each(int values, String separator, String one) {
    return IntStream.range(0, values)
        .mapToObj(i -> one.replace("#", String.valueOf(i)))
        .collect(Collectors.joining(separator));
  }

  private String playbook(int values) {
    return """
    kind: playbook
    id: hostile
    title: Hostile values
    subject: {service: checkout, environment: prod}
    inputs: {%s}
    stages:
      - stage: Ask
        order: listed
        items:
          - step: Arguments
            id: argv
            exec.run: {program: "%s", args: [%s]}
            repeatable: true
          - step: A body
            id: json
            http.post: {url: "%s/json", json: {all: [%s]}}
            repeatable: true
          - check: A query
            id: promql
            prometheus.query: {url: "%s", query: "%s"}
            expect: result.value >= 0
            min-samples: 0
    """
        .formatted(
            each(values, ", ", "s#: {type: string}"),
            recorder,
            each(values, ", ", "\"x${inputs.s#}\""),
            server.url(),
            each(values, ", ", "\"${inputs.s#}\""),
            server.url(),
            each(values, " or ", "up{a='${inputs.s#}'}"));
  }

  /** Those that an input takes; the others are refused before anything is started. */
  private static List<String> taken() {
    return HostileStrings.all().stream()
        .filter(text -> text.chars().noneMatch(c -> c < ' ' || c == 127))
        .filter(text -> text.length() <= 4_000)
        // Half of a surrogate pair has no bytes in UTF-8: no process or server can be told it.
        .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
        .toList();
  }

  @Test
  void no_hostile_value_is_interpreted_on_its_way() throws Exception {
    List<String> all = taken().stream().filter(text -> !REFUSED.matcher(text).find()).toList();
    assertThat(all).hasSizeGreaterThan(300);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      server.seen.clear();
      String[] inputs =
          IntStream.range(0, some.size())
              .mapToObj(i -> "s" + i + "=" + some.get(i))
              .toArray(String[]::new);
      String run = world.start(playbook(some.size()), inputs);

      assertThat(world.state(run).item("argv").status())
          .as(world.log(run).toString())
          .isEqualTo(ItemStatus.PASSED);
      assertThat(recorded()).isEqualTo(some.stream().map(text -> "x" + text).toList());
      assertThat(bodies()).isEqualTo(some);
      assertThat(matchers(some.size())).isEqualTo(some);
      assertThat(folder.resolve("workspace").resolve("pwned")).doesNotExist();
      world.says("ann", run, new RunCommand.Abort("seen"));
    }
  }

  @Test
  void options_and_placeholders_are_refused_before_the_act() {
    List<String> refused = taken().stream().filter(text -> REFUSED.matcher(text).find()).toList();
    assertThat(refused).hasSizeGreaterThan(10);
    for (String option : refused) {
      String run = world.start(playbook(1), "s0=" + option);

      assertThat(world.state(run).item("argv").status()).isEqualTo(ItemStatus.FAILED);
      assertThat(world.log(run).toString())
          .containsPattern(
              "begins with a dash and would be read as an option"
                  + "|still holds the placeholder .*; nothing was started");
      assertThat(argv()).doesNotExist();
      world.says("ann", run, new RunCommand.Abort("seen"));
    }
  }

  private List<String> recorded() throws Exception {
    List<String> parts =
        new ArrayList<>(List.of(Files.readString(argv(), StandardCharsets.UTF_8).split("\0", -1)));
    parts.removeLast();
    return parts;
  }

  private List<String> bodies() {
    String body =
        server.seen.stream()
            .filter(seen -> seen.path().equals("/json"))
            .findFirst()
            .orElseThrow()
            .body();
    List<String> texts = new ArrayList<>();
    for (JsonNode text : JsonMapper.shared().readTree(body).get("all")) {
      texts.add(text.asString());
    }
    return texts;
  }

  /** The query as Prometheus would read it: strings in single quotes, with its escapes. */
  private List<String> matchers(int values) {
    WebServer.Seen seen =
        server.seen.stream()
            .filter(one -> one.path().startsWith("/api/v1/query"))
            .findFirst()
            .orElseThrow();
    String form = seen.body().isEmpty() ? seen.path() : seen.body();
    String query =
        URLDecoder.decode(
            form.replaceFirst(".*?query=", "").replaceFirst("&.*", ""), StandardCharsets.UTF_8);
    List<String> texts = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < values; i++) {
      String before = i == 0 ? "up{a='" : "'} or up{a='";
      assertThat(query.substring(at)).startsWith(before);
      at += before.length();
      StringBuilder text = new StringBuilder();
      while (query.charAt(at) != '\'') {
        at = character(query, at, text);
      }
      texts.add(text.toString());
    }
    assertThat(query.substring(at)).isEqualTo("'}");
    return texts;
  }

  private static int character(String query, int at, StringBuilder text) {
    if (query.charAt(at) != '\\') {
      text.append(query.charAt(at));
      return at + 1;
    }
    switch (query.charAt(at + 1)) {
      case 'x' -> {
        text.append((char) Integer.parseInt(query.substring(at + 2, at + 4), 16));
        return at + 4;
      }
      case 'n' -> text.append('\n');
      case '\\' -> text.append('\\');
      default -> throw new AssertionError("an escape nobody wrote: " + query.substring(at));
    }
    return at + 2;
  }

  @Test
  void what_is_repeated_for_each_row_runs_for_every_kind_of_item() {
    world.target("version").is("v1");
    String run =
        world.start(
            """
            kind: playbook
            id: rows
            title: Rows
            subject: {service: checkout, environment: prod}
            targets: {web: {at: v1}, app: {at: v1}}
            templates: {told: {subject: "Row ${each.row.name}", text: "at ${each.row.at}"}}
            checks:
              same: {with: [at], items: [{check: Same, id: same, world.deployed: {}, expect: result.version == with.at}]}
            stages:
              - stage: All
                order: listed
                items:
                  - signoff: Go
                    id: go
                    each: {row: targets}
                    sign: {role: approver}
                  - choose: Which
                    id: which
                    each: {row: targets}
                    world.deployed: {}
                    cases:
                      - case: Same
                        when: result.version == each.row.at
                        items: [{message: Tell, id: tell, to: ["file:told.jsonl"], template: told}]
                    otherwise: {page: on_call}
                  - group: Inside
                    id: inside
                    each: {row: targets}
                    items: [{use: same, id: call, with: {at: "${each.row.at}"}}]
            """);
    for (String row : List.of("web", "app")) {
      assertThat(world.says("bob", run, new RunCommand.Sign("go[" + row + "]", "approver", "seen")))
          .isEmpty();
    }

    assertThat(world.state(run).item("tell[web]").status()).isEqualTo(ItemStatus.PASSED);
    assertThat(world.state(run).item("tell[app]").status()).isEqualTo(ItemStatus.PASSED);
    assertThat(world.state(run).item("call_same[web]").status()).isEqualTo(ItemStatus.PASSED);
    assertThat(world.state(run).item("call_same[app]").status()).isEqualTo(ItemStatus.PASSED);
    assertThat(folder.resolve("workspace").resolve("told.jsonl"))
        .content()
        .contains("Row web", "at v1", "Row app");
  }
}
