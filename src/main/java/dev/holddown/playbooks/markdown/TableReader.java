package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the rows of a table that are items. */
final class TableReader {
  private final Taking taking;
  private final int section;
  private final boolean procedural;

  TableReader(Taking taking, int section, boolean procedural) {
    this.taking = taking;
    this.section = section;
    this.procedural = procedural;
  }

  void read(Block block) {
    Tables table = new Tables(block);
    Tables.Rows rows = table.means(taking.polarity(section), procedural);
    taking.ledger.field(block.first, "the head of a table");
    taking.ledger.ignore(block.first + 1, "the rule of a table");
    if (rows == Tables.Rows.LIMITS && taking.polarity(section) == Polarity.NOTE) {
      taking.means(section, Polarity.CRITERION);
    }
    if (rows == Tables.Rows.NOTHING && new DutyReader(taking, section).table(table)) {
      return;
    }
    for (int i = 0; i < table.rows(); i++) {
      if (rows == Tables.Rows.NOTHING) {
        taking.ledger.field(table.line(i), "a row of a table");
      } else {
        row(table, i, rows);
      }
    }
  }

  private void row(Tables table, int row, Tables.Rows rows) {
    List<String> cells = table.row(row);
    boolean first = rows == Tables.Rows.SIGNATURES || rows == Tables.Rows.LIMITS;
    int subject = first ? 0 : table.subject();
    String raw = table.cell(row, subject);
    Box box = Box.NONE;
    for (int i = 0; i < cells.size(); i++) {
      Optional<Marker> marker = Marker.of(cells.get(i)).filter(m -> m.box().drawn());
      if (marker.isPresent()) {
        box = marker.get().box();
        if (i == subject) {
          raw = marker.get().rest();
        }
      }
    }
    if (raw.isBlank()) {
      raw = cells.stream().filter(c -> c.length() > 2).findFirst().orElse("");
    }
    if (Inline.plain(raw).isBlank() || Rx.matches(raw, "[-–—\\s.…_*]+")) {
      taking.ledger.field(table.line(row), "an empty row of a table");
      return;
    }
    Taking.Found found = new Taking.Found(section, table.line(row), raw, "a row of a table");
    found.box = box;
    found.ordered = rows == Tables.Rows.STEPS;
    if (rows == Tables.Rows.SIGNATURES) {
      found.kind = Optional.of(PaperItem.Kind.SIGNOFF);
      found.fields.put("signs", table.signs(row, raw));
    } else {
      cells(table, row, subject, found);
    }
    if (rows == Tables.Rows.LIMITS) {
      found.kind = Optional.of(PaperItem.Kind.CHECK);
    }
    if (rows == Tables.Rows.LIMITS || rows == Tables.Rows.CHECKS && subject == 0) {
      limits(table, row, found);
    }
    taking.add(found);
  }

  private static void cells(Tables table, int row, int subject, Taking.Found found) {
    List<String> about = new ArrayList<>();
    int owner = table.owner();
    for (int i = 0; i < table.row(row).size(); i++) {
      String cell = table.cell(row, i);
      if (i == subject || cell.isBlank() || Tables.boxed(cell) || i >= table.head.size()) {
        continue;
      }
      if (i == owner && !Fields.blank(cell)) {
        found.fields.put("owner", Inline.plain(cell));
      } else if (!Rx.matches(cell, "(?i):white_check_mark:|✅|✓|x|yes|no|-|–")) {
        found.details.add(new Taking.Detail(table.line(row), cell));
        about.add(Inline.plain(cell));
      }
    }
    if (!about.isEmpty()) {
      found.fields.put("about", String.join(" | ", about));
    }
  }

  private void limits(Tables table, int row, Taking.Found found) {
    List<String> levels = table.levels();
    String metric = Inline.plain(table.cell(row, 0));
    int action = table.action();
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      if (!levels.get(i).isEmpty() && i != action) {
        columns.add(i);
      }
    }
    for (int column : columns) {
      boolean last = column == columns.getLast();
      String level = columns.size() > 1 ? levels.get(column) : "";
      String then = last && action > 0 ? Inline.plain(table.cell(row, action)) : "";
      found.limits.addAll(
          LimitCells.cell(
              metric,
              table.cell(row, column),
              new LimitCells.Column(levels.get(column), level, then)));
    }
  }
}
