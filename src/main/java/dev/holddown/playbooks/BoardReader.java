package dev.holddown.playbooks;

import dev.holddown.domain.board.Board;
import dev.holddown.domain.board.Monitor;
import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.Said;
import dev.holddown.domain.playbook.Watch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a board means, from what it says. */
final class BoardReader {
  static final int MONITORS_MAX = 1_000;

  /** Places that the page of every board has. */
  private static final Set<String> PLACES =
      Set.of("health", "anomalies", "diagnostics", "incident_mode", "change_freeze");

  private final Context context;
  private final Node node;

  BoardReader(Context context, Node node) {
    this.context = context;
    this.node = node;
  }

  /** Nothing, with a problem, when it says something that cannot be. */
  Optional<Board> read(Said.Block said) {
    Parts parts = context.pending().parts();
    String title = PermitReader.text(said, "title");
    String id = PermitReader.text(said, "id");
    if (id.isEmpty() && title.isEmpty()) {
      context.problems().add(node.place(), "a board needs `title`", "add title: and id:");
    }
    if (parts.monitors().isEmpty()) {
      context.problems().add(node.place(), "`monitors` is empty: nothing would be seen", "add one");
    }
    if (parts.monitors().size() > MONITORS_MAX) {
      context
          .problems()
          .add(
              node.place(),
              "a board may have "
                  + MONITORS_MAX
                  + " monitors, and this has "
                  + parts.monitors().size(),
              "make two boards of it");
    }
    deeds(parts);
    String name = id.isEmpty() ? Ids.from(title) : id;
    Board.Page page =
        new Board.Page(
            cards(said, parts.monitors()),
            health(said),
            (int) number(said, "anomalies", "top", Integer.MAX_VALUE),
            list(said, "charts"),
            list(said, "snapshot"));
    if (!context.problems().none()) {
      return Optional.empty();
    }
    Board.Heading heading =
        new Board.Heading(
            title.isEmpty() ? name : title,
            PermitReader.text(said, "about"),
            texts(said, "links"),
            PermitReader.scope(said));
    Playbook watched = watched(name, heading, said, parts);
    return Optional.of(new Board(name, heading, watched, Ordered.copy(parts.monitors()), page));
  }

  /** A board has no way back and starts nothing. */
  private void deeds(Parts parts) {
    for (Monitor monitor : parts.monitors().values()) {
      boolean other =
          monitor.watch().levels().stream()
              .flatMap(level -> level.then().stream())
              .anyMatch(then ->
                  then.deed() != Watch.Then.Deed.PAGE && then.deed() != Watch.Then.Deed.NOTIFY
                      || !then.after().isZero());
      if (other) {
        context
            .problems()
            .add(
                monitor.watch().place(),
                "a monitor of a board only pages and notifies, and does so at once",
                "write then: [{page: on_call}]; a watch of a playbook rolls back");
      }
    }
  }

  private static Playbook watched(
      String name, Board.Heading heading, Said.Block said, Parts parts) {
    Playbook.Scopes scopes =
        new Playbook.Scopes(
            List.of(), data(said, "vars"), Map.of(), targets(said), Ordered.copy(parts.metrics()));
    return new Playbook(
        name,
        heading.title(),
        heading.about(),
        new Playbook.Subject("board", List.of(name)),
        scopes,
        List.of(),
        List.copyOf(parts.watches().values()),
        Optional.empty());
  }

  // --- its page ---

  private List<Board.Card> cards(Said.Block said, Map<String, Monitor> monitors) {
    List<Board.Card> cards = new ArrayList<>();
    Set<String> taken = new LinkedHashSet<>(PLACES);
    if (said.keys().get("cards") instanceof Said.Rows rows) {
      for (Said row : rows.rows()) {
        if (row instanceof Said.Block block) {
          cards.add(card(block, taken));
        }
      }
    }
    Set<String> shown = new LinkedHashSet<>();
    cards.forEach(card -> shown.addAll(card.monitors()));
    List<String> left = monitors.keySet().stream().filter(id -> !shown.contains(id)).toList();
    for (String id : left) {
      String title = Optional.ofNullable(monitors.get(id)).map(m -> m.watch().title()).orElse(id);
      cards.add(new Board.Card(free(id, taken), title, List.of(id), "", false));
    }
    return List.copyOf(cards);
  }

  private Board.Card card(Said.Block block, Set<String> taken) {
    String title = PermitReader.text(block, "title");
    String given = PermitReader.text(block, "id");
    if (!given.isEmpty() && taken.contains(given)) {
      context
          .problems()
          .add(
              block.place(),
              "the anchor `" + given + "` is taken",
              "each card has an id of its own, unlike " + String.join(", ", PLACES));
    }
    String link = PermitReader.text(block, "link");
    return new Board.Card(
        free(given.isEmpty() ? Ids.from(title) : given, taken),
        title,
        list(block, "monitors"),
        context.names().declared().links().getOrDefault(link, link),
        PermitReader.text(block, "highlight-in-incident").equals("true"));
  }

  private static String free(String id, Set<String> taken) {
    String unique = id;
    for (int i = 2; !taken.add(unique); i++) {
      unique = id + "_" + i;
    }
    return unique;
  }

  private Optional<Board.Health> health(Said.Block said) {
    if (!(said.keys().get("health") instanceof Said.Block block)) {
      return Optional.empty();
    }
    int start = (int) number(said, "health", "start", 0);
    int red = (int) number(said, "health", "red-below", 0);
    if (red > start) {
      context
          .problems()
          .add(
              block.place(),
              "red below " + red + ", and it starts at " + start + ": it would always be red",
              "write a `red-below` that is not above `start`");
    }
    return Optional.of(new Board.Health(start, red, list(block, "page")));
  }

  // --- values ---

  private static long number(Said.Block said, String of, String key, long otherwise) {
    return said.keys().get(of) instanceof Said.Block block
            && block.keys().get(key) instanceof Said.Plain plain
            && plain.value() instanceof Long number
        ? number
        : otherwise;
  }

  private static List<String> list(Said.Block said, String key) {
    if (!(said.keys().get(key) instanceof Said.Rows rows)) {
      return List.of();
    }
    return rows.rows().stream()
        .filter(Said.Plain.class::isInstance)
        .map(plain -> String.valueOf(((Said.Plain) plain).value()))
        .toList();
  }

  /** Texts by name. */
  static Map<String, String> texts(Said.Block said, String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (said.keys().get(key) instanceof Said.Block block) {
      block
          .keys()
          .forEach((name, value) -> {
            if (value instanceof Said.Plain plain) {
              texts.put(name, String.valueOf(plain.value()));
            }
          });
    }
    return Ordered.copy(texts);
  }

  private static Map<String, Arg> data(Said.Block said, String key) {
    Map<String, Arg> data = new LinkedHashMap<>();
    if (said.keys().get(key) instanceof Said.Block block) {
      block
          .keys()
          .forEach((name, value) -> {
            if (value instanceof Said.Filled filled) {
              data.put(name, filled.value());
            }
          });
    }
    return Ordered.copy(data);
  }

  private static Map<String, Map<String, Arg>> targets(Said.Block said) {
    Map<String, Map<String, Arg>> targets = new LinkedHashMap<>();
    if (said.keys().get("targets") instanceof Said.Block block) {
      block.keys().keySet().forEach(row -> targets.put(row, data(block, row)));
    }
    return Ordered.copy(targets);
  }
}
