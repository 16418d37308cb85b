package dev.holddown.demo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A Java process started from the class path that this one runs on. It ends when its standard input
 * does, and so never outlives its parent, however that one dies.
 */
final class Child implements AutoCloseable {
  /** How a child's first own line begins; its ports follow. */
  static final String READY = "ready ";

  private static final long READY_SECONDS_MAX = 60;
  private static final long END_SECONDS_MAX = 2;
  private static final int OUTPUT_CHARS_MAX = 4_096;

  private final Process process;
  private final StringBuilder output = new StringBuilder();
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private Child(Process process) {
    this.process = process;
  }

  /** Starts it without waiting; see {@link #ready}. */
  static Child start(Class<?> main, String... args) throws IOException {
    return start(main.getName(), ownClassPath(), args);
  }

  static Child start(String main, String classPath, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A small heap and one quick compiler start in a third of the time, beside an engine at work.
    command.addAll(List.of("-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Xshare:auto", "-XX:-UsePerfData"));
    // Without these, a small answer on a kept connection waits 40 ms for a delayed ACK, and a
    // client may write into a connection that the server is just closing.
    command.add("-Dsun.net.httpserver.nodelay=true");
    command.add("-Dsun.net.httpserver.idleInterval=120");
    command.add("-Djdk.httpclient.keepalive.timeout=20");
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(List.of(args));
    Child child = new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
    Thread.ofVirtual().name("output of " + main).start(child::drain);
    return child;
  }

  /** With absolute paths: a child may be started from another folder than its parent was. */
  private static String ownClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void drain() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(READY)) {
          ready.complete(line.substring(READY.length()).strip());
        }
        remember(line);
      }
    } catch (IOException e) {
      remember("its output broke off: " + e.getMessage());
    }
    ready.completeExceptionally(new IOException("it ended and said: " + said()));
  }

  private void remember(String line) {
    synchronized (output) {
      output.append(line).append('\n');
      if (output.length() > OUTPUT_CHARS_MAX) {
        output.delete(0, output.length() - OUTPUT_CHARS_MAX);
      }
    }
  }

  private String said() {
    synchronized (output) {
      return output.isEmpty() ? "nothing" : output.toString().strip();
    }
  }

  /** Waits for what the child says after {@link #READY}: its ports, separated by blanks. */
  String ready() throws IOException {
    try {
      return ready.get(READY_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      close();
      throw new IOException("a process of the demo world did not start: " + why(e), e);
    } catch (TimeoutException e) {
      close();
      String late = "a process of the demo world was not ready within " + READY_SECONDS_MAX;
      throw new IOException(late + " s; it said: " + said(), e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a process of the demo world started", e);
    }
  }

  private static String why(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause == null ? e.toString() : String.valueOf(cause.getMessage());
  }

  /** Its only port. */
  int port() throws IOException {
    return Integer.parseInt(ready());
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** As a power cut would: no goodbye. Returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(END_SECONDS_MAX));
  }

  /** Lets go of it, and kills it when it does not end by itself. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      remember("its input was already closed: " + e.getMessage());
    }
    if (!awaitEnd(Duration.ofSeconds(END_SECONDS_MAX))) {
      kill();
    }
  }

  private boolean awaitEnd(Duration atMost) {
    try {
      return process.waitFor(atMost);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
