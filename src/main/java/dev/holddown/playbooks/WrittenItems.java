package dev.holddown.playbooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the parts of a playbook stand in its file, for whoever writes the file anew. */
public final class WrittenItems {
  /**
   * An item or watch.
   *
   * @param kind its key, such as {@code check}
   * @param id as written; empty when it is made from the title
   * @param quote the line of the document it came from; empty for one that was written by hand
   * @param path the titles of the stage, phase and groups around it
   * @param lines its lines as they stand, with the remarks above it
   */
  public record Written(
      String kind, String id, String quote, List<String> path, List<String> lines) {}

  /** A key of the top with its lines. */
  public record Top(String key, List<String> lines) {}

  private static final List<String> KINDS =
      List.of(
          "check", "step", "signoff", "message", "rollout", "hold", "choose", "use", "record",
          "runbook", "watch");
  private static final List<String> AROUND = List.of("stage", "phase", "group");

  private final List<String> lines;
  private final List<Written> items = new ArrayList<>();

  private WrittenItems(List<String> lines) {
    this.lines = lines;
  }

  /** The items and watches of a playbook, in its order; none when it is not YAML. */
  public static List<Written> of(String file, byte[] bytes) {
    Optional<Node> root = root(file, bytes);
    if (root.isEmpty() || !blockStyle(root.get())) {
      return List.of();
    }
    WrittenItems written = new WrittenItems(lines(bytes));
    written.walk(root.get(), List.of(), written.lines.size());
    return List.copyOf(written.items);
  }

  /** Whether its keys stand on lines of their own, so that lines can be taken from it. */
  private static boolean blockStyle(Node root) {
    return root instanceof Node.Mapping mapping
        && mapping.entries().stream().map(e -> e.place().line()).distinct().count()
            == mapping.entries().size();
  }

  /** The keys of the top, each with its lines. */
  public static List<Top> top(String file, byte[] bytes) {
    return keys(root(file, bytes), lines(bytes), lines(bytes).size());
  }

  /** The keys under a key of the top, each with its lines. */
  public static List<Top> under(String file, byte[] bytes, String key) {
    Optional<Node> root = root(file, bytes);
    if (root.isEmpty() || !(root.get() instanceof Node.Mapping mapping)) {
      return List.of();
    }
    List<Node.Entry> entries = mapping.entries();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).key().equals(key)) {
        int end =
            i + 1 < entries.size() ? entries.get(i + 1).place().line() - 1 : lines(bytes).size();
        return keys(Optional.of(entries.get(i).value()), lines(bytes), end);
      }
    }
    return List.of();
  }

  private static List<Top> keys(Optional<Node> root, List<String> lines, int end) {
    List<Top> top = new ArrayList<>();
    if (root.orElse(null) instanceof Node.Mapping mapping && blockStyle(mapping)) {
      List<Node.Entry> entries = mapping.entries();
      for (int i = 0; i < entries.size(); i++) {
        int from = entries.get(i).place().line() - 1;
        int to = i + 1 < entries.size() ? entries.get(i + 1).place().line() - 1 : end;
        top.add(new Top(entries.get(i).key(), lines.subList(from, Math.max(from + 1, to))));
      }
    }
    return List.copyOf(top);
  }

  private static Optional<Node> root(String file, byte[] bytes) {
    Problems problems = new Problems();
    return PlaybookFile.of(file, bytes, problems)
        .map(read -> YamlTree.documents(read, problems))
        .filter(documents -> !documents.isEmpty())
        .map(List::getFirst);
  }

  private static List<String> lines(byte[] bytes) {
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8).lines().toList();
  }

  private void walk(Node node, List<String> path, int end) {
    if (node instanceof Node.Listing listing) {
      for (int i = 0; i < listing.nodes().size(); i++) {
        Node one = listing.nodes().get(i);
        int to =
            i + 1 < listing.nodes().size()
                ? listing.nodes().get(i + 1).place().line() - 1
                : Math.min(end, left(one, end));
        walk(one, path, to);
      }
    } else if (node instanceof Node.Mapping mapping) {
      mapping(mapping, path, end);
    }
  }

  private void mapping(Node.Mapping mapping, List<String> path, int end) {
    Optional<Node.Entry> kind =
        mapping.entries().stream().filter(entry -> KINDS.contains(entry.key())).findFirst();
    boolean item = kind.isPresent() && kind.get().value() instanceof Node.Scalar && path.size() > 0;
    boolean watch =
        kind.filter(k -> k.key().equals("watch") && k.value() instanceof Node.Scalar).isPresent()
            && path.isEmpty();
    if (item || watch) {
      items.add(
          new Written(
              kind.get().key(),
              text(mapping, "id"),
              text(mapping, "quote"),
              path,
              block(mapping, end)));
      return;
    }
    List<String> inside = new ArrayList<>(path);
    AROUND.forEach(key -> {
      String title = text(mapping, key);
      if (!title.isEmpty()) {
        inside.add(title);
      }
    });
    List<Node.Entry> entries = mapping.entries();
    if (inside.size() > path.size()) {
      items.add(new Written("around", text(mapping, "id"), "", inside, around(entries, end)));
    }
    for (int i = 0; i < entries.size(); i++) {
      int to = i + 1 < entries.size() ? entries.get(i + 1).place().line() - 1 : end;
      walk(entries.get(i).value(), inside, to);
    }
  }

  /** The lines of a stage, group or phase that are not its items. */
  private List<String> around(List<Node.Entry> entries, int end) {
    List<String> own = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      int from = entries.get(i).place().line() - 1;
      int to =
          i + 1 < entries.size()
              ? entries.get(i + 1).place().line() - 1
              : Math.min(end, lines.size());
      if (!entries.get(i).key().equals("items")) {
        own.addAll(lines.subList(from, Math.max(from + 1, to)));
      }
    }
    return List.copyOf(own);
  }

  private static String text(Node.Mapping mapping, String key) {
    return mapping.entries().stream()
        .filter(entry -> entry.key().equals(key))
        .map(Node.Entry::value)
        .filter(Node.Scalar.class::isInstance)
        .map(value -> ((Node.Scalar) value).text().strip())
        .findFirst()
        .orElse("");
  }

  /** The lines of an item, without the blank ones at its end and the remarks of the next. */
  private List<String> block(Node.Mapping mapping, int end) {
    int from = mapping.place().line() - 1;
    int column = mapping.place().column() - 1;
    int to = Math.max(from + 1, Math.min(end, lines.size()));
    while (to > from + 1 && remark(lines.get(to - 1), column)) {
      to--;
    }
    List<String> block = new ArrayList<>();
    for (int above = from - 1; above >= 0 && remark(lines.get(above), column); above--) {
      if (lines.get(above).isBlank()) {
        break;
      }
      block.addFirst(lines.get(above));
    }
    block.addAll(lines.subList(from, to));
    return List.copyOf(block);
  }

  private static boolean remark(String line, int column) {
    String bare = line.strip();
    return bare.isEmpty() || (bare.startsWith("#") && line.indexOf('#') < Math.max(1, column));
  }

  /** The line after the last that is indented below the dash of this node. */
  private int left(Node node, int end) {
    int dash = Math.max(0, node.place().column() - 3);
    int line = node.place().line();
    while (line < Math.min(end, lines.size())) {
      String text = lines.get(line);
      int indent = text.length() - text.stripLeading().length();
      if (!text.isBlank() && indent <= dash) {
        break;
      }
      line++;
    }
    return line;
  }
}
