package dev.holddown.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code holddown engine} as a process of its own, on a folder of its own. */
final class EngineProcess implements AutoCloseable {
  private final Path folder;
  private final Path log;
  private final Process process;

  private EngineProcess(Path folder, Path log, Process process) {
    this.folder = folder;
    this.log = log;
    this.process = process;
  }

  /** Starts it; it listens a little later. */
  static EngineProcess start(Path folder, String url, String name) throws IOException {
    return start(folder, url, folder.resolve("process.log"), "--node", name);
  }

  /** The same with its output in a file elsewhere; gives it when it listens. */
  static EngineProcess listening(Path folder, String url, Path log, String... args)
      throws IOException, InterruptedException {
    EngineProcess process = start(folder, url, log, args);
    for (int i = 0; i < 600 && process.alive() && !process.listens(); i++) {
      new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }
    if (!process.listens()) {
      throw new IllegalStateException("it does not listen: " + process.log());
    }
    return process;
  }

  private static EngineProcess start(Path folder, String url, Path log, String... args)
      throws IOException {
    Files.createDirectories(folder);
    List<String> words = new ArrayList<>(List.of("engine", "--stay"));
    words.addAll(List.of(args));
    Files.deleteIfExists(folder.resolve("engine.sock")); // of one that was killed
    Process process =
        command(folder, url, words.toArray(String[]::new))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new EngineProcess(folder, log, process);
  }

  private static ProcessBuilder command(Path folder, String url, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(args));
    command.addAll(List.of("--data", folder.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(Map.of("HOLDDOWN_DB", url, "HOLDDOWN_USER", "ann"));
    return builder;
  }

  /** A verb at this node, in a process of its own; gives what it printed. */
  String verb(String url, String... args) throws IOException, InterruptedException {
    Process verb = command(folder, url, args).redirectErrorStream(true).start();
    String said = new String(verb.getInputStream().readAllBytes());
    if (verb.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", args) + " failed: " + said);
    }
    return said;
  }

  boolean listens() {
    return Files.exists(folder.resolve("engine.sock"));
  }

  boolean alive() {
    return process.isAlive();
  }

  /** What it printed so far. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** {@code STOP}, {@code CONT} and the like. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** As kill -9. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
