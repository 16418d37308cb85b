package dev.holddown.playbooks.grammar;

import java.util.List;

/** What may stand behind a key. */
public sealed interface Type {
  /** Text; {@code holes}: whether {@code ${CEL}} may stand in it. */
  record Text(boolean holes) implements Type {}

  /** Small letters, digits and {@code _}: a name that CEL can reach. */
  record Name() implements Type {}

  /** A role, or another name of people such as {@code schedule:checkout}. */
  record Role() implements Type {}

  /** An address of a message: {@code kind:address}. */
  record Address() implements Type {}

  /** A duration with its unit, such as {@code 90s} or {@code 1h30m}. */
  record Span() implements Type {}

  /** A day or an instant (RFC 3339). */
  record Time() implements Type {}

  /** A whole number within these bounds. */
  record Whole(long least, long most) implements Type {}

  /** A decimal number. */
  record Decimal() implements Type {}

  /** True or false. */
  record Flag() implements Type {}

  /**
   * CEL.
   *
   * @param condition whether it must be a bool
   * @param names roots it may use beside those of its place
   */
  record Cel(boolean condition, List<String> names) implements Type {}

  /** One of these words. */
  record Word(List<String> words) implements Type {}

  /** A moment of the run: an anchor, perhaps with an offset; {@code span}: from one to another. */
  record Moment(boolean span) implements Type {}

  /** The name of something that is declared elsewhere, such as a metric. */
  record Known(Names names) implements Type {}

  /** Data of any form, with {@code ${CEL}} in its texts. */
  record Any() implements Type {}

  /** A list, or a single one of them. */
  record Many(Type of) implements Type {}

  /** A list. */
  record Rows(Type of) implements Type {}

  /** A mapping whose keys are names. */
  record Named(Type of) implements Type {}

  /** One of several forms. */
  record Either(List<Type> of) implements Type {}

  /** A mapping with the keys of the shape of this id. */
  record Of(String shape) implements Type {}

  /** {@code {target: targets}}: a name of a row, and the list. */
  record Each() implements Type {}

  /** The items of a checklist. */
  record Items() implements Type {}

  /** What a name may point at. */
  enum Names {
    /** A stage, group, item or phase of the playbook. */
    PLACE,
    METRIC,
    WATCH,
    /** A watch of any playbook of the pack. */
    ANY_WATCH,
    TEMPLATE,
    GROUP,
    /** Of another document: checked when the pack holds one of that kind. */
    PLAYBOOK,
    POLICY,
    SERVICE,
    ENVIRONMENT
  }
}
