package dev.holddown.playbooks.markdown;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads a checklist from Markdown or plain text: GitHub's and GitLab's task lists, boxes of any
 * kind, tables, numbered steps, commands. The same bytes always give the same items. Whatever the
 * bytes are, the answer is a paper; one without a checklist has no items.
 */
public final class MarkdownReader {
  /** Larger files are refused by the verbs. */
  public static final int FILE_BYTES_MAX = 16 * 1024 * 1024;

  private static final Pattern OPEN_BOX = Pattern.compile("[☐⬜◻□]|\\|\\s*\\[[ ]\\]");
  private static final Pattern PROCEDURE =
      Pattern.compile(
          "(?i)\\b(?:check-?lists?|hot-?fix\\w*|promot\\w*|rollout|pre-?flight|run-?books?|"
              + "playbooks?|procedures?|how"
              + " to|steps?|releas\\w*|deploy\\w*|roll-?backs?|backout|incidents?|on-?call|triage|"
              + "troubleshoot\\w*|diagnosis|mitigation|instructions?|migrat\\w*|upgrad\\w*|"
              + "maintenance|recover\\w*|readiness|launch\\w*|sop|cutover|go-?live|go/no-?go|"
              + "response"
              + " plan|verification|operations?|response|respond\\w*|rotat\\w*|remediat\\w*|"
              + "failover|restore|"
              + "onboarding)\\b");

  private MarkdownReader() {}

  /** Reads the file. */
  public static Paper read(String file, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    List<String> source = text.lines().toList();
    Ledger ledger = new Ledger();
    Definitions definitions = new Definitions();
    Taking taking = new Taking(source, ledger, definitions);
    List<Block> blocks = Blocks.of(Pages.visible(source, ledger), 0, ledger, definitions);
    taking.sections.add(new Paper.Section(1, 0, "", Polarity.TASK, -1));
    if (PlainPage.is(blocks)) {
      new PlainPage(taking).read(blocks);
    } else {
      sections(taking, blocks);
    }
    String title = title(taking, blocks, file);
    return new Paper(
        new Paper.Page(file, sha256(bytes), title, ledger.front(), taking.beside()),
        List.copyOf(taking.sections),
        taking.items(),
        List.copyOf(taking.gaps),
        ledger.all(source));
  }

  private static void sections(Taking taking, List<Block> blocks) {
    List<Outline.Part> parts = Outline.of(blocks, taking.sections, 0);
    boolean procedural = procedural(taking, blocks);
    HeadingSteps steps = new HeadingSteps(taking, parts);
    for (int i = 0; i < parts.size(); i++) {
      Outline.Part part = parts.get(i);
      if (part.section() > 0) {
        taking.ledger.field(taking.sections.get(part.section()).line(), "a heading");
      }
      int taken = procedural ? steps.take(i) : 0;
      if (taken > 0) {
        i += taken - 1;
      } else {
        new SectionReader(taking, part, procedural).read();
      }
    }
  }

  /** Whether the page is one of procedures: its title says so, a heading does, or it has boxes. */
  private static boolean procedural(Taking taking, List<Block> blocks) {
    int top =
        taking.sections.stream()
            .mapToInt(Paper.Section::level)
            .filter(level -> level > 0 && level < Outline.BOLD)
            .min()
            .orElse(1);
    return blocks.stream().anyMatch(Taking::boxed)
        || blocks.stream().anyMatch(b -> b.is(Block.Kind.FENCE) && FenceReader.boxes(b))
        || blocks.stream().anyMatch(b -> b.is(Block.Kind.TABLE) && openBoxes(b))
        || taking.sections.stream()
            .anyMatch(
                s -> (s.level() == top && names(s.heading())) || Headings.procedure(s.heading()))
        || taking.ledger.front().values().stream().anyMatch(v -> PROCEDURE.matcher(v).find());
  }

  private static boolean names(String title) {
    return PROCEDURE.matcher(title).find() || Tongues.procedure(title);
  }

  /** A table with boxes to tick. Ticks alone do not tell: tables of features have them too. */
  private static boolean openBoxes(Block table) {
    return table.lines.stream().anyMatch(line -> OPEN_BOX.matcher(line).find());
  }

  private static String title(Taking taking, List<Block> blocks, String file) {
    List<String> titles = new ArrayList<>();
    taking.sections.stream()
        .filter(s -> s.level() == 1)
        .findFirst()
        .ifPresent(s -> titles.add(s.heading()));
    String front = taking.ledger.front().getOrDefault("title", "");
    if (!front.isBlank()) {
      titles.add(front);
    }
    taking.sections.stream()
        .filter(s -> s.level() > 1 && s.level() < Outline.BOLD)
        .findFirst()
        .ifPresent(s -> titles.add(s.heading()));
    if (taking.sections.size() > 1) {
      blocks.stream()
          .filter(b -> b.is(Block.Kind.TEXT))
          .findFirst()
          .ifPresent(b -> titles.add(Inline.plain(b.lines.getFirst())));
    }
    titles.add(Rx.first(file, "^.*[/\\\\]", "").replaceFirst("\\.[^.]*$", ""));
    return titles.stream().filter(t -> !t.isBlank()).findFirst().orElse("Checklist");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
