package dev.holddown.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A verb described once; schema, docs page, form and validation come from it.
 *
 * @param name {@code connector.verb}
 * @param sentence what it does
 * @param result the names it puts into {@code result}, each with a sentence
 * @param example one line of YAML that loads
 */
public record Manual(
    String name, String sentence, List<Field> fields, List<Output> result, String example) {

  /**
   * One argument.
   *
   * @param slot how interpolated text is encoded; for a MAP or LIST it holds for each value
   * @param secret whether {@code {secret: name}} may stand here
   */
  public record Field(
      String name, Type type, Slot slot, boolean required, boolean secret, String help) {}

  /** A name in {@code result}. */
  public record Output(String name, String help) {}

  /** What an argument is. */
  public enum Type {
    TEXT,
    INT,
    NUMBER,
    BOOL,
    DURATION,
    LIST,
    MAP,
    ANY
  }

  public static Builder of(String name, String sentence) {
    return new Builder(name, sentence);
  }

  public Optional<Field> field(String name) {
    return fields.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  /** Builds a manual, field by field. */
  public static final class Builder {
    private final String name;
    private final String sentence;
    private final List<Field> fields = new ArrayList<>();
    private final List<Output> result = new ArrayList<>();

    Builder(String name, String sentence) {
      this.name = name;
      this.sentence = sentence;
    }

    public Builder required(String field, Type type, Slot slot, String help) {
      fields.add(new Field(field, type, slot, true, false, help));
      return this;
    }

    public Builder optional(String field, Type type, Slot slot, String help) {
      fields.add(new Field(field, type, slot, false, false, help));
      return this;
    }

    /** An argument (or, in a MAP, a value) that may be a secret. */
    public Builder secret(String field, Type type, Slot slot, String help) {
      fields.add(new Field(field, type, slot, false, true, help));
      return this;
    }

    /** An argument that must be there and may be a secret. */
    public Builder requiredSecret(String field, Type type, Slot slot, String help) {
      fields.add(new Field(field, type, slot, true, true, help));
      return this;
    }

    public Builder gives(String output, String help) {
      result.add(new Output(output, help));
      return this;
    }

    public Manual example(String yaml) {
      return new Manual(name, sentence, List.copyOf(fields), List.copyOf(result), yaml);
    }
  }
}
