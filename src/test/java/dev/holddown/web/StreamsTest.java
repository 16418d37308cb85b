package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.access.Rights;
import dev.holddown.cli.link.Json;
import dev.holddown.web.page.Links;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has happened, as it goes out to those who follow. */
class StreamsTest {
  private static final int LOOKS_MAX = 2_400;
  private static final Limits FEW = new Limits(1024 * 1024, 60, 60_000, 200, 3);

  /** The same, and a client that takes nothing is soon given up. */
  private static final Limits QUICK = new Limits(1024 * 1024, 60, 5_000, 200, 3);

  private WebLab lab;
  private String ann;

  StreamsTest(@TempDir Path folder) {
    lab = WebLab.start(folder, false, FEW);
    ann = token();
  }

  private String token() {
    return lab.token("ann", "work", "approver", "operator", "owner");
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  /** One message of a stream. */
  private record Message(String id, String event, String data) {}

  /** A client that reads a stream line by line. */
  private final class Reader implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final BufferedReader lines;
    int comments;

    Reader(String path, String lastId) throws IOException, InterruptedException {
      var request = lab.request(path, ann);
      if (!lastId.isEmpty()) {
        request.header("Last-Event-ID", lastId);
      }
      HttpResponse<InputStream> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type"))
          .contains("text/event-stream; charset=utf-8");
      lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** The next message; empty at the end. Signs of life are counted. */
    Optional<Message> next() throws IOException {
      String id = "";
      String event = "";
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(":")) {
          comments++;
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          event = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && !data.isEmpty()) {
          return Optional.of(new Message(id, event, data));
        }
      }
      return Optional.empty();
    }

    Message must() throws IOException {
      return next().orElseThrow();
    }

