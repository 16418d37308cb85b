package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads values whose type nothing names: vars, targets, JSON bodies. A number is a number only when
 * it is written as it would be printed; {@code 1.10} could be a version, so it is refused until it
 * says what it is.
 */
final class Untyped {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(0|[1-9][0-9]{0,14})\\.[0-9]*[1-9]|-?(0|[1-9][0-9]{0,14})\\.0");
  private static final Pattern NUMBER_LIKE =
      Pattern.compile(
          "[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?"
              + "|0[xo][0-9a-fA-F]+|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private final Context context;

  Untyped(Context context) {
    this.context = context;
  }

  /** A value with {@code ${…}} in it, or a tree of those; secrets are refused. */
  Arg read(Node node, Scope scope, boolean wayBack) {
    return switch (node) {
      case Node.Scalar scalar ->
          scalar.text().contains("${")
              ? context.expressions().template(scalar, scope, wayBack)
              : literal(scalar);
      case Node.Listing listing -> {
        List<Arg> items = new ArrayList<>();
        listing.nodes().forEach(item -> items.add(read(item, scope, wayBack)));
        yield new Arg.Seq(List.copyOf(items), node.place());
      }
      case Node.Mapping mapping -> {
        if (SecretReader.looksLike(node)) {
          context
              .problems()
              .add(
                  node.place(),
                  "a secret may not stand here: conditions and messages could read it",
                  "write {secret: …} at the argument of the action that needs it");
        }
        Map<String, Arg> fields = new LinkedHashMap<>();
        mapping.entries().forEach(e -> fields.put(e.key(), read(e.value(), scope, wayBack)));
        yield new Arg.Tree(Ordered.copy(fields), node.place());
      }
      case Node.Broken broken -> new Arg.Literal("", broken.place());
    };
  }

  /** A literal by its own form. */
  Arg.Literal literal(Node.Scalar scalar) {
    String text = scalar.text();
    Object value = text;
    if (scalar.plain()) {
      if (text.equals("true") || text.equals("false")) {
        value = text.equals("true");
      } else if (WHOLE.matcher(text).matches() && !text.equals("-0")) {
        value = Long.parseLong(text);
      } else if (DECIMAL.matcher(text).matches()) {
        value = Double.parseDouble(text);
      } else if (NUMBER_LIKE.matcher(text).matches()) {
        context
            .problems()
            .add(
                scalar.place(),
                "`" + text + "` may be a number or text",
                "write '" + text + "' for text, or the number in its plain form" + plain(text));
      }
    }
    return new Arg.Literal(value, scalar.place());
  }

  private static String plain(String text) {
    try {
      double value = Double.parseDouble(text);
      if (text.matches("[-+]?\\d{1,15}")) {
        return " (" + Long.parseLong(text) + ")";
      }
      return Math.abs(value) < 1e6 && Math.abs(value) >= 1e-3 ? " (" + value + ")" : "";
    } catch (NumberFormatException e) {
      return "";
    }
  }
}
