package dev.holddown.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * From the start of {@code holddown serve} to its first answer, and what it holds in memory when it
 * has answered a few times and nobody asks any more, of the last of the rounds. The reference, in
 * turns: a class that prints one line.
 */
final class ServerStart {
  private static final int IDLE_SECONDS = 20;
  private static final int WAIT_SECONDS_MAX = 30;
  private static final int ANSWER_MILLIS_MAX = 5_000;

  private ServerStart() {}

  /** Takes the number of rounds. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "data");
    List<Double> first = new ArrayList<>();
    List<Double> listed = new ArrayList<>();
    List<Double> empty = new ArrayList<>();
    List<Double> megabytes = new ArrayList<>();
    for (int round = -1; round < rounds; round++) {
      int port = free();
      long begun = System.nanoTime();
      Process server =
          Launched.start(
              Launched.holddown(
                  "serve", "--open", "--port", "" + port, "--data", folder + "/" + round));
      try {
        double answered = until(port, "/healthz", begun);
        double list = until(port, "/api/v1/runs", begun);
        for (int i = 0; i < 5; i++) {
          until(port, "/", begun);
          until(port, "/api/v1/runs", begun);
        }
        if (round == rounds - 1) {
          Thread.sleep(IDLE_SECONDS * 1_000L);
          megabytes.add(Launched.megabytes(server.pid()));
        }
        if (round >= 0) {
          first.add(answered);
          listed.add(list);
          empty.add(Launched.run(Launched.empty()).wall());
        }
      } finally {
        server.destroy();
        if (!server.waitFor(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
          server.destroyForcibly();
        }
      }
    }
    Figures figures = new Figures("server-start");
    show(figures, "first answer (ms)", first);
    show(figures, "list of runs (ms)", listed);
    show(figures, "reference: an empty program (ms)", empty);
    show(figures, "memory when idle (MB)", megabytes);
    figures.write();
  }

  private static void show(Figures figures, String name, List<Double> all) {
    System.out.printf(Locale.ROOT, "%-34s %8.0f%n", name, Spread.of(all).at(0.5));
    figures.put(name, Spread.of(all).json());
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Milliseconds since the start when it has answered with 200. */
  private static double until(int port, String path, long begun) throws InterruptedException {
    while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX)) {
      if (answer(port, path).startsWith("HTTP/1.1 200")) {
        return (System.nanoTime() - begun) / 1e6;
      }
      Thread.sleep(5);
    }
    throw new IllegalStateException(path + " was not answered: " + answer(port, path));
  }

  private static String answer(int port, String path) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWER_MILLIS_MAX);
      String ask = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
