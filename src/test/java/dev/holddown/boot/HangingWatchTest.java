package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.connectors.support.RawServer;
import dev.holddown.testing.Covers;
import dev.holddown.testing.RealTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred watches of one run, one of which asks a provider that never answers. */
class HangingWatchTest {
  private static final int WATCHES = 200;

  @TempDir Path folder;

  private static String playbook(String good, String silent) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        kind: playbook
        id: two_hundred
        title: Two hundred watches
        subject: {service: checkout, environment: prod}
        watches:
          - {watch: Hangs, id: hangs, http.get: {url: "SILENT/x"}, every: 1s, timeout: 60s, armed: start .. end, breach: result.status == 503, for: 1m, then: [{notify: [terminal]}]}
        """
            .replace("SILENT", silent));
    StringBuilder ids = new StringBuilder();
    for (int i = 1; i < WATCHES; i++) {
      text.append("  - {watch: W").append(i).append(", id: w").append(i);
      text.append(", http.get: {url: \"").append(good).append("/watch/").append(i);
      text.append("\"}, every: 1s, armed: start .. end, breach: result.status == 503, for: 1m,");
      text.append(" then: [{notify: [terminal]}]}\n");
      ids.append(i == 1 ? "w" : ", w").append(i);
    }
    text.append("stages:\n  - stage: Go\n    items:\n");
    text.append("      - {hold: Three seconds, id: rest, for: 3s, watch: [").append(ids);
    text.append("], on-breach: restart}\n");
    return text.toString();
  }

  @Test
  @Timeout(400)
  @Covers({"F-25", "I25"})
  void the_run_goes_on_and_the_watch_that_hangs_is_told_as_blind() throws Exception {
    try (ActsLedger good = new ActsLedger(RealTime.nanos());
        RawServer silent = RawServer.silent();
        EngineProcess engine =
            EngineProcess.listening(folder.resolve("data"), "", folder.resolve("log"))) {
      Path file = Files.writeString(folder.resolve("p.yaml"), playbook(good.url(), silent.url()));
      String said = engine.verb("", "run", file.toString(), "--detach");
      String run = said.replaceAll("(?s).*started (\\S+);.*", "$1");
      String shown = "";
      long until = RealTime.nanos().getAsLong() + Duration.ofSeconds(240).toNanos();
      while (!shown.contains("SUCCEEDED") && RealTime.nanos().getAsLong() < until) {
        shown = engine.verb("", "show", run);
        new CountDownLatch(1).await(2, TimeUnit.SECONDS);
      }

      assertThat(shown).contains("SUCCEEDED");
      assertThat(engine.verb("", "log", run)).contains("watch hangs");
    }
  }
}
