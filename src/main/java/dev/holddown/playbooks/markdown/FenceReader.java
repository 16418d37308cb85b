package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes what a fence of a section holds: commands, a checklist of its own, or a message. */
final class FenceReader {
  private static final Set<String> PAGES =
      Set.of("", "md", "markdown", "text", "txt", "yaml", "plaintext", "none");
  private static final Pattern MESSAGE =
      Pattern.compile(
          "(?i)\\b(?:templates?|notifications?|announce\\w*|e?-?mail|message|slack|"
              + "communicat\\w*|notices?|statement|update)\\b");
  private static final Pattern BLANKS =
      Pattern.compile(
          "\\{\\{[^{}]{1,60}\\}\\}|\\[[A-Z][A-Za-z0-9_ /:-]{0,50}\\]|<[A-Za-z][A-Za-z0-9_"
              + " .:@…-]{0,50}>|\\$\\{[^{}]{1,60}\\}|_{3,}");

  private final Taking taking;
  private final int section;
  private final boolean procedural;

  FenceReader(Taking taking, int section, boolean procedural) {
    this.taking = taking;
    this.section = section;
    this.procedural = procedural;
  }

  /** Reads it; in a section with boxes, commands belong to the item before. */
  void read(Block fence, boolean boxes) {
    Polarity polarity = taking.polarity(section);
    if (fence.text.equals(Behaviour.LANGUAGE)) {
      taking.bind(fence);
    } else if (checklist(fence) && (boxes(fence) || !template(fence))) {
      page(fence);
    } else if (template(fence)) {
      message(fence);
    } else if (!quiet(polarity) && (tree(fence) || steps(fence))) {
      page(fence);
    } else if (Commands.shell(fence)) {
      if (!boxes && procedural && polarity != Polarity.NOTE && polarity != Polarity.CONTACT) {
        commands(fence);
      }
      mark(fence, "a command");
    } else {
      if (PAGES.contains(fence.text) && !quiet(polarity)) {
        limits(fence);
      }
      mark(fence, "an example, output or configuration");
    }
  }

  private void mark(Block fence, String what) {
    for (int line = fence.first; line <= fence.last; line++) {
      taking.ledger.field(line, what);
    }
  }

  /** Whether boxes or ticks stand at the beginning of its lines. */
  private static boolean checklist(Block fence) {
    if (!PAGES.contains(fence.text)) {
      return false;
    }
    long boxes = fence.lines.stream().filter(FenceReader::boxed).count();
    return boxes > 0;
  }

  /** Whether a fence holds boxes to tick. */
  static boolean boxes(Block fence) {
    return PAGES.contains(fence.text)
        && fence.lines.stream()
            .map(line -> Marker.of(line.strip()))
            .anyMatch(m -> m.filter(marker -> marker.box().drawn()).isPresent());
  }

  private static boolean boxed(String line) {
    String bare = line.strip();
    String words = Marker.branch(bare).orElse(bare);
    return Marker.of(words).filter(m -> m.box() != Box.NONE).isPresent()
        || (words.length() < 300 && Rx.matches(words, ".{2,80}\\s{2,}[□☐⬜].*\\|.*"));
  }

  private static boolean quiet(Polarity polarity) {
    return polarity == Polarity.NOTE || polarity == Polarity.CONTACT;
  }

  private static boolean steps(Block fence) {
    return numbered(fence)
        || PAGES.contains(fence.text)
            && fence.lines.stream()
                    .filter(line -> Rx.matches(line.strip(), "(?i)step \\d+[:.].*"))
                    .count()
                >= 2;
  }

  /** Whether most lines are numbered and say what to do or what must hold, as on a page. */
  private static boolean numbered(Block fence) {
    if (!PAGES.contains(fence.text) && !Commands.shell(fence)) {
      return false;
    }
    List<String> lines =
        fence.lines.stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    List<String> steps =
        lines.stream()
            .filter(line -> line.length() < 300 && Rx.matches(line, "\\d{1,2}[.)] \\p{L}.*"))
            .map(line -> Rx.first(line, "^\\d+[.)] ", ""))
            .toList();
    return steps.size() > 1
        && steps.size() * 2 > lines.size()
        && Words.actionable(steps, true) >= 0.5;
  }

  /** Whether the steps are drawn as a tree; a tree of files says nothing to do. */
  private static boolean tree(Block fence) {
    List<String> branches =
        fence.lines.stream()
            .map(l -> Marker.branch(l.strip()).orElse(""))
            .filter(b -> !b.isBlank())
            .toList();
    return branches.size() >= 2
        && branches.size() * 2 >= fence.lines.size()
        && Words.actionable(branches, false) >= 0.5;
  }

