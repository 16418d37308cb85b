package dev.holddown.store;

import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.keep;
import static dev.holddown.store.Given.notice;
import static dev.holddown.store.Given.with;

import dev.holddown.engine.port.EventStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Another process: owns the data folder it is given, says so, then commits for ever and tells each
 * version once it is acknowledged. It ends when it is killed or its input ends.
 */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private Child(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static Child start(Path folder) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new Child(
        new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  long pid() {
    return process.pid();
  }

  /** The next line it says; empty when it has ended. */
  String line() throws IOException {
    String line = lines.readLine();
    return line == null ? "" : line;
  }

  void go() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  void kill() {
    process.toHandle().destroyForcibly(); // unlike the process's own, it leaves the streams open
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  public static void main(String[] args) throws IOException {
    try (DataFolder folder = DataFolder.own(Path.of(args[0]));
        EventStore store = SqliteEventStore.open(folder.database(), "Holddown child")) {
      System.out.println("owned");
      if (System.in.read() < 0) {
        return;
      }
      for (long version = store.read("r-1").size(); ; version++) {
        keep(store, with(append("r-1", version, 1), notice("r-1", "n-" + (version + 1))));
        System.out.println(version + 1);
      }
    }
  }
}
