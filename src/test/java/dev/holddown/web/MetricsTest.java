package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads of the server. */
class MetricsTest {
  @TempDir Path folder = Path.of("");
  private WebLab lab;

  @BeforeEach
  void server() {
    lab = WebLab.start(folder);
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  @Test
  void the_numbers_are_told_to_who_may_read_in_the_format_of_prometheus() {
    assertThat(lab.get("/metrics", "").status()).isEqualTo(401);
    String token = lab.token("prometheus", "read");

    WebLab.Answer answer = lab.get("/metrics", token);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .contains("# TYPE holddown_engine_up gauge\nholddown_engine_up 1\n")
        .contains("holddown_watches_blind 0\n")
        .contains("# TYPE holddown_request_seconds histogram\n")
        .contains("holddown_request_seconds_bucket{le=\"+Inf\"} ")
        .contains("holddown_http_refused_total{code=\"");
    assertThat(answer.body().lines())
        .allMatch(line ->
            line.matches("# (HELP|TYPE) holddown_\\w+ .+")
                || line.matches("holddown_\\w+(\\{\\w+=\"[^\"]*\"})? [0-9.E+-]+"));
  }
}
