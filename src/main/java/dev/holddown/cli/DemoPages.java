package dev.holddown.cli;

import dev.holddown.access.Entrance;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Hosted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The demo's pages: open to this machine, with the demo's playbook to start again. */
final class DemoPages implements AutoCloseable {
  /** Whoever opens the demo may be any of these, to see what each may. */
  static final List<String> ROLES = List.of("viewer", "operator", "release_manager", "on_call");

  private final Optional<Served> served;

  private DemoPages(Optional<Served> served) {
    this.served = served;
  }

  /**
   * Where they are wanted.
   *
   * @param workspace whose playbooks may be started
   * @param programs whether those that run programs may be, since the programs are simulated
   * @param roles as whom one may look
   */
  record Wish(int port, Path folder, Path workspace, boolean programs, List<String> roles) {
    Wish(int port, Path folder) {
      this(port, folder, folder.resolve("workspace"), false, ROLES);
    }
  }

  static DemoPages none() {
    return new DemoPages(Optional.empty());
  }

  /**
   * Opens them; {@code wish} says on which port, 0 for a free one.
   *
   * @throws Stop when the port is taken
   */
  static DemoPages open(Room room, Hosted hosted, Desk desk, Wish wish) {
    try {
      ServeOrder.Listening listening =
          new ServeOrder.Listening(
              "127.0.0.1",
              wish.port(),
              new ServeOrder.Offer(
                  Optional.of(wish.workspace()), true, wish.programs(), wish.roles()),
              ServeOrder.Outside.none());
      Entrance entrance = Entrance.in(wish.folder(), room.kit().passing().clock());
      ServeOrder order = new ServeOrder(hosted, desk, entrance, listening, line -> {});
      return new DemoPages(Optional.of(room.kit().serve(order)));
    } catch (IOException e) {
      throw new Stop(Exit.FAILED, "the pages cannot be served: " + e.getMessage());
    }
  }

  /** Writes the workspace, which must be there before an engine looks at it. */
  static Path workspace(Path folder, Map<String, String> values) {
    try {
      Path workspace = Files.createDirectories(folder.resolve("workspace"));
      Files.writeString(workspace.resolve("demo.yaml"), playbook(values));
      return workspace;
    } catch (IOException e) {
      throw new Stop(Exit.FAILED, "the demo's workspace cannot be written: " + e.getMessage());
    }
  }

  /** The demo's playbook with a value ready for each of its inputs. */
  private static String playbook(Map<String, String> values) throws IOException {
    try (InputStream in = DemoPages.class.getClassLoader().getResourceAsStream(DemoVerb.PLAYBOOK)) {
      if (in == null) {
        throw new IOException(DemoVerb.PLAYBOOK + " is missing from this build");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> value : values.entrySet()) {
        text =
            text.replace(
                "\n  " + value.getKey() + ": {type: ",
                "\n  " + value.getKey() + ": {default: \"" + value.getValue() + "\", type: ");
      }
      return text;
    }
  }

  /** Where they answer; empty when there are none. */
  Optional<String> address() {
    return served.map(pages -> pages.address().toString());
  }

  @Override
  public void close() {
    served.ifPresent(Served::close);
  }
}
