package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.EngineClient;
import dev.holddown.cli.link.Link;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the engine of a data folder, and starts one that outlives the terminal. */
final class Engines {
  private static final int TRIES_MAX = 150;
  private static final int TRIES_AFTER_DEATH = 10;
  private static final int TAIL_LINES = 12;
  private static final long LOG_BYTES_MAX = 1024 * 1024;
  private static final List<String> SETSID = List.of("/usr/bin/setsid", "/bin/setsid");

  private final Kit kit;

  Engines(Kit kit) {
    this.kit = kit;
  }

  /** The engine that runs, or one that is started now. */
  Link running(Home home) {
    Optional<EngineClient> there = find(home);
    return there.isPresent() ? there.get() : launch(home);
  }

  /** The engine of a folder, if it works on the database that is named, if one is. */
  Optional<EngineClient> find(Home home) {
    Optional<EngineClient> there = EngineClient.connect(home.folder());
    if (there.isPresent() && !home.database().isEmpty()) {
      Answers.Pong pong = there.get().ask(Ask.of("ping"), Answers.Pong.class);
      String named = kit.place(home);
      if (!pong.place().equals(named)) {
        throw new Stop(
            Exit.NO,
            "the engine of %s (pid %d) works on %s, and you named %s; nothing was changed. Leave"
                    .formatted(home.folder(), pong.pid(), pong.place(), named)
                + " --db and HOLDDOWN_DB out to speak to that engine, or give this database a"
                + " folder of its own with --data");
      }
    }
    return there;
  }

  /** Starts an engine and waits until it listens, at most 15 seconds. */
  Link launch(Home home) {
    Path folder = home.folder();
    Path log = folder.resolve("engine.log");
    Process process;
    try {
      prepare(folder, log);
      process = start(home, log);
    } catch (IOException e) {
      throw new Stop(Exit.FAILED, "the engine cannot be started: " + e.getMessage());
    }
    int dead = 0;
    for (int i = 0; i < TRIES_MAX && dead < TRIES_AFTER_DEATH; i++) {
      Optional<EngineClient> client = EngineClient.connect(folder);
      if (client.isPresent()) {
        return client.get();
      }
      dead = process.isAlive() ? 0 : dead + 1;
      Room.rest();
    }
    String what =
        process.isAlive()
            ? "the engine was started (pid " + process.pid() + ") but does not listen after 15 s"
            : "the engine ended at once, with exit code " + process.exitValue();
    throw new Stop(
        Exit.FAILED, what + "; nothing was changed. The end of " + log + ":\n" + tail(log));
  }

  private static void prepare(Path folder, Path log) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
      Files.move(log, folder.resolve("engine.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(log)) {
      Files.createFile(
          log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }

  /** In a session of its own where the platform can, so that no key of a terminal reaches it. */
  private Process start(Home home, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    SETSID.stream()
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .ifPresent(command::add);
    command.addAll(kit.self());
    command.addAll(List.of("engine", "--data", home.folder().toString()));
    if (home.migrate()) {
      command.add("--migrate");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectErrorStream(true);
    builder.environment().put("HOLDDOWN_BUILD", "never");
    // Not an argument: everybody on the machine can read those, and a URL may hold a password.
    builder.environment().put("HOLDDOWN_DB", home.database());
    return builder.start();
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(it cannot be read: " + e.getMessage() + ")";
    }
  }
}
