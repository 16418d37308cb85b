package dev.holddown.cli;

import dev.holddown.playbooks.Limits;
import dev.holddown.playbooks.Reading;
import dev.holddown.playbooks.markdown.MarkdownReader;
import dev.holddown.playbooks.markdown.Paper;
import dev.holddown.playbooks.markdown.PlaybookWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Checklists in Markdown, read where a playbook is expected. */
final class Checklists {
  /** Where to, when neither the page nor the person says it. */
  static final String ENVIRONMENT = "default";

  private final Room room;

  Checklists(Room room) {
    this.room = room;
  }

  /** Whether the file is a checklist rather than a playbook, by its name. */
  static boolean is(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".md")
        || name.endsWith(".markdown")
        || name.endsWith(".mdx")
        || name.endsWith(".txt");
  }

  /** What stands on the page. */
  Paper paper(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MarkdownReader.FILE_BYTES_MAX + 1);
      if (bytes.length > MarkdownReader.FILE_BYTES_MAX) {
        throw new Stop(
            Exit.NO,
            String.format(
                Locale.ROOT,
                "the file %s has more than %,d bytes, which is the most that is read; split it"
                    + " into several checklists",
                file,
                MarkdownReader.FILE_BYTES_MAX));
      }
      return MarkdownReader.read(file.toString(), bytes);
    } catch (NoSuchFileException e) {
      throw new Stop(Exit.NO, "there is no file " + file);
    } catch (IOException e) {
      throw new Stop(Exit.NO, "the file " + file + " cannot be read: " + e.getMessage());
    }
  }

  /** The same, with at least one item. */
  Paper checklist(Path file) {
    Paper paper = paper(file);
    fits(file, paper);
    if (paper.items().isEmpty()) {
      throw new Stop(
          Exit.NO,
          file
              + " holds no checklist: no box, no numbered step, no list or table of things to do or"
              + " to prove; `holddown import --explain "
              + file
              + "` says what became of each line");
    }
    return paper;
  }

  /** Refuses a page with more items than a playbook may hold. */
  static void fits(Path file, Paper paper) {
    int items = paper.page().beside().itemsTooMany();
    if (items > 0) {
      throw new Stop(
          Exit.NO,
          String.format(
              Locale.ROOT,
              "%s holds %,d items, and a playbook holds at most %,d: split it into several"
                  + " checklists, say one for each of its sections; nothing was written or started,"
                  + " and the file is as it was",
              file,
              items,
              Limits.ITEMS_MAX));
    }
  }

  /** The playbook that comes of the page. */
  Reading reading(Path file) {
    PlaybookWriter.Made made =
        PlaybookWriter.make(checklist(file), new PlaybookWriter.Subject("", ENVIRONMENT));
    return room.kit().language().reader().read(file.toString(), made.yaml(), made.origin());
  }
}
