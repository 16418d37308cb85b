package dev.holddown.boot;

import dev.holddown.cli.Home;
import dev.holddown.cli.Kit;
import dev.holddown.cli.ProcessTerminal;
import dev.holddown.cli.ServeOrder;
import dev.holddown.cli.Served;
import dev.holddown.cli.Show;
import dev.holddown.cli.Stage;
import dev.holddown.cli.Terminal;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.FolderOwned;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.Opened;
import dev.holddown.engine.port.StoreException;
import dev.holddown.playbooks.PlaybookJson;
import dev.holddown.store.FolderBackup;
import dev.holddown.web.Limits;
import dev.holddown.web.WebServer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.Supplier;

/** This machine: its terminal, its clock, its disk. */
final class MachineKit implements Kit {
  /** RFC 4648 base32 without the letters and digits that are misread. */
  private static final String BASE32 = "abcdefghjkmnpqrstuvwxyz234567289";

  /** Five bits each: 260 in all. */
  private static final int SECRET_CHARACTERS = 52;

  private final Outside outside;
  private final Spoken spoken;
  private final Parts parts;
  private final Map<String, String> environment;
  private final Once<SecureRandom> random = new Once<>(SecureRandom::new);

  MachineKit(Map<String, String> environment) {
    Terminal terminal = ProcessTerminal.of(environment);
    Charset charset =
        !terminal.writes() || terminal.unicode()
            ? StandardCharsets.UTF_8
            : StandardCharsets.US_ASCII;
    this.outside =
        new Outside(
            environment,
            System.in,
            stream(FileDescriptor.out, charset),
            stream(FileDescriptor.err, charset),
            terminal);
    this.spoken = new Spoken(outside.out());
    Path here = Path.of("").toAbsolutePath();
    this.parts = new Parts(spoken.stream(), here, environment);
    this.environment = environment;
  }

  /** The same terminal, with programs that are looked for elsewhere, and other secrets. */
  private MachineKit(MachineKit as, Parts parts, Map<String, String> environment) {
    this.outside = as.outside;
    this.spoken = as.spoken;
    this.parts = parts;
    this.environment = environment;
  }

  private static PrintStream stream(FileDescriptor to, Charset charset) {
    return new PrintStream(new FileOutputStream(to), true, charset);
  }

  @Override
  public Language language() {
    return new Language(
        parts.reader(), parts.cel(), parts.cel().check(), new PlaybookJson(), parts.verbs());
  }

  @Override
  public Outside outside() {
    return outside;
  }

  @Override
  public Passing passing() {
    return new Passing(parts.clock(), System::nanoTime, ids());
  }

  private Supplier<String> ids() {
    return () -> {
      StringBuilder id = new StringBuilder();
      for (int i = 0; i < 4; i++) {
        id.append(BASE32.charAt(random.get().nextInt(BASE32.length())));
      }
      return id.toString();
    };
  }

  @Override
  public Hosted open(Home home) {
    try {
      return Host.open(home, parts, environment);
    } catch (StoreException.Owned e) {
      throw new FolderOwned(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Opened openForReading(Home home) {
    try {
      return ReadOnly.open(home, outside.environment());
    } catch (StoreException.Owned e) {
      throw new FolderOwned(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Answers.Backup restore(Path from, Path to) {
    return Durable.told(FolderBackup.restore(from, to));
  }

  @Override
  public Served serve(ServeOrder order) throws IOException {
    return WebServer.open(order, this, Limits.usual());
  }

  @Override
  public String secret() {
    StringBuilder secret = new StringBuilder();
    for (int i = 0; i < SECRET_CHARACTERS; i++) {
      secret.append(BASE32.charAt(random.get().nextInt(BASE32.length())));
    }
    return secret.toString();
  }

  @Override
  public String place(Home home) {
    return Durable.place(home, outside.environment());
  }

  @Override
  public Stage stage(String document, Path folder) throws IOException {
    return DocumentStage.start(
        document,
        folder,
        (workspace, inside) ->
            new MachineKit(this, new Parts(spoken.stream(), workspace, inside), inside),
        outside.environment());
  }

  @Override
  public Show show() {
    return DemoShow.start(spoken);
  }
}
