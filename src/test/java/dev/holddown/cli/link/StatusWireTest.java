package dev.holddown.cli.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.view.StatusView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of runs reads the same value by value as through the library for all types. */
class StatusWireTest {
  private static final Instant T = Instant.parse("2026-11-21T03:07:00.123456789Z");
  private static final StatusView VIEW =
      new StatusView(
          List.of(
              new StatusView.Line(
                  "shop-a1b2",
                  "Täglich \"A\"\n☃",
                  "shop/prod",
                  "forward",
                  new StatusView.Tail(true, T, T.plusSeconds(1), Optional.of(40L), "waits")),
              new StatusView.Line(
                  "shop-c3d4",
                  "B",
                  "shop/prod",
                  "SUCCEEDED",
                  new StatusView.Tail(false, T, Instant.EPOCH, Optional.empty(), ""))),
          T);

  @Test
  void an_answer_reads_as_it_was_written() {
    String line = Json.line(Map.of("ok", true, "result", VIEW));

    assertThat(StatusWire.read(line)).contains(VIEW);
    assertThat(Json.as(Json.tree(line).path("result"), StatusView.class)).isEqualTo(VIEW);
  }

  @Test
  void what_a_newer_engine_adds_is_passed_over() {
    String line =
        Json.line(Map.of("ok", true, "result", VIEW, "more", Map.of("list", List.of(1, 2.5))));

    assertThat(StatusWire.read(line)).contains(VIEW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "{\"ok\":false,\"sentence\":\"no\"}",
        "{\"ok\":true}",
        "{\"ok\":true,\"result\":{\"runs\":[1],\"now\":\"2026-11-21T03:07:00Z\"}}",
        "{\"ok\":true,\"result\":{\"runs\":[],\"now\":\"today\"}}",
        "{\"ok\":true,\"result\":{\"runs\":[",
      })
  void what_is_not_the_whole_answer_is_left_to_the_library(String line) {
    assertThat(StatusWire.read(line)).isEmpty();
  }

  @Test
  void the_request_is_the_one_that_others_write() {
    assertThat(Ask.read(StatusWire.ask(true))).isEqualTo(Ask.of("status").with("all", true));
    assertThat(Ask.read(StatusWire.ask(false))).isEqualTo(Ask.of("status").with("all", false));
  }
}
