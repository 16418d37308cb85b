package dev.holddown.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * What a target remembers of the acts it was sent: it does each operation once, and refuses an
 * owner whose token is older than one it has seen.
 */
final class Ledger {
  private static final int OPERATIONS_MAX = 1_000;

  private final Map<String, Map<String, Object>> answers = new LinkedHashMap<>();
  private Mark highest = new Mark(0, 0);

  /** An {@code epoch.sequence}. */
  private record Mark(long epoch, long sequence) {
    boolean before(Mark other) {
      return epoch != other.epoch ? epoch < other.epoch : sequence < other.sequence;
    }

    static Mark parse(String text) {
      String[] parts = text.split("\\.", -1);
      try {
        if (parts.length == 2) {
          return new Mark(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }
      } catch (NumberFormatException e) {
        throw new Wire.Refused(400, "not a token of the form epoch.sequence: " + text);
      }
      throw new Wire.Refused(400, "not a token of the form epoch.sequence: " + text);
    }

    @Override
    public String toString() {
      return epoch + "." + sequence;
    }
  }

  /**
   * Does what a request asks, once. A repeat of an operation gets the first answer again and
   * changes nothing, whatever its token; a refused act is not remembered, so that it may be tried
   * again.
   *
   * @param request may hold {@code op} and {@code token}
   */
  synchronized Map<String, Object> once(JsonNode request, Supplier<Map<String, Object>> act) {
    String op = request.path("op").asString("");
    Optional<Map<String, Object>> before = Optional.ofNullable(answers.get(op));
    if (before.isPresent()) {
      return before.get();
    }
    String token = request.path("token").asString("");
    if (!token.isEmpty()) {
      Mark mark = Mark.parse(token);
      if (mark.before(highest)) {
        throw new Wire.Refused(
            409, "the token " + mark + " is older than " + highest + "; nothing was changed");
      }
      highest = mark;
    }
    Map<String, Object> answer = act.get();
    if (!op.isEmpty()) {
      answers.put(op, answer);
      if (answers.size() > OPERATIONS_MAX) {
        answers.remove(answers.keySet().iterator().next());
      }
    }
    return answer;
  }

  /** The highest token seen. */
  synchronized String token() {
    return highest.toString();
  }
}
