package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.ExprCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes every expression for sound, splits templates, and remembers which names it was handed. */
final class AnyExpression implements ExprCheck {
  final Map<String, Map<String, List<String>>> handed = new LinkedHashMap<>();

  @Override
  public List<Problem> condition(Expr expr, Map<String, List<String>> names) {
    handed.put(expr.source(), names);
    if (expr.source().equals("true")) {
      return List.of(new Problem("is always the same", 0, "compare something"));
    }
    return List.of();
  }

  @Override
  public List<Problem> value(Expr expr, Map<String, List<String>> names) {
    handed.put(expr.source(), names);
    return List.of();
  }

  @Override
  public Arg template(String text, Place place) {
    List<Arg.Part> parts = new ArrayList<>();
    int at = 0;
    for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", at)) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("`${` is never closed");
      }
      if (open > at) {
        parts.add(new Arg.Words(text.substring(at, open)));
      }
      Place inside = new Place(place.file(), place.line(), place.column() + open + 2);
      parts.add(new Arg.Hole(new Expr(text.substring(open + 2, close), inside)));
      at = close + 1;
    }
    if (at < text.length()) {
      parts.add(new Arg.Words(text.substring(at)));
    }
    return new Arg.Template(text, List.copyOf(parts), place);
  }
}
