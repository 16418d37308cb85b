package dev.holddown.bench;

import dev.holddown.boot.Host;
import dev.holddown.boot.Parts;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What an engine costs that waits for a person: resident memory of the process, and processor time
 * over half a minute of rest. The reference is the same Java process before anything of Holddown
 * was loaded.
 */
final class Idle {
  private static final Duration REST = Duration.ofSeconds(30);

  private Idle() {}

  /** Takes nothing; reads {@code /proc}, so it is for Linux. */
  public static void main(String[] args) throws Exception {
    double bare = residentMebibytes();
    Figures figures = new Figures("idle");
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "data");
    Parts parts = new Parts(System.out, folder, Map.of());
    Playbook playbook = Playbooks.read(parts.reader(), Playbooks.waiting());
    try (Host host = Host.open(folder.resolve("data"), parts, Map.of())) {
      var head = Playbooks.head(playbook, "idle", "waiting");
      Request.Reply reply =
          host.mail().post(new Request.Start(playbook, head, Actor.person("ann"))).get();
      if (!reply.accepted()) {
        throw new IllegalStateException(reply.sentence());
      }
      Thread.sleep(Duration.ofSeconds(5));
      Duration before = cpu();
      Thread.sleep(REST);
      double share = 100.0 * cpu().minus(before).toNanos() / REST.toNanos();
      double resident = residentMebibytes();
      System.out.printf(
          Locale.ROOT,
          "resident %.0f MiB; reference: Java alone %.0f MiB (%.1f times); %.2f %% of one core over"
              + " %d s%n",
          resident,
          bare,
          resident / bare,
          share,
          REST.toSeconds());
      figures.put("resident_mib", resident);
      figures.put("java_alone_mib", bare);
      figures.put("ratio", resident / bare);
      figures.put("cpu_percent_of_a_core", share);
      figures.write();
      System.exit(0);
    }
  }

  private static double residentMebibytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    throw new IOException("no VmRSS in /proc/self/status");
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
