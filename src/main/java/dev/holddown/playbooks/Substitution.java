package dev.holddown.playbooks;

import dev.holddown.playbooks.grammar.Grammar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the values of a call in place of {@code with.x} in the items of a group, before they are
 * read: a value that is one {@code ${…}} becomes that expression, any other a CEL literal.
 */
final class Substitution {
  private static final Set<String> CONDITIONS = Set.of("expect", "warn", "when", "breach");

  private final Context context;
  private final Map<String, Node> given;
  private final String prefix;

  /**
   * @param prefix the id of the call, which makes the ids inside unique
   */
  Substitution(Context context, Map<String, Node> given, String prefix) {
    this.context = context;
    this.given = given;
    this.prefix = prefix;
  }

  List<Node> items(List<Node> nodes) {
    return nodes.stream().map(node -> node(node, false)).toList();
  }

  private Node node(Node node, boolean cel) {
    return switch (node) {
      case Node.Scalar scalar -> scalar(scalar, cel);
      case Node.Listing listing ->
          new Node.Listing(
              listing.nodes().stream().map(n -> node(n, cel)).toList(), listing.place());
      case Node.Mapping mapping -> mapping(mapping, cel);
      case Node.Broken broken -> broken;
    };
  }

  private Node mapping(Node.Mapping mapping, boolean cel) {
    boolean item = mapping.entries().stream().anyMatch(e -> Grammar.items().contains(e.key()));
    List<Node.Entry> entries = new ArrayList<>();
    for (Node.Entry entry : mapping.entries()) {
      boolean inside =
          cel
              || CONDITIONS.contains(entry.key())
              || entry.key().equals("save")
              || entry.key().equals("covers");
      Node value = node(entry.value(), inside);
      if (item && entry.key().equals("id") && value instanceof Node.Scalar id) {
        value = text(id, prefix + "_" + id.text());
      }
      entries.add(new Node.Entry(entry.key(), entry.place(), value));
    }
    return new Node.Mapping(List.copyOf(entries), mapping.place());
  }

  private Node scalar(Node.Scalar scalar, boolean cel) {
    if (!scalar.text().contains("with")) {
      return scalar;
    }
    if (cel) {
      return text(scalar, expression(scalar.text(), scalar));
    }
    String whole = whole(scalar.text());
    // A value that is exactly ${with.x} is the value itself, whatever its form.
    if (whole.matches("with\\.[a-z][a-z0-9_]*") && given.containsKey(whole.substring(5))) {
      return given.get(whole.substring(5));
    }
    StringBuilder filled = new StringBuilder();
    int at = 0;
    for (int open = hole(scalar.text(), 0); open >= 0; open = hole(scalar.text(), at)) {
      int close = scalar.text().indexOf('}', open);
      if (close < 0) {
        break;
      }
      filled.append(scalar.text(), at, open + 2);
      filled.append(expression(scalar.text().substring(open + 2, close), scalar)).append('}');
      at = close + 1;
    }
    return text(scalar, filled + scalar.text().substring(at));
  }

  private static int hole(String text, int from) {
    int open = text.indexOf("${", from);
    return open > 0 && text.charAt(open - 1) == '$' ? hole(text, open + 2) : open;
  }

  private static String whole(String text) {
    boolean one =
        text.startsWith("${") && text.endsWith("}") && text.indexOf('}') == text.length() - 1;
    return one ? text.substring(2, text.length() - 1).strip() : "";
  }

  private static Node.Scalar text(Node.Scalar scalar, String text) {
    return new Node.Scalar(text, scalar.plain(), scalar.cut(), scalar.place(), scalar.content());
  }

  private String expression(String cel, Node.Scalar at) {
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (CelPaths.Path path : CelPaths.of(cel)) {
      boolean ours = path.root().equals("with") && path.words().size() > 1;
      String name = ours ? path.words().get(1) : "";
      if (ours && given.containsKey(name)) {
        filled.append(cel, from, path.offset()).append(literal(name, given.get(name), at));
        from = path.offset() + "with.".length() + name.length();
      }
    }
    return filled + cel.substring(from);
  }

  /** A value as CEL. */
  private String literal(String name, Node value, Node.Scalar at) {
    if (!(value instanceof Node.Scalar scalar)) {
      context
          .problems()
          .add(
              at.place(),
              "`with." + name + "` is " + value.kind() + ", and a condition needs one value",
              "use it as a whole argument: \"${with." + name + "}\"");
      return "''";
    }
    String whole = whole(scalar.text());
    if (!whole.isEmpty()) {
      return "(" + whole + ")";
    }
    if (scalar.text().contains("${")) {
      context
          .problems()
          .add(
              scalar.place(),
              "`" + name + "` is text around ${…}, which no condition can take",
              "give it one ${…} and nothing beside it");
      return "''";
    }
    boolean bare =
        scalar.plain() && scalar.text().matches("true|false|-?(0|[1-9]\\d{0,14})(\\.\\d{1,15})?");
    return bare ? scalar.text() : quoted(scalar.text());
  }

  private static String quoted(String text) {
    return "'"
        + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
        + "'";
  }
}
