package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one argument by the type and slot that its manual gives it. */
final class ArgReader {
  private final Context context;
  private final Values values;
  private final Untyped untyped;

  ArgReader(Context context) {
    this.context = context;
    this.values = context.values();
    this.untyped = new Untyped(context);
  }

  /** The argument {@code node} of {@code field}. */
  Arg read(Node node, Manual.Field field, Scope scope) {
    if (node instanceof Node.Broken) {
      return new Arg.Literal("", node.place());
    }
    if (SecretReader.looksLike(node)) {
      return new SecretReader(context).read((Node.Mapping) node, field);
    }
    return switch (field.type()) {
      case LIST -> list(node, field, scope);
      case MAP -> map(node, field, scope);
      case ANY -> any(node, field, scope);
      default -> single(node, field, scope);
    };
  }

  private Arg single(Node node, Manual.Field field, Scope scope) {
    String wanted = wanted(field.type());
    if (values.scalar(node, field.name(), wanted).isEmpty()) {
      return new Arg.Literal("", node.place());
    }
    Node.Scalar scalar = (Node.Scalar) node;
    if (scalar.text().contains("${")) {
      return withHoles(scalar, field, scope);
    }
    Object value =
        switch (field.type()) {
          case INT ->
              values.whole(node, field.name(), -Values.WHOLE_MOST, Values.WHOLE_MOST).orElse(0);
          case NUMBER -> number(scalar, field.name());
          case BOOL -> values.flag(node, field.name());
          case DURATION -> {
            values.duration(node, field.name());
            yield scalar.text();
          }
          default -> scalar.text();
        };
    return new Arg.Literal(value, scalar.place());
  }

  private Arg withHoles(Node.Scalar scalar, Manual.Field field, Scope scope) {
    if (field.slot() == Slot.LITERAL) {
      context
          .problems()
          .add(
              scalar.place(),
              "`" + field.name() + "` takes literal text only: no ${…} may stand here",
              "write the value out");
      return new Arg.Literal(scalar.text(), scalar.place());
    }
    Arg arg = context.expressions().template(scalar, scope, false);
    if (field.type() != Manual.Type.TEXT && !oneHole(arg)) {
      context
          .problems()
          .add(
              scalar.place(),
              "`" + field.name() + "` must be " + wanted(field.type()) + ", not text around ${…}",
              "write one ${…} and nothing beside it");
    }
    return arg;
  }

  private static boolean oneHole(Arg arg) {
    return arg instanceof Arg.Template template
        && template.parts().size() == 1
        && template.parts().getFirst() instanceof Arg.Hole;
  }

  private Arg list(Node node, Manual.Field field, Scope scope) {
    if (node instanceof Node.Listing listing) {
      List<Arg> items = new ArrayList<>();
      listing.nodes().forEach(item -> items.add(within(item, field, scope)));
      return new Arg.Seq(List.copyOf(items), node.place());
    }
    return hole(node, field, scope, "a list");
  }

  private Arg map(Node node, Manual.Field field, Scope scope) {
    if (node instanceof Node.Mapping mapping) {
      Map<String, Arg> fields = new LinkedHashMap<>();
      mapping.entries().forEach(e -> fields.put(e.key(), within(e.value(), field, scope)));
      return new Arg.Tree(Ordered.copy(fields), node.place());
    }
    return hole(node, field, scope, "a mapping");
  }

  /** A list or mapping may come whole out of one expression. */
  private Arg hole(Node node, Manual.Field field, Scope scope, String wanted) {
    if (node instanceof Node.Scalar scalar
        && scalar.text().contains("${")
        && field.slot() == Slot.DATA) {
      return withHoles(scalar, field, scope);
    }
    context
        .problems()
        .add(node.place(), "`" + field.name() + "` must be " + wanted + ", not " + node.kind());
    return new Arg.Literal("", node.place());
  }

  /** A value inside a list or mapping: data keeps its type, every other slot takes text. */
  private Arg within(Node node, Manual.Field field, Scope scope) {
    Manual.Type type = field.slot() == Slot.DATA ? Manual.Type.ANY : Manual.Type.TEXT;
    return read(
        node,
        new Manual.Field(field.name(), type, field.slot(), true, field.secret(), field.help()),
        scope);
  }

  private Arg any(Node node, Manual.Field field, Scope scope) {
    return switch (node) {
      case Node.Listing ignored -> list(node, field, scope);
      case Node.Mapping ignored -> map(node, field, scope);
      case Node.Scalar scalar ->
          scalar.text().contains("${")
              ? withHoles(scalar, textual(field), scope)
              : untyped.literal(scalar);
      case Node.Broken broken -> new Arg.Literal("", broken.place());
    };
  }

  private static Manual.Field textual(Manual.Field f) {
    return new Manual.Field(
        f.name(), Manual.Type.TEXT, f.slot(), f.required(), f.secret(), f.help());
  }

  private double number(Node.Scalar scalar, String key) {
    if (scalar.plain() && scalar.text().matches("-?\\d{1,15}(\\.\\d{1,15})?([eE]-?\\d{1,2})?")) {
      return Double.parseDouble(scalar.text());
    }
    context
        .problems()
        .add(scalar.place(), "`" + key + ": " + scalar.text() + "` is not a number", "");
    return 0;
  }

  private static String wanted(Manual.Type type) {
    return switch (type) {
      case INT -> "a whole number";
      case NUMBER -> "a number";
      case BOOL -> "true or false";
      case DURATION -> "a duration";
      case LIST -> "a list";
      case MAP -> "a mapping";
      default -> "text";
    };
  }
}
