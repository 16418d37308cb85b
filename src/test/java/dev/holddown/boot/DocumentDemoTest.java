package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo of a document as a process of its own, as a person starts it. */
class DocumentDemoTest {
  /** A person at a No-Go is waited for: {@code Exit.WAITS}. */
  private static final int WAITS = 3;

  @TempDir Path folder;

  @Test
  void everybody_signs_and_a_no_go_stays_one_and_is_told_with_what_can_be_done()
      throws IOException, InterruptedException {
    // The chart of the world names a tag that may move, instead of a digest.
    Path flags = Files.createDirectories(folder.resolve("world/flags"));
    Files.writeString(flags.resolve("mutable"), "");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "demo",
            "--document",
            "004",
            "--sign-all",
            "--data",
            folder.toString());
    Process demo =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    String said = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(demo.waitFor()).as(said).isEqualTo(WAITS);
    assertThat(said)
        .contains("SIMULATED WORLD")
        .contains("The run is open, and it waits for a decision that no signature is:")
        .contains("Release train — mend and recheck, skip, abort or roll back: NO-GO: 1 of")
        .contains("The chart names digests only is FAILED")
        .contains("holddown recheck ")
        .doesNotContain("Upgrade by Helm PASSED");
  }
}
