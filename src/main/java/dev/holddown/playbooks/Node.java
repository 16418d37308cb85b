package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Place;
import java.util.List;

/** The YAML of a document as a tree, each part with its place. */
sealed interface Node {
  Place place();

  /** What it is, for a sentence that wanted something else. */
  String kind();

  /**
   * Text as it was written.
   *
   * @param plain not quoted and not a block: the only form that may be a number or true/false
   * @param cut YAML took a comment off the end of its line
   * @param content where its first character stands: after a quote, or on the line after a {@code
   *     |}
   */
  record Scalar(String text, boolean plain, boolean cut, Place place, Place content)
      implements Node {
    @Override
    public String kind() {
      return "`" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "`";
    }
  }

  /** A sequence. */
  record Listing(List<Node> nodes, Place place) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A mapping, in the order written; each key once. */
  record Mapping(List<Entry> entries, Place place) implements Node {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** What could not be read and was reported already: readers stay silent about it. */
  record Broken(Place place) implements Node {
    @Override
    public String kind() {
      return "nothing";
    }
  }

  /** A key with its value. */
  record Entry(String key, Place place, Node value) {}
}
