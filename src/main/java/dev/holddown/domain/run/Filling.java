package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Form;
import dev.holddown.domain.playbook.Item;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Forms: what is computed, what is proposed, and what people fill in. */
final class Filling {
  static final int TEXT_CHARACTERS_MAX = 4_000;

  private final RunState s;
  private final Actor actor;
  private final Instant at;

  Filling(RunState state, Actor actor, Instant at) {
    this.s = state;
    this.actor = actor;
    this.at = at;
  }

  static Optional<Form> form(Item item) {
    return switch (item) {
      case Item.Record of -> Optional.of(of.form());
      case Item.Message of -> of.form();
      default -> Optional.empty();
    };
  }

  /** What the form needs next; empty when it is filled. What cannot be computed is an error. */
  static Optional<Next> next(Form form, Node node, ItemState i) {
    boolean computes = form.fields().stream().anyMatch(field -> field.value().isPresent());
    Optional<Finding> found = i.finding(Purpose.FILL);
    if (found.filter(f -> !f.verdict().passed()).isPresent()) {
      String why = found.get().reason();
      return Optional.of(
          new Next.Automatic(new RunEvent.Turned(node.key(), ItemStatus.ERRORED, why)));
    }
    if (computes && found.isEmpty()) {
      return Optional.of(new Next.Ask(Purpose.FILL));
    }
    List<Form.Field> open = open(form, i);
    if (open.isEmpty()) {
      return Optional.empty();
    }
    String role = open.getFirst().ask().orElse("operator");
    String names =
        open.stream()
            .filter(field -> field.ask().filter(role::equals).isPresent())
            .map(Form.Field::name)
            .collect(Collectors.joining(", "));
    return Optional.of(new Next.Person(role, "fill in " + names));
  }

  private static List<Form.Field> open(Form form, ItemState i) {
    return form.fields().stream()
        .filter(field -> field.ask().isPresent() && !i.values.containsKey(field.name()))
        .toList();
  }

  /** When the first of the open fields has to be filled in. */
  static Optional<Instant> due(Item item, ItemState i) {
    return form(item).stream()
        .flatMap(form -> open(form, i).stream())
        .map(Form.Field::within)
        .filter(within -> !within.isZero())
        .min(Duration::compareTo)
        .flatMap(within -> i.openedAt.map(opened -> opened.plus(within)));
  }

  /** What was computed is a value, or a proposal where a person is asked. */
  static void computed(RunState s, String key, ItemState i, Map<String, Object> saves) {
    s.plan().node(key).flatMap(node -> form(node.item())).stream()
        .flatMap(form -> form.fields().stream())
        .filter(field -> saves.containsKey(field.name()))
        .forEach(field -> {
          if (field.ask().isEmpty()) {
            i.values.put(field.name(), saves.get(field.name()));
          } else {
            i.proposed.putIfAbsent(field.name(), saves.get(field.name()));
          }
        });
  }

  Direct.Outcome decide(RunCommand.Fill c) {
    Optional<Form> form = s.plan().node(c.key()).flatMap(node -> form(node.item()));
    if (form.isEmpty()) {
      return Direct.Outcome.no("\"" + c.key() + "\" has no fields to fill in");
    }
    ItemState i = s.item(c.key());
    if (i.status.ended()) {
      return Direct.Outcome.no(
          "\""
              + c.key()
              + "\" is closed ("
              + i.status
              + "); to change it: holddown reopen "
              + s.head.run()
              + " "
              + c.key()
              + " --reason WHY");
    }
    boolean awaited =
        Run.todo(s, at).stream()
            .anyMatch(j -> j.work() instanceof Job.Work.Person p && p.key().equals(c.key()));
    if (!awaited) {
      return Direct.Outcome.no("\"" + c.key() + "\" is not to be filled in yet");
    }
    return read(c, form.get(), i);
  }

  private Direct.Outcome read(RunCommand.Fill c, Form form, ItemState i) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    c.texts()
        .forEach((name, text) -> {
          Optional<Form.Field> field =
              form.fields().stream().filter(f -> f.name().equals(name)).findFirst();
          Optional<String> why =
              field.isEmpty() ? unknown(name, form) : refused(field.get(), c, text);
          why.ifPresent(wrong::add);
          if (why.isEmpty()) {
            values.put(name, value(field.orElseThrow().type(), text.strip()));
          }
        });
    // who fills in a part takes the rest of the role as it is proposed
    for (Form.Field field : open(form, i)) {
      boolean mine = field.ask().filter(c.role()::equals).isPresent();
      if (mine && i.proposed.containsKey(field.name())) {
        values.putIfAbsent(field.name(), i.proposed.get(field.name()));
      }
    }
    if (!wrong.isEmpty()) {
      return Direct.Outcome.no(String.join("; ", wrong) + "; nothing was filled in");
    }
    Optional<String> outside = Owed.refusal(s, c.key(), values);
    if (outside.isPresent()) {
      return Direct.Outcome.no(outside.get() + "; nothing was filled in");
    }
    if (values.isEmpty()) {
      return Direct.Outcome.no(
          "the role " + c.role() + " fills in " + asked(form, c.role()) + "; give name=value");
    }
    return Direct.Outcome.of(new RunEvent.Filled(c.key(), c.role(), actor.name(), values));
  }

  private static String asked(Form form, String role) {
    String names =
        form.fields().stream()
            .filter(field -> field.ask().filter(role::equals).isPresent())
            .map(Form.Field::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "nothing here" : names;
  }

  private static Optional<String> unknown(String name, Form form) {
    return Optional.of(
        "there is no field \""
            + name
            + "\"; known are "
            + form.fields().stream().map(Form.Field::name).collect(Collectors.joining(", ")));
  }

  private static Optional<String> refused(Form.Field field, RunCommand.Fill c, String text) {
    if (field.ask().isEmpty()) {
      return Optional.of("\"" + field.name() + "\" is computed, and nobody fills it in");
    }
    if (!field.ask().get().equals(c.role())) {
      return Optional.of(
          "\"" + field.name() + "\" is filled in by " + field.ask().get() + ", not by " + c.role());
    }
    if (text.isBlank()) {
      return Optional.of("\"" + field.name() + "\" is empty");
    }
    if (text.length() > TEXT_CHARACTERS_MAX) {
      return Optional.of(
          "\"" + field.name() + "\" has more than " + TEXT_CHARACTERS_MAX + " characters");
    }
    String shape = shape(field.type(), text.strip());
    return shape.isEmpty()
        ? Optional.empty()
        : Optional.of("\"" + field.name() + "\" is " + shape + ", not `" + text.strip() + "`");
  }

  /** What the text should have been; empty when it is. */
  private static String shape(Form.Type type, String text) {
    return switch (type) {
      case STRING -> "";
      case INT -> text.matches("-?\\d{1,18}") ? "" : "a whole number";
      case NUMBER -> text.matches("-?\\d{1,15}(\\.\\d{1,15})?") ? "" : "a number";
      case BOOL -> text.equals("true") || text.equals("false") ? "" : "true or false";
      case TIME -> time(text) ? "" : "a time such as 2026-01-31T22:00:00Z";
      case URL ->
          text.matches("https?://[^\\s/@]+(/\\S*)?") ? "" : "an http:// or https:// address";
    };
  }

  private static Object value(Form.Type type, String text) {
    return switch (type) {
      case INT -> Long.parseLong(text);
      case NUMBER -> Double.parseDouble(text);
      case BOOL -> text.equals("true");
      default -> text;
    };
  }

  private static boolean time(String text) {
    try {
      return OffsetDateTime.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
