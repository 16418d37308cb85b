package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.List;

/** A block of a page, with the lines it stands on. Lines are counted from 1. */
final class Block {
  /** What a block is. */
  enum Kind {
    HEADING,
    ENTRY,
    TEXT,
    FENCE,
    TABLE,
    QUOTE
  }

  final Kind kind;
  final int first;
  final int indent;

  /** Words without the marker; of a fence the language, in small letters. */
  String text;

  int last;

  /** Of a heading 1 to 6; of an entry its number, 0 for a bullet. */
  int level;

  Box box = Box.NONE;
  final List<Block> children = new ArrayList<>();

  /** The lines of a fence without its marks, or of a table, or of a paragraph. */
  final List<String> lines = new ArrayList<>();

  Block(Kind kind, int line, int indent, String text) {
    this.kind = kind;
    this.first = line;
    this.last = line;
    this.indent = indent;
    this.text = text;
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  boolean ordered() {
    return kind == Kind.ENTRY && level > 0;
  }

  /** The last line of the block and everything in it. */
  int end() {
    return children.isEmpty() ? last : Math.max(last, children.getLast().end());
  }

  /** The line of the file that a line of a fence stands on. */
  int lineOf(int index) {
    return kind == Kind.FENCE ? first + 1 + index : first + index;
  }
}
