package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the visible lines of a page into blocks, as CommonMark and GitHub's tables and task lists
 * have them, and more leniently where people write otherwise: sloppy indentation, boxes without a
 * bullet, fences between numbers. One pass, and each line belongs to one block.
 */
final class Blocks {
  private static final int DEPTH_MAX = 12;
  private static final int TAB_COLUMNS = 4;
  private static final Pattern HEADING = Pattern.compile("^(#{1,6})(?:\\s+(.*)|([A-Z].*))?$");
  private static final Pattern DEFINITION =
      Pattern.compile("^\\[([^\\]\\[]{1,200})\\]:\\s*<?(\\S{1,1000}?)>?(?:\\s.*)?$");
  private static final Pattern SUMMARY =
      Pattern.compile("^<summary>(.*?)(?:</summary>.*)?$", Pattern.CASE_INSENSITIVE);
  private static final Pattern TAG =
      Pattern.compile("^</?[a-zA-Z][a-zA-Z0-9-]*(?:\\s[^>]*|/)?>.*$");

  private final List<String> lines;
  private final int before;
  private final Ledger ledger;
  private final Definitions definitions;
  private final List<Block> top = new ArrayList<>();
  private final List<Block> open = new ArrayList<>();

  private Block paragraph = NO_BLOCK;
  private boolean blank = true;

  private static final Block NO_BLOCK = new Block(Block.Kind.TEXT, 0, 0, "");

  private Blocks(List<String> lines, int before, Ledger ledger, Definitions definitions) {
    this.lines = lines;
    this.before = before;
    this.ledger = ledger;
    this.definitions = definitions;
  }

  /**
   * The blocks of these lines.
   *
   * @param before how many lines of the file stand before the first of them
   */
  static List<Block> of(List<String> lines, int before, Ledger ledger, Definitions definitions) {
    Blocks blocks = new Blocks(lines, before, ledger, definitions);
    int at = 0;
    while (at < lines.size()) {
      at = blocks.next(at);
    }
    return blocks.top;
  }

  private int next(int at) {
    String line = lines.get(at);
    String bare = line.strip();
    if (bare.isEmpty()) {
      if (!ledger.ignored(before + at + 1)) {
        blank = true;
        paragraph = NO_BLOCK;
      }
      return at + 1;
    }
    int indent = indent(line);
    if (bare.startsWith(">")) {
      Optional<Marker> marker = Marker.of(unquoted(bare).strip());
      if (marker.filter(m -> m.box().drawn()).isEmpty()) {
        return quote(at, indent);
      }
      bare = unquoted(bare).strip();
    }
    if (!Pages.opens(bare).isEmpty()) {
      return fence(at, indent, bare);
    }
    if (plain(at, indent, bare)) {
      return at + 1;
    }
    if (bare.indexOf('|') >= 0 && at + 1 < lines.size() && delimiter(lines.get(at + 1))) {
      return table(at, indent);
    }
    if (bare.startsWith("!!!") || bare.startsWith("???")) {
      return admonition(at, indent);
    }
    if (TAG.matcher(bare).matches() && html(at, bare)) {
      return at + 1;
    }
    words(at, indent, bare);
    return at + 1;
  }

  /** Headings, rules and definitions. */
  private boolean plain(int at, int indent, String bare) {
    int number = before + at + 1;
    Matcher heading = HEADING.matcher(bare);
    if (bare.charAt(0) == '#' && indent < TAB_COLUMNS + 4 && heading.matches()) {
      String text = heading.group(2) == null ? heading.group(3) : heading.group(2);
      heading(
          number, heading.group(1).length(), text == null ? "" : Rx.all(text, "\\s#+\\s*$", ""));
      return true;
    }
    if (rule(bare)) {
      if (underline(bare)) {
        Block text = paragraph;
        siblings(text).remove(text);
        heading(text.first, bare.charAt(0) == '=' ? 1 : 2, text.text);
        ledger.ignore(number, "the underline of a heading");
      } else {
        ledger.ignore(number, "a rule");
        close(0);
      }
      return true;
    }
    if (Rx.matches(bare, "^=+$") && underline(bare)) {
      Block text = paragraph;
      siblings(text).remove(text);
      heading(text.first, 1, text.text);
      ledger.ignore(number, "the underline of a heading");
      return true;
    }
    Matcher definition = DEFINITION.matcher(bare);
    if (bare.charAt(0) == '[' && paragraph == NO_BLOCK && definition.matches()) {
      definitions.put(definition.group(1), definition.group(2));
      ledger.field(number, "the target of a link");
      return true;
    }
    return false;
  }

