package dev.holddown.cli;

import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.EngineServer;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.Opened;
import dev.holddown.conditions.Cel;
import dev.holddown.engine.port.Ports;
import dev.holddown.playbooks.PlaybookJson;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.store.FileSecrets;
import dev.holddown.testing.RealTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything real but the terminal, and the world, which is the {@link Lab}. Each verb runs as in a
 * process of its own; its output is kept.
 */
final class TestKit implements Kit, AutoCloseable {
  private final Path folder;
  private final Cel cel = new Cel();
  private final Lab lab = new Lab();
  private final AtomicInteger ids = new AtomicInteger();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String typed = "";
  private Terminal terminal = Terminal.none();
  private AutoCloseable engine = () -> {};

  /** What a verb printed, and its exit code. */
  record Printed(int exit, String out, String err) {}

  TestKit(Path folder) {
    this.folder = folder;
  }

  Path data() {
    return folder.resolve("data");
  }

  Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TestKit at(Terminal other, String lines) {
    terminal = other;
    typed = lines;
    return this;
  }

  /** Runs a verb; the data folder and the person are given unless they are among the words. */
  Printed run(String... args) {
    out.reset();
    err.reset();
    int exit = Cli.run(this, args);
    return new Printed(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** From now on an engine runs on the data folder. */
  void startEngine() {
    try {
      Hosted hosted = open(Home.of(data()));
      EngineServer server = EngineServer.open(data(), desk(hosted), RealTime.nanos());
      engine =
          () -> {
            server.close();
            hosted.close();
          };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Desk desk(Hosted hosted) {
    return Desk.of(hosted, new Desk.Means(language().codec(), cel, passing().clock()));
  }

  void stopEngine() {
    try {
      engine.close();
      engine = () -> {};
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Language language() {
    return new Language(
        PlaybookReader.of(lab.all(), cel.check())::read, cel, cel.check(), new PlaybookJson(), lab);
  }

  @Override
  public Outside outside() {
    return new Outside(
        Map.of("HOLDDOWN_DATA", data().toString(), "HOLDDOWN_USER", "ann"),
        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        terminal);
  }

  @Override
  public Passing passing() {
    return new Passing(RealTime.clock(), RealTime.nanos(), () -> "r" + ids.incrementAndGet());
  }

  @Override
  public Hosted open(Home home) {
    LabFolder owned = LabFolder.own(home.folder());
    Ports ports =
        new Ports(
            owned.store(),
            owned.blobs(),
            language().codec(),
            new Ports.Outside(lab, new FileSecrets(owned.folder().secrets(), Map.of()), cel),
            new Ports.Passing(RealTime.clock(), () -> "op" + ids.incrementAndGet()));
    return new LabEngine(owned, ports);
  }

  @Override
  public Opened openForReading(Home home) {
    return LabFolder.own(home.folder());
  }

  @Override
  public Show show() {
    throw new UnsupportedOperationException("no demo in these tests");
  }

  @Override
  public List<String> self() {
    return List.of("/bin/false");
  }

  @Override
  public void close() {
    stopEngine();
  }
}
