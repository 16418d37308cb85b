package dev.holddown.playbooks.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The language as a page of Markdown: each key with meaning, default and example. */
public final class ReferencePage {
  private ReferencePage() {}

  /** The page of all documents. */
  public static String text() {
    List<String> lines = new ArrayList<>();
    lines.add("# The keys of the language");
    lines.add("");
    lines.add("Made by `holddown schema --page` from the tables that the reader reads by.");
    lines.add("A key marked † is understood by `validate` and refused by `run` until its part of");
    lines.add(
        "the engine is built; the refusal says what to write instead. **Bold** must be there.");
    for (Shape shape : Grammar.all()) {
      lines.add("");
      lines.add("## " + shape.id());
      lines.add("");
      lines.add("Called " + nouns(shape) + " in messages." + actions(shape));
      if (!shape.keys().isEmpty()) {
        lines.add("");
        lines.add("| key | value | meaning | default | example |");
        lines.add("|---|---|---|---|---|");
        shape.keys().forEach(key -> lines.add(row(key)));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static String nouns(Shape shape) {
    return shape.nouns().stream()
        .map(noun -> noun.replace("`", ""))
        .collect(Collectors.joining(", "));
  }

  private static String actions(Shape shape) {
    return switch (shape.actions()) {
      case NONE -> "";
      case ASKS -> " Takes one action that asks, such as `http.get: {url: …}`.";
      case ACTS -> " Takes one action that acts, such as `exec.run: {program: …}`.";
    };
  }

  private static String row(Key key) {
    String name = "`" + key.name() + "`" + (key.later().isPresent() ? " †" : "");
    return "| "
        + (key.notes().required() ? "**" + name + "**" : name)
        + " | "
        + word(key.type())
        + " | "
        + cell(key.meaning())
        + " | "
        + cell(key.notes().fallback())
        + " | "
        + (key.notes().example().isEmpty() ? "" : "`" + cell(key.notes().example()) + "`")
        + " |";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String word(Type type) {
    return switch (type) {
      case Type.Text text -> text.holes() ? "text with `${CEL}`" : "text";
      case Type.Name ignored -> "name";
      case Type.Role ignored -> "role";
      case Type.Address ignored -> "address";
      case Type.Span ignored -> "duration";
      case Type.Time ignored -> "time";
      case Type.Whole ignored -> "whole number";
      case Type.Decimal ignored -> "number";
      case Type.Flag ignored -> "true or false";
      case Type.Cel cel -> cel.condition() ? "condition (CEL)" : "CEL";
      case Type.Word words ->
          words.words().stream().map(w -> "`" + w + "`").collect(Collectors.joining(" "));
      case Type.Moment moment -> moment.span() ? "moment .. moment" : "moment";
      case Type.Known known ->
          "name of a " + known.names().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
      case Type.Any ignored -> "any value";
      case Type.Many many -> word(many.of()) + ", or a list";
      case Type.Rows rows -> "list of " + word(rows.of());
      case Type.Named named -> "by name: " + word(named.of());
      case Type.Either either ->
          either.of().stream().map(ReferencePage::word).collect(Collectors.joining(" or "));
      case Type.Of of -> "[" + of.shape() + "](#" + of.shape() + ")";
      case Type.Each ignored -> "`{row: targets}`";
      case Type.Items ignored -> "items";
    };
  }
}