  private boolean underline(String bare) {
    return paragraph.is(Block.Kind.TEXT)
        && paragraph.lines.size() == 1
        && open.isEmpty()
        && (bare.startsWith("-") || bare.startsWith("="))
        && bare.indexOf(' ') < 0;
  }

  private void heading(int number, int level, String text) {
    open.clear();
    paragraph = NO_BLOCK;
    Block heading = new Block(Block.Kind.HEADING, number, 0, text.strip());
    heading.level = level;
    top.add(heading);
    blank = true;
  }

  private int fence(int at, int indent, String bare) {
    String mark = Pages.opens(bare);
    place(indent);
    String language = bare.substring(mark.length()).strip().toLowerCase(java.util.Locale.ROOT);
    Block fence =
        new Block(Block.Kind.FENCE, before + at + 1, indent, Rx.all(language, "[\\s{].*", ""));
    add(fence);
    int end = at + 1;
    while (end < lines.size()) {
      String line = lines.get(end);
      String inside = line.strip();
      if (inside.startsWith(mark)
          && inside.substring(mark.length()).replace(mark.substring(0, 1), "").isBlank()) {
        break;
      }
      fence.lines.add(undent(line, indent));
      end++;
    }
    fence.last = Math.min(before + end + 1, before + lines.size());
    paragraph = NO_BLOCK;
    blank = false;
    return end + 1;
  }

  private int table(int at, int indent) {
    place(indent);
    Block table = new Block(Block.Kind.TABLE, before + at + 1, indent, "");
    add(table);
    int end = at;
    while (end < lines.size()) {
      String line = lines.get(end);
      boolean skipped = ledger.ignored(before + end + 1) && line.isBlank();
      if (!skipped && (line.isBlank() || line.indexOf('|') < 0)) {
        break;
      }
      table.lines.add(skipped ? "" : line.strip());
      end++;
    }
    table.last = before + end;
    paragraph = NO_BLOCK;
    blank = true;
    return end;
  }

  private static boolean delimiter(String line) {
    String bare = line.strip();
    return bare.indexOf('|') >= 0
        && bare.indexOf('-') >= 0
        && bare.chars().allMatch(c -> c == '|' || c == '-' || c == ':' || c == ' ' || c == '\t')
        && cellsRuled(bare);
  }

  /** Whether each cell of the rule of a table holds a dash; a line may have any number of them. */
  private static boolean cellsRuled(String bare) {
    int end = bare.endsWith("|") ? bare.length() - 1 : bare.length();
    boolean dash = false;
    boolean done = false;
    for (int i = bare.startsWith("|") ? 1 : 0; i <= end; i++) {
      char c = i == end ? '|' : bare.charAt(i);
      if (c == '|') {
        if (!dash) {
          return false;
        }
        dash = false;
        done = false;
      } else if (c == '-') {
        if (done) {
          return false;
        }
        dash = true;
      } else {
        done = dash;
      }
    }
    return true;
  }

  /** A line without the marks of a quotation before it. */
  private static String unquoted(String bare) {
    int at = 0;
    while (at < bare.length() && bare.charAt(at) == '>') {
      at++;
      if (at < bare.length() && Character.isWhitespace(bare.charAt(at))) {
        at++;
      }
    }
    return bare.substring(at);
  }

