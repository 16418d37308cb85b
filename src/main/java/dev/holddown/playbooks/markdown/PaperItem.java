package dev.holddown.playbooks.markdown;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An item that a careful reader takes from a page.
 *
 * @param kind what a person does with it
 * @param words its title and the line as it stands on paper
 * @param place where it stands
 * @param marks how it stands there
 * @param details what else the lines say
 */
public record PaperItem(Kind kind, Words words, Place place, Set<Mark> marks, Details details) {
  /** What a person does with an item. */
  public enum Kind {
    /** Look and tick. */
    CHECK,
    /** Do. */
    STEP,
    /** A named role approves. */
    SIGNOFF,
    /** Tell people. */
    MESSAGE,
    /** Write something down. */
    RECORD,
    /** One of several. */
    CHOICE
  }

  /** How an item stands on paper. */
  public enum Mark {
    /** Ticked on paper; never a proof. */
    TICKED,
    /** It has no box. */
    IMPLICIT,
    /** It deletes, stops, reverts, resets, or takes something out of service. */
    DESTRUCTIVE
  }

  /** Its title for people, and its first line, letter by letter, without the marker. */
  public record Words(String title, String quote) {}

  /**
   * Where it stands.
   *
   * @param section the index of its section
   * @param depth how deep below another item; 0 at the top
   * @param column of its first word in its first line, from 1
   * @param why what made an item of it
   */
  public record Place(Paper.Lines lines, int section, int depth, int column, String why) {}

  /**
   * What else its lines say.
   *
   * @param fields by name: owner, signs, due, hold, duration, when, expected, about, behaviour (the
   *     YAML of a fence below it), behaviour at (its first line, and how many columns it is
   *     indented)
   * @param options of a choice, in their order
   */
  public record Details(
      List<Limit> limits,
      List<String> commands,
      List<Link> links,
      Map<String, String> fields,
      List<String> options) {}

  /** A link: its words, and where it leads. */
  public record Link(String text, String target) {}

  boolean is(Mark mark) {
    return marks.contains(mark);
  }

  /** A field by name; empty when the page does not say it. */
  public String field(String name) {
    return details.fields().getOrDefault(name, "");
  }
}