    @Override
    public void close() {
      client.shutdownNow();
    }
  }

  private List<String> positions(String run) {
    List<String> positions = new ArrayList<>();
    lab.get("/api/v1/runs/" + run + "/log", ann)
        .json()
        .path("events")
        .forEach(event -> positions.add(event.path("link").path("position").asString("")));
    return positions;
  }

  @Test
  void an_answer_that_is_never_written_gives_back_its_place() {
    Caller caller = new Caller("ann", Rights.all(), new Caller.ByToken("t1"));
    Visitor visitor =
        new Visitor() {
          @Override
          public String address() {
            return "127.0.0.1";
          }

          @Override
          public Optional<String> header(String name) {
            return Optional.empty();
          }
        };
    for (String path : List.of("/api/v1/events", "/live", Links.AROUND)) {
      Route route =
          lab.table().stream().filter(r -> r.path().equals(path)).findFirst().orElseThrow();
      for (int i = 0; i <= FEW.streamsMax(); i++) {
        Reply reply = route.answering().answer(new Call(caller, Map.of(), Map.of(), visitor));
        assertThat(reply).as(path).isInstanceOf(Reply.Stream.class);
        reply.drop();
      }
    }
  }

  @Test
  void a_client_that_comes_back_with_its_last_id_misses_nothing_and_gets_nothing_twice()
      throws Exception {
    String run = lab.started("signed", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    List<String> seen = new ArrayList<>();
    try (Reader reader = new Reader("/api/v1/runs/" + run + "/events", "0")) {
      for (int i = 0; i < 3; i++) {
        seen.add(reader.must().id());
      }
    }
    lab.post("/api/v1/runs/" + run + "/hold", ann, "{\"reason\": \"a\\nb\"}");
    try (Reader reader = new Reader("/api/v1/runs/" + run + "/events", seen.getLast())) {
      lab.post("/api/v1/runs/" + run + "/resume", ann, "{\"reason\": \"go on\"}");
      lab.post("/api/v1/runs/" + run + "/abort", ann, "{\"reason\": \"enough\"}");
      lab.until(run, ann, WebLab.ended("ABORTED"));
      List<String> all = positions(run);
      while (seen.size() < all.size()) {
        Message message = reader.must();
        assertThat(message.event()).isEqualTo("event");
        assertThat(Json.tree(message.data()).path("run").asString("")).isEqualTo(run);
        seen.add(message.id());
      }
      assertThat(seen).isEqualTo(all);
    }
  }

  @Test
  void who_follows_all_runs_sees_each_of_them_in_the_order_of_the_log() throws Exception {
    try (Reader reader = new Reader("/api/v1/events", "")) {
      Message first = reader.must();
      assertThat(first.event()).isEqualTo("position");
      List<String> runs = List.of(lab.started("smooth", ann), lab.started("nogo", ann));
      List<Long> ids = new ArrayList<>();
      List<String> told = new ArrayList<>();
      while (!told.containsAll(runs)) {
        Message message = reader.must();
        ids.add(Long.valueOf(message.id()));
        told.add(Json.tree(message.data()).path("run").asString(""));
      }
      assertThat(ids).isSorted().doesNotHaveDuplicates();
      assertThat(ids.getFirst()).isEqualTo(Long.parseLong(first.id()) + 1);
    }
  }

  @Test
  void a_quiet_stream_shows_that_it_lives_and_ends_when_its_token_does() throws Exception {
    try (Reader reader = new Reader("/api/v1/events", "")) {
      reader.must();
      lab.kit.run("token", "revoke", ann.split("_", -1)[1]);
      Message end = reader.must();
      assertThat(end.event()).isEqualTo("end");
      assertThat(end.data()).contains("the token or session counts no longer");
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void signs_of_life_come_while_nothing_happens() throws Exception {
    try (Reader reader = new Reader("/api/v1/events", "")) {
      reader.must();
      String watcher = lab.token("bob", "work");
      while (reader.comments < 3) {
        reader.lines.mark(4_000);
        if (String.valueOf(reader.lines.readLine()).startsWith(":")) {
          reader.comments++;
        }
      }
      lab.started("smooth", watcher);
      assertThat(reader.must().event()).isEqualTo("event");
    }
  }

  @Test
  void who_names_a_position_that_is_not_there_is_told_to_read_anew() throws Exception {
    try (Reader reader = new Reader("/api/v1/events", "999999")) {
      Message message = reader.must();
      assertThat(message.event()).isEqualTo("resync");
      assertThat(message.data()).contains("the log ends before the position that was named");
    }
    assertThat(lab.get("/api/v1/events", ann, "Last-Event-ID", "x\" OR").detail())
        .isEqualTo("Last-Event-ID must be the id of an event, a whole number");
    assertThat(lab.get("/api/v1/runs/none/events", ann).status()).isEqualTo(404);
  }

  @Test
  void more_streams_than_allowed_are_refused_with_a_sentence() throws Exception {
    try (Reader first = new Reader("/api/v1/events", "");
        Reader second = new Reader("/api/v1/events", "");
        Reader third = new Reader("/api/v1/events", "")) {
      first.must();
      second.must();
      third.must();
      WebLab.Answer fourth = lab.get("/api/v1/events", ann);
      assertThat(fourth.status()).isEqualTo(503);
      assertThat(fourth.detail())
          .isEqualTo(
              "3 clients follow events on this server, which is the most; what you see stands still"
                  + " until one of them leaves");
    }
  }

  @Test
  void a_client_that_does_not_read_delays_nobody_and_loses_its_place(@TempDir Path other)
      throws Exception {
    lab.close();
    lab = WebLab.start(other, false, QUICK);
    ann = token();
    try (Socket stuck = new Socket()) {
      stuck.setReceiveBufferSize(1_024);
      stuck.connect(new java.net.InetSocketAddress("127.0.0.1", lab.address.getPort()));
      String ask =
          "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + ann
              + "\r\n\r\n";
      stuck.getOutputStream().write(ask.getBytes(StandardCharsets.UTF_8));
      try (Reader reader = new Reader("/api/v1/events", "")) {
        reader.must();
        String run = lab.started("signed", ann);
        String last = "";
        for (int i = 0; i < 80; i++) {
          lab.post(
              "/api/v1/runs/" + run + "/hold", ann, "{\"reason\": \"" + "x".repeat(3_900) + "\"}");
          lab.post("/api/v1/runs/" + run + "/resume", ann, "{\"reason\": \"" + i + "\"}");
          List<String> all = positions(run);
          while (!last.equals(all.getLast())) {
            last = reader.must().id();
          }
        }
        assertThat(last).isNotEmpty();
      }
      // It takes nothing for longer than the idle limit, so its place is free again.
      for (int i = 0; i < LOOKS_MAX && streams() > 0; i++) {
        WebLab.rest();
      }
      assertThat(streams()).isZero();
    }
  }

  private long streams() {
    return lab.get("/api/v1/server", admin()).json().path("streams").asLong(-1);
  }

  private String admin = "";

  private String admin() {
    if (admin.isEmpty()) {
      admin = lab.token("root", "admin");
    }
    return admin;
  }
}
