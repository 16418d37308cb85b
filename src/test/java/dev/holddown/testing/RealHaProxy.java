package dev.holddown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** HAProxy itself on loopback, where it is installed, until it is closed. */
public final class RealHaProxy implements AutoCloseable {
  private static final long STARTS_WITHIN_NANOS = 60_000_000_000L;

  private final Process process;

  private RealHaProxy(Process process) {
    this.process = process;
  }

  /**
   * Starts it with this configuration and waits until it takes connections at {@code port}; where
   * there is no HAProxy the test is skipped.
   */
  public static RealHaProxy start(Path folder, String config, int port)
      throws IOException, InterruptedException {
    Optional<Path> program = program();
    assumeTrue(program.isPresent(), "no haproxy program on this machine");
    Path file = folder.resolve("haproxy.cfg");
    Files.writeString(file, config);
    Path log = folder.resolve("haproxy.log");
    RealHaProxy started =
        new RealHaProxy(
            new ProcessBuilder(program.get().toString(), "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    try {
      started.untilItListens(port, log);
      return started;
    } catch (IOException | InterruptedException | AssertionError e) {
      started.close();
      throw e;
    }
  }

  private static Optional<Path> program() {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Stream.of(path.split(File.pathSeparator))
        .map(place -> Path.of(place, "haproxy"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void untilItListens(int port, Path log) throws IOException, InterruptedException {
    long end = RealTime.nanos().getAsLong() + STARTS_WITHIN_NANOS;
    while (!listens(port)) {
      boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
      assertThat(ended).as("haproxy ended: %s", Files.readString(log)).isFalse();
      assertThat(RealTime.nanos().getAsLong()).as("haproxy does not listen").isLessThan(end);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    }
  }
}
