package dev.holddown.playbooks;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.permit.ExceptionRow;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Preauthorisation;
import dev.holddown.domain.permit.Recurrence;
import dev.holddown.domain.permit.RecurrenceRule;
import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.permit.Waiver;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Said;
import dev.holddown.domain.playbook.SignRule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What freezes, exceptions, preauthorisations, boards and a workspace mean, from what they say. */
final class PermitReader {
  private final Context context;
  private final Node node;

  PermitReader(Context context, Node node) {
    this.context = context;
    this.node = node;
  }

  /** Nothing, with a problem, when it says something that cannot be. */
  Optional<Document> read(String kind, Said.Block said) {
    if (!context.problems().none()) {
      return Optional.empty();
    }
    return switch (kind) {
      case "freeze" -> freeze(said).map(Document.OfFreeze::new);
      case "exceptions" -> Optional.of(new Document.OfExceptions(exceptions(said)));
      case "preauthorisation" -> policy(said).map(Document.OfPolicy::new);
      case "workspace" ->
          Optional.of(
              new Document.OfWorkspace(
                  sign(said, "changes"),
                  BoardReader.texts(said, "links"),
                  retention(said),
                  limits(said)));
      case "board" -> new BoardReader(context, node).read(said).map(Document.OfBoard::new);
      default -> Optional.empty();
    };
  }

  /** How long something is kept, by its name; at least a day, since a shorter one is a slip. */
  private Map<String, Duration> retention(Said.Block said) {
    Map<String, Duration> kept = new LinkedHashMap<>();
    if (said.keys().get("retention") instanceof Said.Block block) {
      block.keys().forEach((name, value) -> span(value).ifPresent(span -> kept.put(name, span)));
    }
    kept.forEach((name, span) -> {
      if (span.compareTo(Duration.ofDays(1)) < 0) {
        problem(
            "retention",
            "`retention." + name + "` is shorter than a day",
            "write it in days, such as 400d");
      }
    });
    return Map.copyOf(kept);
  }

  /** How long something may last, by its name: shorter than this program lets it, never longer. */
  private Map<String, Duration> limits(Said.Block said) {
    Map<String, Duration> limits = new LinkedHashMap<>();
    if (said.keys().get("limits") instanceof Said.Block block) {
      block.keys().forEach((name, value) -> span(value).ifPresent(span -> limits.put(name, span)));
    }
    limits.forEach((name, span) -> {
      if (!name.equals("waiver")) {
        problem("limits", "there is no limit `" + name + "`", "write waiver, such as {waiver: 3d}");
      } else if (span.compareTo(Waiver.LIFE_MAX) > 0 || !span.isPositive()) {
        problem(
            "limits",
            "`limits.waiver: " + Span.text(span) + "` is no limit",
            "write more than nothing and " + Span.text(Waiver.LIFE_MAX) + " at most");
      }
    });
    return Map.copyOf(limits);
  }

  // --- freezes ---

