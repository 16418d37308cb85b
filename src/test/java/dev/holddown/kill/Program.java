package dev.holddown.kill;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Holddown as a user's machine runs it: processes over one data folder. {@code
 * -Dkills.program=FILE} names an installed one; else it runs from the classes under test.
 */
final class Program {
  private static final int VERB_SECONDS_MAX = 120;

  /** Its starter becomes the Java process, so a kill meets the engine and not a shell. */
  private static final String INSTALLED = System.getProperty("kills.program", "");

  private final Path data;
  private final Map<String, String> environment;

  /** {@code environment}: more of it, such as the address of a database. */
  Program(Path data, Map<String, String> environment) {
    this.data = data;
    this.environment = Map.copyOf(environment);
  }

  Path data() {
    return data;
  }

  /** An engine that stays until it is killed; what it prints goes to a file beside the data. */
  Process engine() {
    return start(List.of("engine", "--stay"), data.resolveSibling("engine.txt"));
  }

  /** What a verb printed. */
  record Said(int exit, String text) {}

  Said verb(String... words) {
    Path output = data.resolveSibling("verb.txt");
    Process process = start(List.of(words), output);
    try {
      if (!process.waitFor(VERB_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException(
            String.join(" ", words) + " does not end: " + Files.readString(output));
      }
      String text = Files.readString(output);
      Files.delete(output);
      return new Said(process.exitValue(), text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(List<String> words, Path output) {
    List<String> command = new ArrayList<>(INSTALLED.isEmpty() ? ofTheTests() : List.of(INSTALLED));
    command.addAll(words);
    command.addAll(List.of("--data", data.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> ofTheTests() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx256m",
        "-Xlog:disable",
        "-Xlog:all=error:stderr",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        classPath(),
        "dev.holddown.boot.Main");
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** What engines have printed so far, for the message of a failed test. */
  String engineSaid() {
    try {
      Path file = data.resolveSibling("engine.txt");
      return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
