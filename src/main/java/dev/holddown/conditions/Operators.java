package dev.holddown.conditions;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Order and arithmetic of conditions. They differ from plain CEL where CEL would let an error pass
 * for an answer: values of different kinds are never compared, not even by {@code !=}; a NaN is
 * refused; nothing is divided by zero.
 */
final class Operators {
  private Operators() {}

  /**
   * An operand.
   *
   * @param label as it was written
   * @param constant whether it is written out, so that naming its kind says all
   */
  record Side(String label, boolean constant) {}

  /** {@code < <= > >=} between two values of one kind. */
  static boolean compare(String operator, Object a, Object b, Side left, Side right) {
    int order = order(operator, a, b, left, right);
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  /** Refuses values of different kinds. */
  static int order(String operator, Object a, Object b, Side left, Side right) {
    if (a instanceof Number x && b instanceof Number y) {
      return numbers(x, y, left.label(), right.label());
    } else if (a instanceof String x && b instanceof String y) {
      return x.compareTo(y);
    } else if (a instanceof Instant x && b instanceof Instant y) {
      return x.compareTo(y);
    } else if (a instanceof Duration x && b instanceof Duration y) {
      return x.compareTo(y);
    } else if (a instanceof Boolean x && b instanceof Boolean y) {
      return x.compareTo(y);
    }
    throw mismatch(operator, a, b, left, right);
  }

  private static int numbers(Number a, Number b, String left, String right) {
    Values.refuseNaN(a, left);
    Values.refuseNaN(b, right);
    if (a instanceof Double x && b instanceof Double y) {
      return x < y ? -1 : x > y ? 1 : 0;
    }
    if (a instanceof Double x && Double.isInfinite(x)) {
      return x > 0 ? 1 : -1;
    }
    if (b instanceof Double y && Double.isInfinite(y)) {
      return y > 0 ? -1 : 1;
    }
    return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
  }

  /** {@code + - * / %}. */
  static Object compute(String operator, Object a, Object b, Side left, Side right) {
    try {
      return switch (operator) {
        case "+" -> add(a, b, left, right);
        case "-" -> subtract(a, b, left, right);
        default -> arithmetic(operator, a, b, left, right);
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw new Refusal(
          left.label() + " " + operator + " " + right.label() + " is beyond what times can hold");
    }
  }

  private static Object add(Object a, Object b, Side left, Side right) {
    if (a instanceof String x && b instanceof String y) {
      return Values.bounded(x + y, left.label() + " + " + right.label());
    } else if (a instanceof List<?> x && b instanceof List<?> y) {
      if (x.size() + y.size() > Values.ENTRIES_MAX) {
        throw new Refusal(
            left.label()
                + " + "
                + right.label()
                + " has more than "
                + Values.ENTRIES_MAX
                + " values");
      }
      List<Object> both = new ArrayList<>(x);
      both.addAll(y);
      return both;
    } else if (a instanceof Instant x && b instanceof Duration y) {
      return x.plus(y);
    } else if (a instanceof Duration x && b instanceof Instant y) {
      return y.plus(x);
    } else if (a instanceof Duration x && b instanceof Duration y) {
      return x.plus(y);
    }
    return arithmetic("+", a, b, left, right);
  }

  private static Object subtract(Object a, Object b, Side left, Side right) {
    if (a instanceof Instant x && b instanceof Instant y) {
      return Duration.between(y, x);
    } else if (a instanceof Instant x && b instanceof Duration y) {
      return x.minus(y);
    } else if (a instanceof Duration x && b instanceof Duration y) {
      return x.minus(y);
    }
    return arithmetic("-", a, b, left, right);
  }

  private static double arithmetic(String operator, Object a, Object b, Side left, Side right) {
    if (!(a instanceof Number first && b instanceof Number second)) {
      boolean leftIsWrong = !(a instanceof Number) && !left.constant();
      Side wrong = leftIsWrong ? left : right;
      Object value = leftIsWrong ? a : b;
      Object other = leftIsWrong ? b : a;
      throw new Refusal(
          wrong.label()
              + " is "
              + Shown.described(value)
              + "; \""
              + operator
              + "\" cannot join it with "
              + Shown.described(other));
    }
    double x = first.doubleValue();
    double y = second.doubleValue();
    Values.refuseNaN(x, left.label());
    Values.refuseNaN(y, right.label());
    if (y == 0 && (operator.equals("/") || operator.equals("%"))) {
      throw new Refusal(
          left.label()
              + " "
              + operator
              + " "
              + right.label()
              + " divides by zero"
              + (right.constant() ? "" : ": " + right.label() + " = 0"));
    }
    double answer =
        switch (operator) {
          case "+" -> x + y;
          case "-" -> x - y;
          case "*" -> x * y;
          case "/" -> x / y;
          default -> x % y;
        };
    Values.refuseNaN(answer, left.label() + " " + operator + " " + right.label());
    return answer;
  }

  private static Refusal mismatch(String operator, Object a, Object b, Side left, Side right) {
    boolean turned = left.constant() && !right.constant();
    Side subject = turned ? right : left;
    Side object = turned ? left : right;
    String other = Shown.described(turned ? a : b);
    return new Refusal(
        subject.label()
            + " is "
            + Shown.described(turned ? b : a)
            + " and cannot be compared with "
            + (object.constant() ? other : object.label() + ", " + other + ",")
            + " by "
            + operator);
  }
}
