package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.link.Json;
import dev.holddown.testing.HostileStrings;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What people wrote, on its way to those who follow: it ends no frame and begins no other, and
 * nobody takes it for the name or the number of an event.
 */
class HostileStreamTest {
  private static final int EVERY = Integer.getInteger("holddown.hostile.every", 4);
  private static final Set<String> FIELDS = Set.of("id", "event", "data", "retry");

  private static final List<String> FRAMES =
      List.of(
          "a\n\nevent: end\ndata: {}\n\n",
          "a\nid: 999999999",
          "a\n: comment",
          "\ndata: x",
          "retry: 1\n\n",
          "event: resync\n\ndata: {}");

  private final WebLab lab;
  private final String ann;

  HostileStreamTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
    ann = lab.token("ann", "work", "approver", "operator");
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  /** A client that reads byte by byte as the standard says (WHATWG HTML, 9.2.6). */
  private final class Reader implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final InputStream in;
    private int ahead = -1;

    Reader(String path) throws IOException, InterruptedException {
      HttpResponse<InputStream> answer =
          client.send(lab.request(path, ann).build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      in = answer.body();
    }

    /** A line ends with a line feed, a carriage return, or both. */
    private Optional<String> line() throws IOException {
      java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
      for (int c = next(); c >= 0; c = next()) {
        if (c == '\r') {
          ahead = in.read();
          ahead = ahead == '\n' ? -1 : ahead;
          return Optional.of(line.toString(StandardCharsets.UTF_8));
        }
        if (c == '\n') {
          return Optional.of(line.toString(StandardCharsets.UTF_8));
        }
        line.write(c);
      }
      return Optional.empty();
    }

    private int next() throws IOException {
      int c = ahead >= 0 ? ahead : in.read();
      ahead = -1;
      return c;
    }

    /** The fields of the next frame that has data; each stands in it once. */
    Map<String, String> frame() throws IOException {
      Map<String, String> frame = new HashMap<>();
      while (true) {
        String line = line().orElseThrow(() -> new AssertionError("the stream ended"));
        if (line.isEmpty() && frame.containsKey("data")) {
          return frame;
        }
        int colon = line.indexOf(':');
        if (line.isEmpty()) {
          frame.clear();
        } else if (colon != 0) {
          String field = colon < 0 ? line : line.substring(0, colon);
          assertThat(FIELDS).as(line).contains(field);
          String value = colon < 0 ? "" : line.substring(colon + 1).stripLeading();
          assertThat(frame.put(field, value)).as("a second %s", field).isNull();
        }
      }
    }

    @Override
    public void close() {
      client.shutdownNow();
    }
  }

  /** Says each; gives those that were taken. The others are refused with a sentence. */
  private List<String> said(String run) {
    List<String> texts = new ArrayList<>(FRAMES);
    List<String> all = HostileStrings.all();
    for (int i = 0; i < all.size(); i += EVERY) {
      texts.add(all.get(i));
    }
    List<String> taken = new ArrayList<>();
    for (String text : texts) {
      WebLab.Answer answer =
          lab.post("/api/v1/runs/" + run + "/comment", ann, Json.line(Map.of("text", text)));
      assertThat(answer.status()).as(text).isIn(200, 400, 409); // 409: it says nothing
      if (answer.status() == 200) {
        taken.add(text);
      } else {
        assertThat(answer.detail()).as(text).isNotBlank().doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
      }
    }
    assertThat(taken).hasSizeGreaterThan(texts.size() / 2).contains(FRAMES.getFirst());
    return taken;
  }

  @Test
  void no_text_ends_a_frame_of_the_log_or_passes_for_the_name_or_number_of_an_event()
      throws Exception {
    String run = lab.started("signed", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    List<String> taken = said(run);

    List<JsonNode> log =
        lab.get("/api/v1/runs/" + run + "/log", ann).json().path("events").valueStream().toList();
    assertThat(log).hasSizeGreaterThan(taken.size());

    try (Reader reader = new Reader("/api/v1/runs/" + run + "/events?after=0")) {
      for (JsonNode logged : log) {
        Map<String, String> frame = reader.frame();
        assertThat(frame.keySet()).containsExactlyInAnyOrder("id", "event", "data");
        assertThat(frame.get("event")).isEqualTo("event");
        assertThat(frame.get("id"))
            .isEqualTo(logged.path("link").path("position").asString(""))
            .matches("\\d+");
        assertThat(Json.tree(frame.getOrDefault("data", "")).path("event")).isEqualTo(logged);
      }
    }
    assertThat(log.stream().map(event -> event.path("text").asString("")))
        .anyMatch(text -> text.contains("event: end"))
        .anyMatch(text -> text.contains("id: 999999999"));
  }

  @Test
  void no_text_ends_a_frame_of_a_pages_news() throws Exception {
    String run = lab.started("signed", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    said(run);
    for (String path : List.of("/runs/" + run + "/live", "/live")) {
      try (Reader reader = new Reader(path + "?after=0")) {
        Map<String, String> shape = reader.frame();
        Map<String, String> pieces = reader.frame();
        Map<String, String> still = reader.frame();
        assertThat(List.of(shape, pieces, still))
            .extracting(frame -> frame.get("event"))
            .containsExactly("shape", "pieces", "still");
        assertThat(shape.get("id")).isEqualTo(pieces.get("id")).matches("\\d+");
        String html = Json.tree(pieces.getOrDefault("data", "")).asString();
        assertThat(html).contains("id=").doesNotContain("<script>alert", "<img src=x", "<svg");
      }
    }
  }
}
