package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Said;
import dev.holddown.playbooks.grammar.Type;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values by their type. */
final class Scalars {
  private static final Pattern MOMENT =
      Pattern.compile("([a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*)?)(?:\\s*[+-]\\s*(\\w+))?");
  private static final Set<String> ANCHORS =
      Set.of("start", "end", "t0", "armed", "decided", "ended");
  private static final Set<String> FAMILIES = Set.of("rollback", "incident", "run");
  private static final Pattern HOUR = Pattern.compile(".*T\\d{2}:\\d{2}(Z|[+-]\\d{2}:\\d{2})");

  private final Context context;
  private final String owner;

  Scalars(Context context, String owner) {
    this.context = context;
    this.owner = owner;
  }

  Said read(Node node, Type type, String key, Scope scope) {
    Values values = context.values();
    Place place = node.place();
    return switch (type) {
      case Type.Text text ->
          text.holes() ? filled(node, key, scope) : plain(values.text(node, key), place);
      case Type.Name ignored -> plain(values.name(node, key), place);
      case Type.Role ignored -> plain(values.role(node, key), place);
      case Type.Address ignored -> address(node, key);
      case Type.Span ignored ->
          values
              .duration(node, key)
              .<Said>map(span -> new Said.Span(span, place))
              .orElse(new Said.Nothing(place));
      case Type.Time ignored -> time(node, key);
      case Type.Whole whole -> {
        var number = values.whole(node, key, whole.least(), whole.most());
        yield number.isPresent() ? plain(number.getAsLong(), place) : new Said.Nothing(place);
      }
      case Type.Decimal ignored -> decimal(node, key);
      case Type.Flag ignored -> plain(values.flag(node, key), place);
      case Type.Cel cel -> {
        Scope inside = scope;
        for (String root : cel.names()) {
          inside = inside.with(root, List.of());
        }
        yield new Said.Cel(
            cel.condition()
                ? context.expressions().condition(node, key, inside)
                : context.expressions().value(node, key, inside));
      }
      case Type.Word word -> plain(values.oneOf(node, key, word.words()), place);
      case Type.Moment moment -> moment(node, key, moment.span());
      case Type.Known known -> known(node, key, known.names());
      default -> throw new IllegalStateException(type + " is no single value");
    };
  }

  private static Said plain(Object value, Place place) {
    return new Said.Plain(value, place);
  }

  private Said filled(Node node, String key, Scope scope) {
    return context
        .values()
        .scalar(node, key, "text")
        .<Said>map(scalar -> new Said.Filled(TypeReader.words(context, scalar, scope)))
        .orElse(new Said.Nothing(node.place()));
  }

  private Said address(Node node, String key) {
    String text = context.values().text(node, key);
    MessageReader.address(context, text, node);
    return plain(text, node.place());
  }

  private Said decimal(Node node, String key) {
    String text = context.values().text(node, key);
    if (text.matches("-?\\d{1,15}(\\.\\d{1,15})?")) {
      return plain(Double.parseDouble(text), node.place());
    }
    context.problems().add(node.place(), "`" + key + ": " + text + "` is not a number", "");
    return new Said.Nothing(node.place());
  }

  private Said time(Node node, String key) {
    String text = context.values().text(node, key);
    try {
      if (text.length() == 10) {
        return plain(LocalDate.parse(text).toString(), node.place());
      }
      String whole =
          HOUR.matcher(text).matches() ? text.replaceFirst("(T\\d{2}:\\d{2})", "$1:00") : text;
      return plain(OffsetDateTime.parse(whole).toString(), node.place());
    } catch (DateTimeException e) {
      context
          .problems()
          .add(
              node.place(),
              "`" + key + ": " + text + "` is not a time",
              "write 2026-01-31 or 2026-01-31T22:00:00Z");
      return new Said.Nothing(node.place());
    }
  }

  private Said moment(Node node, String key, boolean span) {
    if (span) {
      new ArmedReader(context).read(node);
      return plain(context.values().text(node, key), node.place());
    }
    String text = context.values().text(node, key);
    Matcher parts = MOMENT.matcher(text);
    if (!parts.matches()) {
      context
          .problems()
          .add(
              node.place(),
              "`" + key + ": " + text + "` is not a moment",
              "write an anchor, and perhaps an offset: t0 - 30m, rollback.decided + 5m");
      return new Said.Nothing(node.place());
    }
    String anchor = parts.group(1);
    String offset = parts.group(2);
    if (offset != null && Spans.read(offset).isEmpty()) {
      context
          .problems()
          .add(
              node.place(),
              "`" + offset + "` in " + key + " is not a duration",
              Spans.cure(offset));
    }
    int dot = anchor.indexOf('.');
    if (dot > 0 && !FAMILIES.contains(anchor.substring(0, dot))) {
      context.values().unknown(node.place(), "anchor", anchor, FAMILIES);
    } else if (dot < 0 && !ANCHORS.contains(anchor)) {
      context.names().anchor(anchor, node.place());
      context.pending().waits(owner, anchor, node.place());
    }
    return plain(text, node.place());
  }

  private Said known(Node node, String key, Type.Names names) {
    String name = context.values().text(node, key);
    Parts parts = context.pending().parts();
    switch (names) {
      case PLACE -> {
        if (!name.isEmpty()) {
          context.names().anchor(name, node.place());
          context.pending().waits(owner, name, node.place());
        }
      }
      case METRIC -> among(node, "metric", name, parts.metrics().keySet());
      case WATCH -> among(node, "watch", name, parts.watches().keySet());
      case TEMPLATE ->
          among(node, "template", name, context.names().declared().templates().keySet());
      case GROUP -> among(node, "group", name, context.names().declared().groups().keySet());
      case PLAYBOOK -> context.pending().reference(Pending.Names.PLAYBOOK, name, node.place());
      case POLICY -> context.pending().reference(Pending.Names.POLICY, name, node.place());
      case SERVICE -> context.pending().reference(Pending.Names.SERVICE, name, node.place());
      case ENVIRONMENT ->
          context.pending().reference(Pending.Names.ENVIRONMENT, name, node.place());
      case ANY_WATCH -> context.pending().reference(Pending.Names.WATCH, name, node.place());
    }
    return Optional.of(name)
        .filter(n -> !n.isEmpty())
        .map(n -> plain(n, node.place()))
        .orElse(new Said.Nothing(node.place()));
  }

  private void among(Node node, String what, String name, Collection<String> right) {
    if (!name.isEmpty() && !right.contains(name)) {
      context.values().unknown(node.place(), what, name, right);
    }
  }
}
