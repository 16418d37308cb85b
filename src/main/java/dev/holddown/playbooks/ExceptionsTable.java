package dev.holddown.playbooks;

import dev.holddown.domain.permit.ExceptionRow;
import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.permit.Waiver;
import dev.holddown.domain.playbook.Place;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The table of a Markdown file of policy exceptions, such as {@code docs/policy-exceptions.md}: a
 * heading line with the columns ID, Waives, Owner, Rationale, Risk and Expiry, in any order.
 */
final class ExceptionsTable {
  private static final List<String> MUST = List.of("waives", "owner", "rationale", "risk", "expi");
  private static final List<String> RISKS = List.of("low", "medium", "high");

  private ExceptionsTable() {}

  /** Whether a file of this name holds one. */
  static boolean isOne(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return name.matches("(.*[-_])?exceptions\\.md");
  }

  static Reading read(String file, byte[] bytes) {
    Problems problems = new Problems();
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    List<ExceptionRow> rows = new ArrayList<>();
    List<String> columns = List.of();
    for (int i = 0; i < lines.size(); i++) {
      List<String> cells = cells(lines.get(i));
      Place place = new Place(file, i + 1, 1);
      if (cells.isEmpty()) {
        columns = List.of();
      } else if (columns.isEmpty()) {
        columns = cells.stream().map(c -> c.toLowerCase(Locale.ROOT)).toList();
        columns = isHeading(columns) ? columns : List.of();
      } else if (cells.stream().noneMatch(c -> c.matches(":?-+:?"))) {
        row(columns, cells, place, problems).ifPresent(rows::add);
      }
    }
    return new Reading(
        "exceptions",
        Optional.empty(),
        problems.none()
            ? Optional.of(new Document.OfExceptions(List.copyOf(rows)))
            : Optional.empty(),
        problems.sorted(),
        List.of());
  }

  private static List<String> cells(String line) {
    String text = line.strip();
    return text.startsWith("|")
        ? Arrays.stream(text.replaceFirst("^\\|", "").replaceFirst("\\|$", "").split("\\|", -1))
            .map(cell -> cell.strip().replace("`", ""))
            .toList()
        : List.of();
  }

  private static boolean isHeading(List<String> columns) {
    return MUST.stream().allMatch(name -> columns.stream().anyMatch(c -> c.startsWith(name)));
  }

  private static Optional<ExceptionRow> row(
      List<String> columns, List<String> cells, Place place, Problems problems) {
    for (String name : MUST) {
      if (cell(columns, cells, name).isEmpty()) {
        problems.add(place, "the exception has no " + name + ", so that it counts for nothing", "");
        return Optional.empty();
      }
    }
    String risk = cell(columns, cells, "risk").toLowerCase(Locale.ROOT);
    if (!RISKS.contains(risk)) {
      problems.add(place, "the risk `" + risk + "` is not known", "write low, medium or high");
      return Optional.empty();
    }
    String waives = cell(columns, cells, "waives");
    String id = cell(columns, cells, "id");
    return time(cell(columns, cells, "expi"), place, problems)
        .map(expires ->
            new ExceptionRow(
                id.isEmpty() ? waives : id,
                new ExceptionRow.Subject(waives, Scope.all()),
                cell(columns, cells, "owner"),
                new Waiver.Reasons(
                    cell(columns, cells, "rationale"), risk, place.file() + "#" + place.line()),
                expires));
  }

  private static Optional<Instant> time(String text, Place place, Problems problems) {
    try {
      return Optional.of(
          text.length() == "2026-01-31".length()
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      problems.add(
          place, "`" + text + "` is not a time", "write 2026-01-31 or 2026-01-31T22:00:00Z");
      return Optional.empty();
    }
  }

  private static String cell(List<String> columns, List<String> cells, String name) {
    for (int i = 0; i < columns.size() && i < cells.size(); i++) {
      if (columns.get(i).startsWith(name)) {
        return cells.get(i);
      }
    }
    return "";
  }
}
