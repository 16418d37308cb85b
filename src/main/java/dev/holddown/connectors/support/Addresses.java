package dev.holddown.connectors.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads an address of a message, {@code kind:address}: {@code terminal}, {@code file:notes.jsonl},
 * {@code webhook:https://hooks.example/in}. The key of a webhook is the secret {@code webhook};
 * another one is named behind a hash: {@code webhook:https://hooks.example/in#ops_key}.
 */
public final class Addresses {
  private static final List<String> KINDS = List.of("terminal", "file", "webhook");
  private static final List<String> LATER =
      List.of(
          "slack",
          "email",
          "mail",
          "mailto",
          "pagerduty",
          "opsgenie",
          "teams",
          "sms",
          "discord",
          "oncall",
          "role");
  private static final String KEY_DEFAULT = "webhook";

  private Addresses() {}

  /** What an address means. */
  public sealed interface Address {
    /**
     * An action that delivers.
     *
     * @param args for the action, beside {@code text}
     * @param secrets arguments that are secrets: the argument's name to the secret's
     */
    record Known(String action, Map<String, Object> args, Map<String, String> secrets)
        implements Address {}

    /** No action delivers there; the sentence says why and what would. */
    record Refused(String sentence) implements Address {}
  }

  /** Reads one entry of {@code to:}. */
  public static Address parse(String address) {
    String text = address.strip();
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    String rest = colon < 0 ? "" : text.substring(colon + 1).strip();
    return switch (kind) {
      case "terminal" -> rest.isEmpty() ? known("terminal", text) : none(text, "terminal");
      case "file" -> rest.isEmpty() ? incomplete(text, "file:notes.jsonl") : file(text, rest);
      case "webhook" -> webhook(text, rest);
      default -> new Address.Refused(unknown(text, kind));
    };
  }

  private static Address none(String text, String kind) {
    return new Address.Refused("the address \"" + text + "\": " + kind + " takes nothing after it");
  }

  private static Address incomplete(String text, String example) {
    return new Address.Refused("the address \"" + text + "\" is not whole; write " + example);
  }

  private static Address known(String kind, String text) {
    return new Address.Known("message." + kind, Map.of("to", text), Map.of());
  }

  private static Address file(String text, String path) {
    return new Address.Known("message.file", ordered("to", text, "path", path), Map.of());
  }

  private static Address webhook(String text, String rest) {
    if (!rest.startsWith("https://") && !rest.startsWith("http://")) {
      return incomplete(text, "webhook:https://hooks.example/in");
    }
    int hash = rest.indexOf('#');
    String url = hash < 0 ? rest : rest.substring(0, hash);
    String key = hash < 0 ? KEY_DEFAULT : rest.substring(hash + 1);
    if (key.isBlank()) {
      return incomplete(text, "webhook:https://hooks.example/in#name_of_the_secret");
    }
    return new Address.Known(
        "message.webhook", ordered("to", "webhook:" + url, "url", url), Map.of("secret", key));
  }

  private static Map<String, Object> ordered(String a, String first, String b, String second) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(a, first);
    map.put(b, second);
    return map;
  }

  private static String unknown(String text, String kind) {
    String today = "; today a message goes to terminal, file:… or webhook:…";
    if (LATER.contains(kind)) {
      return "the address \"" + text + "\": messages by " + kind + " come later" + today;
    }
    String nearest = KINDS.getFirst();
    for (String known : KINDS) {
      nearest = distance(kind, known) < distance(kind, nearest) ? known : nearest;
    }
    String hint =
        distance(kind, nearest) <= 2 ? ", did you mean " + nearest + "?" : ", which is no kind";
    return "the address \"" + text + "\" begins with \"" + kind + "\"" + hint + today;
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(swap, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
