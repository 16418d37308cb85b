package dev.holddown.domain.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a document says, by the types of the language: the form in which everything is held that no
 * engine reads yet.
 */
public sealed interface Said {
  /** Nothing that could be read: a problem was told. */
  record Nothing(Place place) implements Said {}

  /** A text, number or yes/no; a String, Long, Double or Boolean. */
  record Plain(Object value, Place place) implements Said {}

  /** A duration. */
  record Span(Duration span, Place place) implements Said {}

  /** A CEL expression. */
  record Cel(Expr expr) implements Said {}

  /** A value with {@code ${CEL}} in it. */
  record Filled(Arg value) implements Said {}

  /** The action of a probe or step. */
  record Acts(Call call) implements Said {}

  /** A list. */
  record Rows(List<Said> rows, Place place) implements Said {}

  /** A mapping, in the order written; the action stands under its own name. */
  record Block(Map<String, Said> keys, Place place) implements Said {}

  /** Who has to sign. */
  record Signing(SignRule rule, Place place) implements Said {}

  /** Items of a checklist. */
  record Items(List<Item> items, Place place) implements Said {}

  /** A watch. */
  record Watches(Watch watch) implements Said {}
}
