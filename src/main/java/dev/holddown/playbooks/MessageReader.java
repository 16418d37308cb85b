package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Form;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.SignRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a message: to whom, and the words. */
final class MessageReader {
  private static final Duration CONFIRMED_FOR = Duration.ofHours(24);

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
    Optional<Form> form = form(keys, scope);
    Scope asked =
        form.map(f -> scope.with("ask", f.fields().stream().map(Form.Field::name).toList()))
            .orElse(scope);
    return new Item.Message(confirmed(keys, about), List.copyOf(to), words(keys, asked), form);
  }

  /** Who confirms a message signs before it is sent. */
  private Item.About confirmed(Keys keys, Item.About a) {
    Optional<Node> confirm = keys.offers("confirm") ? keys.take("confirm") : Optional.empty();
    if (confirm.isEmpty()) {
      return a;
    }
    if (a.sign().isPresent()) {
      context
          .problems()
          .add(
              confirm.get().place(),
              "`confirm` and `sign` say the same of a message",
              "keep one of them");
    }
    String role = context.values().role(confirm.get(), "confirm");
    SignRule rule =
        new SignRule(List.of(new SignRule.RoleCount(role, 1)), 0, false, List.of(), CONFIRMED_FOR);
    return new Item.About(
        a.id(),
        a.title(),
        a.place(),
        a.each(),
        a.when(),
        Optional.of(rule),
        a.fresh(),
        a.timeBox(),
        a.notApplicableBy(),
        a.notes(),
        a.timing());
  }

  /** What the template of the message asks before it is sent. */
  private Optional<Form> form(Keys keys, Scope scope) {
    Map<String, Node> templates = context.names().declared().templates();
    return keys.entry("template")
        .map(Node.Entry::value)
        .filter(Node.Scalar.class::isInstance)
        .flatMap(name -> Optional.ofNullable(templates.get(((Node.Scalar) name).text())))
        .flatMap(template -> Declared.value(template, "ask"))
        .map(fields -> new FormReader(context).read(fields, scope));
  }

  private Arg words(Keys keys, Scope scope) {
    Arg none = new Arg.Literal("", keys.place());
    Optional<Node> template = keys.take("template");
    if (template.isPresent()) {
      keys.entry("text")
          .ifPresent(entry ->
              context
                  .problems()
                  .add(
                      entry.place(),
                      "a message has its own `text` or a `template`, not both",
                      "keep one of them"));
      return template(template.get(), scope).orElse(none);
    }
    Optional<Node> words = keys.must("text", "write the words of the message");
    return words.flatMap(node -> words(node, scope)).orElse(none);
  }

  private Optional<Arg> words(Node node, Scope scope) {
    if (context.values().scalar(node, "text", "text").isEmpty()
        || ((Node.Scalar) node).text().isBlank()) {
      context.values().text(node, "text");
      return Optional.empty();
    }
    Invisible.in(((Node.Scalar) node).text().replaceAll("\\P{Cc}|[\n\t]", ""))
        .ifPresent(hidden ->
            context
                .problems()
                .add(
                    node.place(),
                    "`text` holds " + hidden + ", which nobody sees",
                    "remove it: what is sent must be what is seen"));
    return Optional.of(TypeReader.words(context, (Node.Scalar) node, scope));
  }

  /** The subject, when there is one, is the first line. */
  private Optional<Arg> template(Node node, Scope scope) {
    String name = context.values().text(node, "template");
    Map<String, Node> templates = context.names().declared().templates();
    if (!templates.containsKey(name)) {
      context.values().unknown(node.place(), "template", name, templates.keySet());
      return Optional.empty();
    }
    Optional<Arg> text = Declared.value(templates.get(name), "text").flatMap(n -> words(n, scope));
    Optional<Arg> subject =
        Declared.value(templates.get(name), "subject").flatMap(n -> words(n, scope));
    return subject.isEmpty() ? text : text.map(words -> joined(subject.get(), words, node.place()));
  }

  private static Arg joined(Arg subject, Arg text, Place place) {
    List<Arg.Part> parts = new ArrayList<>(parts(subject));
    parts.add(new Arg.Words("\n"));
    parts.addAll(parts(text));
    return new Arg.Template(source(subject) + "\n" + source(text), List.copyOf(parts), place);
  }

  private static List<Arg.Part> parts(Arg arg) {
    return arg instanceof Arg.Template template
        ? template.parts()
        : List.of(new Arg.Words(source(arg)));
  }

  private static String source(Arg arg) {
    return switch (arg) {
      case Arg.Template template -> template.source();
      case Arg.Literal literal -> String.valueOf(literal.value());
      default -> "";
    };
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