  /** Whether a line is drawn: at least three of one sign, and nothing else. */
  private static boolean rule(String bare) {
    char sign = bare.charAt(0);
    if ("-*_=".indexOf(sign) < 0) {
      return false;
    }
    int signs = 0;
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      if (c != sign && !Character.isWhitespace(c)) {
        return false;
      }
      signs += c == sign ? 1 : 0;
    }
    return signs >= 3;
  }

  private int quote(int at, int indent) {
    place(indent);
    Block quote = new Block(Block.Kind.QUOTE, before + at + 1, indent, "");
    add(quote);
    int end = at;
    while (end < lines.size() && lines.get(end).strip().startsWith(">")) {
      String bare = unquoted(lines.get(end).strip());
      if (end > at && Marker.of(bare.strip()).filter(m -> m.box().drawn()).isPresent()) {
        break;
      }
      quote.lines.add(bare);
      end++;
    }
    quote.last = before + end;
    quote.text = String.join(" ", quote.lines).strip();
    paragraph = NO_BLOCK;
    return end;
  }

  private int admonition(int at, int indent) {
    close(0);
    Block quote = new Block(Block.Kind.QUOTE, before + at + 1, indent, lines.get(at).strip());
    top.add(quote);
    int end = at + 1;
    while (end < lines.size() && !lines.get(end).isBlank() && indent(lines.get(end)) > indent) {
      end++;
    }
    quote.last = before + end;
    paragraph = NO_BLOCK;
    return end;
  }

  /** Whether the line is only markup; the title of {@code <details>} serves as a heading. */
  private boolean html(int at, String bare) {
    int number = before + at + 1;
    Matcher summary = SUMMARY.matcher(Rx.first(bare, "^<details[^>]*>\\s*", ""));
    if (summary.matches()) {
      Block heading = new Block(Block.Kind.HEADING, number, 0, summary.group(1));
      heading.level = 6;
      open.clear();
      paragraph = NO_BLOCK;
      top.add(heading);
      return true;
    }
    if (Marker.of(bare).isPresent()) {
      return false;
    }
    boolean markup =
        Inline.plain(bare).isBlank()
            || Rx.matches(
                bare,
                "(?i)^</?(?:table|tr|td|th|div|span|p|center|img|details|br|hr|a|h[1-6]|ul|ol|"
                    + "abbr|picture|source|!)\\b.*");
    if (markup) {
      ledger.ignore(number, "markup without words of its own");
      paragraph = NO_BLOCK;
    }
    return markup;
  }

  private void words(int at, int indent, String bare) {
    int number = before + at + 1;
    Optional<String> branch = Marker.branch(bare);
    if (branch.isPresent()) {
      if (!branch.get().isEmpty()) {
        entry(number, bare.indexOf(branch.get()) / 2, new Marker(0, true, Box.NONE, branch.get()));
      }
      return;
    }
    Optional<Marker> marker = Marker.of(bare);
    if (marker.isPresent() && !(marker.get().box() == Box.NONE && marker.get().rest().isEmpty())) {
      entry(number, indent, marker.get());
      return;
    }
    if (paragraph != NO_BLOCK && !blank && !leadIn(bare, indent)) {
      paragraph.last = number;
      paragraph.lines.add(bare);
      if (paragraph.text.length() < Inline.LINE_CHARACTERS_MAX) {
        paragraph.text = paragraph.text + " " + bare;
      }
      return;
    }
    if (blank || leadIn(bare, indent)) {
      place(indent);
    }
    Block text = new Block(Block.Kind.TEXT, number, indent, bare);
    text.lines.add(bare);
    add(text);
    paragraph = text;
    blank = false;
  }

  /** A line at the margin that introduces what follows, right below a list. */
  private boolean leadIn(String bare, int indent) {
    return indent == 0
        && !open.isEmpty()
        && paragraph.is(Block.Kind.ENTRY)
        && bare.length() < 90
        && (bare.endsWith(":") || bare.endsWith(":**"));
  }

  private void entry(int number, int indent, Marker marker) {
    place(indent);
    int legend = legend(marker);
    String rest = legend > 0 ? marker.rest().substring(0, legend) : marker.rest();
    Block entry = new Block(Block.Kind.ENTRY, number, indent, rest.strip());
    entry.level = marker.number();
    entry.box = legend > 0 ? Box.OPEN : marker.box();
    entry.lines.add(entry.text);
    add(entry);
    open.add(entry);
    paragraph = entry;
    blank = false;
  }

  /** Where a legend begins that stands behind the words: {@code □ Start | ✓ Complete}. */
  private static int legend(Marker marker) {
    if (marker.box() != Box.NONE || marker.rest().indexOf('|') < 0) {
      return -1;
    }
    for (int i = 1; i < Math.min(marker.rest().length(), 400); i++) {
      if (Marker.sign(marker.rest().charAt(i)) == Box.OPEN) {
        return marker.rest().indexOf('|', i) > 0 ? i : -1;
      }
    }
    return -1;
  }

  /** Closes the entries that a line with this indentation does not belong to. */
  private void place(int indent) {
    int keep = 0;
    while (keep < open.size() && keep < DEPTH_MAX && indent > open.get(keep).indent + 1) {
      keep++;
    }
    close(keep);
  }

  private void close(int keep) {
    while (open.size() > keep) {
      open.removeLast();
    }
    paragraph = NO_BLOCK;
  }

  private void add(Block block) {
    (open.isEmpty() ? top : open.getLast().children).add(block);
  }

  private List<Block> siblings(Block block) {
    return !top.isEmpty() && top.getLast() == block ? top : new ArrayList<>();
  }

  /** Columns before the first word; a tab goes to the next multiple of four. */
  static int indent(String line) {
    int columns = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\t') {
        columns += TAB_COLUMNS - columns % TAB_COLUMNS;
      } else if (c == ' ') {
        columns++;
      } else {
        break;
      }
    }
    return columns;
  }

  private static String undent(String line, int columns) {
    int at = 0;
    while (at < line.length() && at < columns && line.charAt(at) == ' ') {
      at++;
    }
    return line.substring(at);
  }
}
