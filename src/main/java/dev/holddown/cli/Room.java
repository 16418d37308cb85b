package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.FolderOwned;
import dev.holddown.cli.link.HttpLink;
import dev.holddown.cli.link.Json;
import dev.holddown.cli.link.Link;
import dev.holddown.cli.link.LocalLink;
import dev.holddown.view.Layout;
import dev.holddown.view.Paint;
import dev.holddown.view.StatusView;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What every verb works with: the kit, the data folder, the way to the engine, the printing. */
final class Room {
  /** How wide a page is that no terminal shows. */
  private static final int FILE_COLUMNS = 120;

  private static final int TRIES_MAX = 100;
  private static final long TRY_MILLIS = 100;

  private final Kit kit;

  Room(Kit kit) {
    this.kit = kit;
  }

  Kit kit() {
    return kit;
  }

  Map<String, String> environment() {
    return kit.outside().environment();
  }

  // --- the data folder ---

  /** Where the data lies; it need not exist. */
  Path folder(VerbOptions common) {
    if (!common.data.isEmpty()) {
      return Path.of(common.data).toAbsolutePath().normalize();
    }
    String named = environment().getOrDefault("HOLDDOWN_DATA", "");
    if (!named.isEmpty()) {
      return Path.of(named).toAbsolutePath().normalize();
    }
    String state = environment().getOrDefault("XDG_STATE_HOME", "");
    Path home = Path.of(environment().getOrDefault("HOME", System.getProperty("user.home", ".")));
    Path base = state.isEmpty() ? home.resolve(".local").resolve("state") : Path.of(state);
    return base.resolve("holddown").toAbsolutePath().normalize();
  }

  /** The data folder, and the database when another one is named. */
  Home home(VerbOptions common) {
    return home(common, folder(common));
  }

  /** The same with a folder of one's own. */
  Home home(VerbOptions common, Path folder) {
    String named =
        common.database.isEmpty() ? environment().getOrDefault("HOLDDOWN_DB", "") : common.database;
    String workspace = environment().getOrDefault("HOLDDOWN_WORKSPACE", "");
    return new Home(folder, named, common.migrate)
        .in(Optional.of(workspace).filter(name -> !name.isEmpty()).map(Path::of));
  }

  // --- the engine ---

  Desk.Means means() {
    return kit.means();
  }

  /** The address of the server that is named; blank for the data folder. */
  String address(VerbOptions common) {
    return common.server.isEmpty()
        ? environment().getOrDefault("HOLDDOWN_SERVER", "")
        : common.server;
  }

  /** The server that is named; empty for the data folder. */
  Optional<Link> server(VerbOptions common) {
    String url = address(common);
    return url.isEmpty()
        ? Optional.empty()
        : Optional.of(HttpLink.to(url, environment().getOrDefault("HOLDDOWN_TOKEN", "")));
  }

  /** The engine when there is one, else the store itself. Empty when nothing was ever run here. */
  Optional<Link> reading(VerbOptions common) {
    return server(common).or(() -> here(common));
  }

  /** The same of the data folder itself, whatever server is named. */
  Optional<Link> here(VerbOptions common) {
    Home home = home(common);
    Path folder = home.folder();
    if (home.database().isEmpty() && !Files.isDirectory(folder)) {
      return Optional.empty();
    }
    return Optional.of(
        patiently(() ->
            new Engines(kit)
                .find(home)
                .map(Link.class::cast)
                .orElseGet(() -> {
                  var opened = kit.openForReading(home);
                  return new LocalLink(opened, Desk.reading(opened, means()), true);
                })));
  }

  /** The same, where an empty folder means that there is nothing to answer. */
  Link mustRead(VerbOptions common) {
    return reading(common)
        .orElseThrow(() ->
            new Stop(
                Exit.NO,
                "nothing has been run in "
                    + folder(common)
                    + " yet; give another folder with --data"));
  }

  /** The engine, started when there is none. */
  Link acting(VerbOptions common) {
    return server(common).orElseGet(() -> new Engines(kit).running(home(common)));
  }

  /** Another process may own the folder for a moment: an engine that starts, a verb that reads. */
  static <T> T patiently(Supplier<T> attempt) {
    for (int i = 1; ; i++) {
      try {
        return attempt.get();
      } catch (FolderOwned e) {
        if (i == TRIES_MAX) {
          throw new Stop(Exit.FAILED, String.valueOf(e.getMessage()));
        }
      }
      rest();
    }
  }

  static void rest() {
    try {
      Thread.sleep(TRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stop(Exit.WAITS, "interrupted");
    }
  }

  /** The run that is meant: the one named, or the only one that is open. */
  String run(String named, Link link) {
    if (!named.isEmpty()) {
      return named;
    }
    List<String> open =
        link.ask(Ask.of("status"), StatusView.class).runs().stream()
            .filter(line -> line.tail().open())
            .map(StatusView.Line::run)
            .toList();
    if (open.size() == 1) {
      return open.getFirst();
    }
    throw Stop.usage(
        open.isEmpty()
            ? "no run is open; name one: holddown status --all lists them"
            : "several runs are open; name one of " + String.join(", ", open));
  }

  // --- printing ---

  PrintStream out() {
    return kit.outside().out();
  }

  PrintStream err() {
    return kit.outside().err();
  }

  void print(List<String> lines) {
    lines.forEach(out()::println);
  }

  void json(Object value) {
    out().println(Json.pretty(value));
  }

  Paint paint() {
    Terminal terminal = kit.outside().terminal();
    boolean colour = terminal.writes() && environment().getOrDefault("NO_COLOR", "").isEmpty();
    return new Paint(colour, !terminal.writes() || terminal.unicode());
  }

  Layout layout() {
    Terminal terminal = kit.outside().terminal();
    int columns = terminal.writes() ? terminal.columns() : FILE_COLUMNS;
    return new Layout(columns, Layout.Detail.FULL, paint());
  }

  /** Both a person and a screen are there. */
  boolean interactive() {
    Terminal terminal = kit.outside().terminal();
    return terminal.reads() && terminal.writes();
  }
}
