package dev.holddown.playbooks.markdown;

import java.util.List;
import java.util.Map;

/**
 * What a checklist on paper says.
 *
 * @param page the file, and the words around the items
 * @param sections headings in the order of the page; the first is the page itself, line 1
 * @param items in the order of the page
 * @param gaps what a person must still decide
 * @param lines what became of each line of the file, from the top
 */
public record Paper(
    Page page, List<Section> sections, List<PaperItem> items, List<Gap> gaps, List<Line> lines) {
  /**
   * The file.
   *
   * @param file its name as it is shown
   * @param sha256 of its bytes, in hexadecimal
   * @param front what the front matter says, by key
   * @param beside what else the page says
   */
  public record Page(
      String file, String sha256, String title, Map<String, String> front, Beside beside) {
    /** Texts of messages, with their blanks. */
    public List<Template> templates() {
      return beside.templates();
    }
  }

  /**
   * What stands beside the items.
   *
   * @param templates texts of messages
   * @param duty who is told how fast
   * @param itemsTooMany how many items the page has when these are more than a playbook may hold,
   *     otherwise 0; then they are counted and not read, and the page can only be refused
   */
  public record Beside(List<Template> templates, Duty duty, int itemsTooMany) {}

  /**
   * A heading, or a line that serves as one.
   *
   * @param line of the heading, from 1
   * @param level 1 to 6 as on paper, 7 and more for lines that only serve as headings
   * @param parent the index of the section around it; -1 for the page
   */
  public record Section(int line, int level, String heading, Polarity polarity, int parent) {}

  /** What becomes of a line. */
  public enum Fate {
    ITEM,
    FIELD,
    NOTE,
    IGNORED
  }

  /** A line of the file, and why it ended so. */
  public record Line(int number, Fate fate, String why) {}

  /** Something the page leaves open: its line, what is missing, what to do. */
  public record Gap(int line, String what, String cure) {}

  /** The text of a message. {@code blanks} are the words in it that a person fills in. */
  public record Template(Lines lines, String name, String text, List<String> blanks) {}

  /** First and last line, from 1, both belonging to it. */
  public record Lines(int first, int last) {
    boolean holds(int line) {
      return first <= line && line <= last;
    }
  }

  /** What the heading of an item's section makes of it. */
  public Polarity polarity(PaperItem item) {
    return sections.get(item.place().section()).polarity();
  }
}
