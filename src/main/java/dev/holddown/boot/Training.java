package dev.holddown.boot;

import com.sun.net.httpserver.HttpServer;
import dev.holddown.cli.Cli;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs the common verbs once, in a folder that is thrown away, while the JVM notes which classes
 * they load: from these notes it makes the cache that later starts read (JEP 483, JEP 514).
 */
public final class Training {
  private static final String RELEASE =
      """
      kind: playbook
      id: training
      title: Training
      subject: {service: none, environment: none}
      inputs:
        version: {type: version}
      stages:
        - stage: All
          gate: all
          items:
            - step: Print
              exec.run: {program: echo, args: ["${inputs.version}"]}
              repeatable: true
              verify: {http.get: {url: "PLACE"}, expect: result.status == 200}
      watches:
        - watch: Errors
          http.get: {url: "PLACE"}
          breach: result.status >= 500
          for: 5s
          then: rollback
      rollback:
        to: {version: "0"}
        phases:
          - phase: Back
            time-box: 1m
            items:
              - {step: Print, exec.run: {program: echo}, repeatable: true}
      """;

  private Training() {}

  /** The one argument is the folder. Ends with 1 when a verb did: half a cache is not wanted. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    HttpServer place = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    place.createContext(
        "/",
        call -> {
          call.sendResponseHeaders(200, -1);
          call.close();
        });
    place.start();
    String url = "http://127.0.0.1:" + place.getAddress().getPort() + "/";
    Files.writeString(folder.resolve("training.yaml"), RELEASE.replace("PLACE", url));
    Files.writeString(folder.resolve("value.json"), "{\"value\": 0.5}");
    try (InputStream in = Training.class.getResourceAsStream("/examples/checkout.yaml")) {
      Objects.requireNonNull(in, "the example is in the jar");
      Files.copy(in, folder.resolve("checkout.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }
    // The server's thread would keep a failed training alive.
    System.exit(train(folder) ? 0 : 1);
  }

  private static boolean train(Path folder) {
    Map<String, String> environment =
        Map.of(
            "HOLDDOWN_DATA", folder.resolve("data").toString(),
            "HOME", folder.toString(),
            "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    String release = folder.resolve("training.yaml").toString();
    String value = folder.resolve("value.json").toString();
    List<List<String>> verbs =
        List.of(
            List.of("--help"),
            List.of("validate", folder.resolve("checkout.yaml").toString()),
            List.of("run", release, "--input", "version=1", "--dry-run"),
            List.of("run", release, "--input", "version=1", "--foreground"),
            List.of("status"),
            List.of("status", "--json"),
            List.of("log", "verify"),
            List.of("eval", "result.value > 0.01", "--result", value));
    for (List<String> verb : verbs) {
      int exit = Cli.run(new MachineKit(environment), verb.toArray(String[]::new));
      if (exit != 0) {
        System.err.println(String.join(" ", verb) + " ended with " + exit);
        return false;
      }
    }
    return true;
  }
}
