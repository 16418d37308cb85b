package dev.holddown.conditions;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.spi.Slot;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts values into arguments so that no interpreter behind the slot sees more than a value. */
final class Binding {
  private final Slot slot;
  private final Function<Expr, Object> values;

  /**
   * @param values evaluates a hole; throws {@link ConditionException} with a sentence
   */
  Binding(Slot slot, Function<Expr, Object> values) {
    this.slot = slot;
    this.values = values;
  }

  Object bind(Arg arg) {
    return switch (arg) {
      case Arg.Literal literal -> literal.value();
      case Arg.SecretRef secret -> secret;
      case Arg.Seq seq -> seq.items().stream().map(this::bind).toList();
      case Arg.Tree tree -> {
        Map<String, Object> bound = new LinkedHashMap<>();
        tree.fields().forEach((name, field) -> bound.put(name, bind(field)));
        yield Collections.unmodifiableMap(bound);
      }
      case Arg.Template template -> template(template);
    };
  }

  private Object template(Arg.Template template) {
    List<Arg.Part> parts = template.parts();
    if (slot == Slot.DATA && parts.size() == 1 && parts.getFirst() instanceof Arg.Hole hole) {
      return plain(value(hole.expr()));
    }
    StringBuilder out = new StringBuilder();
    boolean filled = false;
    for (int i = 0; i < parts.size(); i++) {
      switch (parts.get(i)) {
        case Arg.Words words -> out.append(words.text());
        case Arg.Hole hole -> {
          filled = true;
          String next = i + 1 < parts.size() ? start(parts.get(i + 1)) : "";
          String value = encoded(hole.expr(), out.isEmpty(), next);
          if (slot == Slot.URL && value.isEmpty() && out.indexOf("?") < 0 && out.indexOf("#") < 0) {
            throw refused(hole.expr(), "the value is empty; the path would lead elsewhere");
          }
          out.append(value);
        }
      }
    }
    String text = out.toString();
    if (slot == Slot.URL && filled) {
      refuseDots(text, template.place());
    }
    return text;
  }

  /** How the part behind a hole begins; another hole could begin with anything. */
  private static String start(Arg.Part part) {
    return part instanceof Arg.Words words ? words.text() : "?hole";
  }

  private String encoded(Expr hole, boolean first, String next) {
    String text = text(hole, value(hole));
    try {
      String scheme = text.substring(0, Math.min(8, text.length())).toLowerCase(Locale.ROOT);
      boolean base = scheme.startsWith("http://") || scheme.startsWith("https://");
      return slot == Slot.URL && first && base ? base(text, next) : slot.encode(text);
    } catch (IllegalArgumentException e) {
      throw refused(hole, String.valueOf(e.getMessage()));
    }
  }

  private Object value(Expr hole) {
    try {
      return values.apply(hole);
    } catch (ConditionException e) {
      throw refused(hole, String.valueOf(e.getMessage()));
    }
  }

  private static String text(Expr hole, Object value) {
    try {
      if (value instanceof Map<?, ?> map && map.get("ref") instanceof String ref) {
        return ref;
      }
      return Functions.text(value, Program.title(hole.source()));
    } catch (Refusal e) {
      throw refused(hole, e.sentence());
    }
  }

  /**
   * A whole base URL, as it is. It may carry nothing that turns what follows into something else.
   */
  private static String base(String text, String next) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(Shown.value(text) + " is not a valid URL");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(Shown.value(text) + " is a URL without a host");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          Shown.value(uri.getScheme() + "://…@" + uri.getHost())
              + " carries a user name; give credentials as {secret: name}");
    }
    if (!next.isEmpty() && (uri.getRawQuery() != null || uri.getRawFragment() != null)) {
      throw new IllegalArgumentException(
          Shown.value(text) + " has a query or fragment, so nothing may follow it");
    }
    boolean separated = next.isEmpty() || "/?#".indexOf(next.charAt(0)) >= 0;
    boolean open = uri.getRawPath().isEmpty();
    if (open && (!separated || next.equals("?hole"))) {
      throw new IllegalArgumentException(
          "a / is missing after " + Shown.value(text) + "; what follows would change its host");
    }
    return text;
  }

  /** A value must not climb out of the path it was put into (RFC 3986, section 5.2.4). */
  private static void refuseDots(String url, Place place) {
    String path = url.split("[?#]", 2)[0];
    for (String segment : path.split("/", -1)) {
      String plain = segment.replaceAll("(?i)%2e", ".");
      if (plain.equals(".") || plain.equals("..")) {
        throw new ConditionException(
            at(place)
                + "the URL "
                + Shown.value(url)
                + " has the path segment \""
                + plain
                + "\", which would lead elsewhere");
      }
    }
  }

  private static ConditionException refused(Expr hole, String sentence) {
    return new ConditionException(
        at(hole.place()) + "${" + Program.title(hole.source()) + "}: " + sentence);
  }

  private static String at(Place place) {
    return place.line() == 0 ? "" : place + " ";
  }

  /** Whole numbers become longs, so that 3 is written 3 wherever it goes. */
  private static Object plain(Object value) {
    return switch (value) {
      case Double d when d == Math.rint(d) && Math.abs(d) <= 1L << 53 -> d.longValue();
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>(list.size());
        list.forEach(item -> copy.add(item == null ? null : plain(item)));
        yield Collections.unmodifiableList(copy);
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((k, v) -> copy.put(String.valueOf(k), v == null ? null : plain(v)));
        yield Collections.unmodifiableMap(copy);
      }
      default -> value;
    };
  }
}
