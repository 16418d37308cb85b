package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a message: to whom, and the words. */
final class MessageReader {
  private final Context context;

  MessageReader(Context context) {
    this.context = context;
  }

  Item.Message read(Keys keys, Item.About about, Surroundings around) {
    Scope scope = EachReader.within(around.scope(), about.each());
    List<Arg> to = new ArrayList<>();
    Optional<Node> addresses = keys.must("to", "write to: [\"slack:#releases\"]");
    for (Node node : addresses.map(context.values()::list).orElse(List.of())) {
      context
          .values()
          .scalar(node, "to", "an address")
          .ifPresent(scalar -> to.add(address(scalar, scope)));
    }
    if (to.isEmpty() && addresses.filter(Node.Listing.class::isInstance).isPresent()) {
      context.problems().add(keys.place(), "the message goes to nobody", "add an address to to:");
    }
    Arg text = new Arg.Literal("", keys.place());
    Optional<Node> words = keys.must("text", "write the words of the message");
    if (words.isPresent()
        && context.values().scalar(words.get(), "text", "text").isPresent()
        && !context.values().text(words.get(), "text").isEmpty()) {
      text = context.expressions().template((Node.Scalar) words.get(), scope, false);
      new Placeholders(context.problems()).look(text, "text");
    }
    return new Item.Message(about, List.copyOf(to), text);
  }

  private Arg address(Node.Scalar scalar, Scope scope) {
    address(context, scalar.text(), scalar);
    return context.expressions().template(scalar, scope, false);
  }

  /** Reports what is no {@code kind:address}; {@code terminal} has only one address. */
  static void address(Context context, String text, Node node) {
    if (!text.isEmpty() && !text.matches("terminal|[a-z][a-z0-9_-]*:\\S.*|\\$\\{.*")) {
      context
          .problems()
          .add(
              node.place(),
              "`" + text + "` is not an address",
              "write kind:address, such as slack:#releases, role:approver or file:release.log");
    }
  }
}
