package dev.holddown.domain.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that is owed to people while a run goes on, or after it.
 *
 * @param item what meets it: a message that is sent, a check that passes or is signed, a record
 *     that is filled in; its id begins with {@code owed/}
 * @param owner the role that owes it
 * @param mode the only mode of a run in which it is owed; empty for every run
 */
public record Obligation(
    Item item, String owner, Term term, Telling telling, Optional<String> mode) {
  /** Of every run. */
  public Obligation(Item item, String owner, Term term, Telling telling) {
    this(item, owner, term, telling, Optional.empty());
  }

  /** Begins the id, and so the key, of what is owed. */
  public static final String PREFIX = "owed/";

  /**
   * When it is owed.
   *
   * @param from since when; it may be met only after that
   * @param until from when on no more of it is owed; empty for never
   * @param due late after; empty where {@code every} or {@code between} says it
   * @param every again and again, at most so long after {@code from} or the last time; zero is once
   * @param between not before and not after, both from {@code from}
   */
  public record Term(
      Watch.Moment from,
      Optional<Watch.Moment> until,
      Optional<Watch.Moment> due,
      Duration every,
      Optional<Between> between) {}

  /** A span, from a moment on. */
  public record Between(Duration first, Duration last) {}

  /**
   * Who is told of it.
   *
   * @param remind how often its owner is reminded; zero is when it may be met first, and no more
   * @param page roles that are woken when it is overdue
   * @param tell addresses that are told when it is overdue
   */
  public record Telling(Duration remind, List<String> page, List<String> tell) {}

  public String title() {
    return item.about().title();
  }

  /**
   * Whether it is a record of when something is held: it names a time inside the span, and is made
   * before the span begins.
   */
  public boolean books() {
    return term.between().isPresent()
        && item instanceof Item.Record of
        && of.form().fields().stream().anyMatch(Obligation::asksTime);
  }

  private static boolean asksTime(Form.Field field) {
    return field.type() == Form.Type.TIME && field.ask().isPresent();
  }

  /** Whether the machine meets it by itself: nobody fills anything in or signs. */
  public boolean byItself() {
    return item.about().sign().isEmpty()
        && switch (item) {
          case Item.Message message ->
              message.form().stream()
                  .flatMap(form -> form.fields().stream())
                  .allMatch(field -> field.ask().isEmpty());
          case Item.Record of ->
              of.form().fields().stream().allMatch(field -> field.ask().isEmpty());
          case Item.Check check -> check.probe().isPresent();
          default -> false;
        };
  }
}