  /** Lines such as {@code Response time: <500ms}, each a thing that must hold. */
  private void limits(Block fence) {
    String group = "";
    int groupLine = 0;
    int inside = section;
    for (int i = 0; i < fence.lines.size(); i++) {
      String line = fence.lines.get(i).strip();
      if (line.length() > 300 || line.isEmpty()) {
        continue;
      }
      if (line.equals(line.toUpperCase(java.util.Locale.ROOT))
          && Rx.matches(line, "[A-Z][A-Z /&-]{3,60}:?")) {
        group = line;
        groupLine = fence.lineOf(i);
        inside = section;
        continue;
      }
      boolean limit =
          Rx.matches(line, "[\\p{L}][^:]{1,50}:\\s+[<>≤≥]?=?\\s?[\\d.,]+.*")
              && !Thresholds.in(line, Polarity.CRITERION).isEmpty();
      if (limit) {
        if (!group.isEmpty() && inside == section) {
          taking.sections.add(
              new Paper.Section(groupLine, Outline.LEAD_IN, group, Polarity.CRITERION, section));
          inside = taking.sections.size() - 1;
        }
        Taking.Found found =
            new Taking.Found(inside, fence.lineOf(i), Rx.all(line, "\\s+", " "), "a limit");
        found.kind = Optional.of(PaperItem.Kind.CHECK);
        taking.add(found);
      }
    }
  }

  /** A page inside the page. */
  private void page(Block fence) {
    taking.ledger.field(fence.first, "a fence");
    taking.ledger.field(fence.last, "a fence");
    List<String> lines = fence.lines.stream().map(FenceReader::uncommented).toList();
    List<Block> blocks = Blocks.of(lines, fence.first, taking.ledger, taking.definitions);
    for (Outline.Part part : Outline.of(blocks, taking.sections, section)) {
      new SectionReader(taking, part, procedural).read();
    }
  }

  private static String uncommented(String line) {
    StringBuilder left = new StringBuilder();
    int at = 0;
    for (int from = line.indexOf("<!--"); from >= 0; from = line.indexOf("<!--", at)) {
      int to = line.indexOf("-->", from + 4);
      if (to < 0) {
        break;
      }
      left.append(line, at, from);
      at = to + 3;
    }
    return at == 0 ? line : left.append(line.substring(at)).toString();
  }

  private boolean template(Block fence) {
    if (fence.lines.size() < 2 || !PAGES.contains(fence.text)) {
      return false;
    }
    String heading = taking.sections.get(section).heading();
    boolean named = MESSAGE.matcher(heading).find();
    for (int s = section; s >= 0 && !named; s = taking.sections.get(s).parent()) {
      named =
          taking.sections.get(s).heading().toLowerCase(java.util.Locale.ROOT).contains("template");
    }
    boolean blanks =
        fence.lines.stream().anyMatch(line -> line.length() < 2_000 && BLANKS.matcher(line).find());
    boolean subject =
        fence.lines.stream()
            .anyMatch(
                line -> line.strip().toLowerCase(java.util.Locale.ROOT).startsWith("subject:"));
    return subject || (named && (blanks || !Commands.shell(fence)));
  }

  private void message(Block fence) {
    String text = String.join("\n", fence.lines).strip();
    List<String> blanks = new ArrayList<>();
    Matcher matcher = BLANKS.matcher(text.length() > 20_000 ? text.substring(0, 20_000) : text);
    while (matcher.find()) {
      if (!blanks.contains(matcher.group())) {
        blanks.add(matcher.group());
      }
    }
    taking.templates.add(
        new Paper.Template(
            new Paper.Lines(fence.first, fence.last),
            taking.sections.get(section).heading(),
            text,
            List.copyOf(blanks)));
    mark(fence, "a message template");
  }

  private void commands(Block fence) {
    List<Commands.Piece> pieces = Commands.pieces(fence.lines);
    String heading = taking.sections.get(section).heading();
    for (Commands.Piece piece : pieces) {
      boolean commented = !piece.comment().isEmpty();
      String words =
          commented
              ? piece.comment()
              : pieces.size() == 1 && !heading.isBlank() && taking.sections.get(section).line() > 1
                  ? Rx.first(heading, ":$", "")
                  : piece.commands().getFirst();
      int first = fence.lineOf(piece.from());
      Taking.Found found = new Taking.Found(section, first, words, "commands in a fence");
      found.last = fence.lineOf(piece.to());
      boolean asks =
          commented
              && !Rx.matches(fence.lines.get(piece.from()).strip(), "\\W*(?i)(?:step )?\\d.*")
              && Kinds.asksToProve(words)
              && piece.commands().stream().noneMatch(Fields::destroys);
      found.kind = Optional.of(asks ? PaperItem.Kind.CHECK : PaperItem.Kind.STEP);
      found.commands.addAll(piece.commands());
      for (int i = piece.from(); i <= piece.to(); i++) {
        String bare = fence.lines.get(i).strip();
        if (Rx.matches(bare, "(?i)(?:#+|→)\\s*(?:expect|should|output).*")) {
          found.details.add(new Taking.Detail(fence.lineOf(i), bare));
        }
      }
      taking.add(found);
    }
  }
}
