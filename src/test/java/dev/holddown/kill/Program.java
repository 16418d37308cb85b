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

/** Holddown as a user's machine runs it: processes over one data folder. */
final class Program {
  private static final int VERB_SECONDS_MAX = 120;

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
        process.destroyForcibly();
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("-cp", classPath(), "dev.holddown.boot.Main"));
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
