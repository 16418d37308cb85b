package dev.holddown.engine;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.Conditions.ConditionException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a message goes: {@code terminal}, {@code file:PATH}, {@code webhook:URL}. */
public final class Addresses {
  private Addresses() {}

  /** The call that delivers a text to an address. @throws ConditionException for an unknown kind */
  public static Call call(String address, Arg text, Place place) {
    int colon = address.indexOf(':');
    String kind = colon < 0 ? address : address.substring(0, colon);
    String rest = colon < 0 ? "" : address.substring(colon + 1);
    Map<String, Arg> args = new LinkedHashMap<>();
    args.put("text", text);
    switch (kind) {
      case "terminal" -> {}
      case "file" -> args.put("path", new Arg.Literal(rest, place));
      case "webhook" -> {
        args.put("url", new Arg.Literal(rest, place));
        args.put("secret", new Arg.SecretRef("webhook", place));
      }
      default ->
          throw new ConditionException(
              place
                  + " a message goes to terminal, file:PATH or webhook:URL in this version, not to"
                  + " \""
                  + address
                  + "\"");
    }
    return new Call("message." + kind, args, place);
  }
}
