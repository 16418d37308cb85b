package dev.holddown.domain.playbook;

import java.util.List;
import java.util.Map;

/** A value of a playbook before it is bound: a literal, text with CEL in it, or a tree of those. */
public sealed interface Arg {
  /** A string, long, double or boolean, read by the type its slot asks for. */
  record Literal(Object value, Place place) implements Arg {}

  /**
   * Text with {@code ${CEL}} in it. A template that is exactly one expression keeps its type.
   * {@code parts} alternate freely; a part is either {@link Literal} text or an {@link Expr}.
   */
  record Template(String source, List<Part> parts, Place place) implements Arg {}

  /** One piece of a template: literal text or an expression, never both. */
  sealed interface Part {}

  /** Literal text inside a template. */
  record Words(String text) implements Part {}

  /** An expression inside a template. */
  record Hole(Expr expr) implements Part {}

  /** {@code {secret: name}}: resolved by the engine at the last moment, never seen by CEL. */
  record SecretRef(String name, Place place) implements Arg {}

  /** A list of values. */
  record Seq(List<Arg> items, Place place) implements Arg {}

  /** A map of values, in the order written. */
  record Tree(Map<String, Arg> fields, Place place) implements Arg {}
}