  private Optional<Freeze> freeze(Said.Block said) {
    Optional<ZoneId> zone = zone(said);
    Optional<Instant> from = zone.flatMap(z -> time(said, "from", z));
    if (from.isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> to = time(said, "to", zone.get());
    if (to.filter(end -> !end.isAfter(from.get())).isPresent()) {
      problem("to", "the freeze ends before it begins", "write a `to` after `from`");
      return Optional.empty();
    }
    return times(said, zone.get(), from.get(), to)
        .map(times ->
            new Freeze(
                id(said),
                new Freeze.About(text(said, "why"), text(said, "owner")),
                scope(said),
                times,
                override(said)));
  }

  private Optional<Freeze.Times> times(
      Said.Block said, ZoneId zone, Instant from, Optional<Instant> to) {
    Optional<Duration> lasts = Optional.ofNullable(said.keys().get("lasts")).flatMap(this::span);
    if (!said.keys().containsKey("rrule")) {
      if (lasts.isPresent()) {
        problem("lasts", "`lasts` stands without `rrule`", "write `to`, or add rrule:");
      }
      return Optional.of(new Freeze.Times.Once(from, to));
    }
    if (lasts.isEmpty()) {
      problem("rrule", "a freeze that comes again needs `lasts`", "write lasts: 12h");
      return Optional.empty();
    }
    try {
      Recurrence again =
          RecurrenceRule.read(
              text(said, "rrule"), from.atZone(zone).toLocalDateTime(), zone, lasts.get());
      return Optional.of(new Freeze.Times.Again(again, to));
    } catch (IllegalArgumentException e) {
      problem("rrule", "the rule cannot be read: " + e.getMessage(), "");
      return Optional.empty();
    }
  }

  private Optional<ZoneId> zone(Said.Block said) {
    String name = text(said, "timezone");
    try {
      return Optional.of(name.isEmpty() ? ZoneOffset.UTC : ZoneId.of(name));
    } catch (DateTimeException e) {
      problem("timezone", "there is no time zone `" + name + "`", "write it as Europe/Berlin");
      return Optional.empty();
    }
  }

  private static Optional<Freeze.Override> override(Said.Block said) {
    return Optional.ofNullable(said.keys().get("override"))
        .filter(Said.Block.class::isInstance)
        .map(Said.Block.class::cast)
        .flatMap(block ->
            sign(block, "sign")
                .map(rule -> new Freeze.Override(rule, !text(block, "reason").equals("optional"))));
  }

  // --- exceptions ---

  private List<ExceptionRow> exceptions(Said.Block said) {
    List<ExceptionRow> rows = new ArrayList<>();
    if (said.keys().get("rows") instanceof Said.Rows all) {
      for (Said row : all.rows()) {
        if (row instanceof Said.Block block) {
          rows.add(exception(block));
        }
      }
    }
    List<String> ids = rows.stream().map(ExceptionRow::id).toList();
    ids.stream()
        .filter(id -> ids.indexOf(id) != ids.lastIndexOf(id))
        .distinct()
        .forEach(
            id -> problem("rows", "the exception `" + id + "` stands twice", "number them apart"));
    return List.copyOf(rows);
  }

  private static ExceptionRow exception(Said.Block row) {
    return new ExceptionRow(
        text(row, "id"),
        new ExceptionRow.Subject(text(row, "waives"), scope(row)),
        text(row, "owner"),
        new Waiver.Reasons(text(row, "rationale"), text(row, "risk"), text(row, "reference")),
        time(row, "expires", ZoneOffset.UTC).orElse(Instant.EPOCH));
  }

  // --- preauthorisations ---

  private Optional<Preauthorisation> policy(Said.Block said) {
    Optional<SignRule> sign = sign(said, "sign");
    Optional<Instant> expires = time(said, "expires", ZoneOffset.UTC);
    if (sign.isEmpty() || expires.isEmpty()) {
      return Optional.empty();
    }
    String id = id(said);
    if (id.isEmpty()) {
      context.problems().add(node.place(), "a preauthorisation needs `id`", "playbooks name it");
    }
    int uses =
        said.keys().get("uses") instanceof Said.Plain(Object value, Place place)
                && value instanceof Long number
            ? number.intValue()
            : 0;
    return Optional.of(
        new Preauthorisation(
            id,
            scope(said),
            texts(said, "watches"),
            sign.get(),
            new Preauthorisation.Limits(expires.get(), uses)));
  }

  // --- values ---

  private String id(Said.Block said) {
    String id = text(said, "id");
    return id.isEmpty() ? Ids.from(text(said, "title") + text(said, "why")) : id;
  }

  static Scope scope(Said.Block said) {
    return said.keys().get("scope") instanceof Said.Block block
        ? new Scope(texts(block, "services"), texts(block, "environments"))
        : Scope.all();
  }

  private static Optional<SignRule> sign(Said.Block said, String key) {
    return said.keys().get(key) instanceof Said.Signing signing
        ? Optional.of(signing.rule())
        : Optional.empty();
  }

  private Optional<Duration> span(Said said) {
    return said instanceof Said.Span span ? Optional.of(span.span()) : Optional.empty();
  }

  static String text(Said.Block said, String key) {
    return said.keys().get(key) instanceof Said.Plain plain ? String.valueOf(plain.value()) : "";
  }

  private static List<String> texts(Said.Block said, String key) {
    Map<String, Said> keys = said.keys();
    if (!(keys.get(key) instanceof Said.Rows rows)) {
      return List.of();
    }
    return rows.rows().stream()
        .filter(Said.Plain.class::isInstance)
        .map(plain -> String.valueOf(((Said.Plain) plain).value()))
        .toList();
  }

  /** A date alone is its first moment in the zone. */
  private static Optional<Instant> time(Said.Block said, String key, ZoneId zone) {
    String text = text(said, key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        text.length() == "2026-01-31".length()
            ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
            : OffsetDateTime.parse(text).toInstant());
  }

  private void problem(String key, String what, String cure) {
    Place place = Declared.value(node, key).map(Node::place).orElse(node.place());
    context.problems().add(place, what, cure);
  }
}
