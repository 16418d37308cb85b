package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads a scalar from its source text by the type that its key asks for. */
final class Values {
  /** No bound: as many digits as a double holds. */
  static final long WHOLE_MOST = 999_999_999_999_999L;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9_]*(:[A-Za-z0-9_.@-]+)?");

  private final Problems problems;
  private final Pending pending;

  Values(Problems problems, Pending pending) {
    this.problems = problems;
    this.pending = pending;
  }

  /** The scalar, or nothing with a problem unless that was told before. */
  Optional<Node.Scalar> scalar(Node node, String key, String wanted) {
    if (node instanceof Node.Scalar scalar) {
      return Optional.of(scalar);
    }
    if (!(node instanceof Node.Broken)) {
      problems.add(node.place(), "`" + key + "` must be " + wanted + ", not " + node.kind());
    }
    return Optional.empty();
  }

  /** Literal text as it was written. */
  String text(Node node, String key) {
    Optional<Node.Scalar> scalar = scalar(node, key, "text");
    if (scalar.isPresent() && scalar.get().text().isBlank()) {
      problems.add(node.place(), "`" + key + "` is blank", "write what it is");
    }
    scalar
        .flatMap(s -> Invisible.in(s.text()))
        .ifPresent(hidden ->
            problems.add(
                node.place(),
                "`" + key + "` holds " + hidden + ", which nobody sees",
                "remove it: what is signed must be what is seen"));
    return scalar.map(Node.Scalar::text).orElse("").strip();
  }

  /** Literal text in which no value may be put. */
  String literal(Node node, String key) {
    String text = text(node, key);
    if (text.contains("${")) {
      problems.add(
          node.place(),
          "`" + key + "` is literal text: no ${…} may stand here",
          "put the value into a message or an argument");
    }
    return text;
  }

  /** A name that CEL can reach. */
  String name(Node node, String key) {
    Optional<Node.Scalar> scalar = scalar(node, key, "a name");
    scalar.ifPresent(s -> isName(s.text(), s.place(), "the " + key));
    return scalar.map(Node.Scalar::text).orElse("");
  }

  /** Whether CEL can reach it; a problem when it cannot. */
  boolean isName(String text, Place place, String what) {
    if (NAME.matcher(text).matches()) {
      return true;
    }
    String better = Ids.from(text);
    problems.add(
        place,
        what + " `" + text + "` must be small letters, digits and _, and begin with a letter",
        text.contains("-")
            ? "write " + better + ": in a condition a hyphen would be a subtraction"
            : "write " + better);
    return false;
  }

  /** A role or another name of people, such as {@code approver} or {@code schedule:checkout}. */
  String role(Node node, String key) {
    String text = literal(node, key);
    if (!text.isEmpty() && !text.contains("${") && !ROLE.matcher(text).matches()) {
      problems.add(
          node.place(),
          "`" + key + "` must name a role in small letters, digits and _, not `" + text + "`",
          "write " + Ids.from(text));
    }
    pending.reference(Pending.Names.ROLE, text, node.place());
    return text;
  }

  Optional<Duration> duration(Node node, String key) {
    Optional<Node.Scalar> scalar = scalar(node, key, "a duration");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().text();
    Optional<Duration> read = Spans.read(text);
    if (read.isEmpty()) {
      problems.add(node.place(), "`" + key + ": " + text + "` is not a duration", Spans.cure(text));
    }
    return read;
  }

  /** A whole number in these bounds; nothing, with a problem, when it is none. */
  OptionalLong whole(Node node, String key, long least, long most) {
    Optional<Node.Scalar> scalar = scalar(node, key, "a whole number");
    if (scalar.isEmpty()) {
      return OptionalLong.empty();
    }
    String text = scalar.get().text();
    if (scalar.get().plain() && text.matches("-?\\d{1,15}")) {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return OptionalLong.of(value);
      }
    }
    String bounds = most == WHOLE_MOST ? "" : " from " + least + " to " + most;
    problems.add(node.place(), "`" + key + ": " + text + "` is not a whole number" + bounds);
    return OptionalLong.empty();
  }

  boolean flag(Node node, String key) {
    String text = scalar(node, key, "true or false").map(Node.Scalar::text).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      problems.add(
          node.place(), "`" + key + ": " + text + "` is not a yes or no", "write true or false");
    }
    return text.equals("true");
  }

  /** One of these words, else the first of them with a problem. */
  String oneOf(Node node, String key, List<String> words) {
    Optional<Node.Scalar> scalar = scalar(node, key, "one of " + String.join(", ", words));
    if (scalar.isEmpty()) {
      return words.getFirst();
    }
    String text = scalar.get().text();
    if (!words.contains(text)) {
      problems.add(
          node.place(), "`" + key + ": " + text + "` is not known", Nearest.cure(text, words));
      return words.getFirst();
    }
    return text;
  }

  /** The entries of a list; a single value counts as a list of one. */
  List<Node> list(Node node) {
    return switch (node) {
      case Node.Listing listing -> listing.nodes();
      case Node.Broken ignored -> List.of();
      default -> List.of(node);
    };
  }

  /** Literal texts: a list, or a single one. */
  List<String> texts(Node node, String key) {
    List<String> texts = new ArrayList<>();
    list(node).forEach(entry -> texts.add(literal(entry, key)));
    return List.copyOf(texts);
  }

  /** A problem for a name that nothing has. */
  void unknown(Place place, String what, String name, Collection<String> right) {
    problems.add(
        place,
        "there is no " + what + " `" + name + "`",
        right.isEmpty() ? "the playbook has none" : Nearest.cure(name, right));
  }
}
