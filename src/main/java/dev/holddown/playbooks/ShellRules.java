package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a script and the arguments of a program may not hold: ways for a value to become code. */
final class ShellRules {
  private final Problems problems;

  ShellRules(Problems problems) {
    this.problems = problems;
  }

  /** The text of an {@code exec.script}. */
  void script(Node.Scalar scalar) {
    for (ShellScan.Finding finding : ShellScan.of(scalar.text())) {
      problems.add(place(scalar, finding.offset()), finding.what(), finding.cure());
    }
  }

  /** A shell as the program of an {@code exec.run} or {@code exec.ask} is a script in disguise. */
  void program(String action, Map<String, Arg> args) {
    if (!action.startsWith("exec.") || !args.containsKey("program")) {
      return;
    }
    List<String> words = new ArrayList<>();
    // However they are written, the program comes first and its arguments follow.
    Optional.ofNullable(args.get("program")).ifPresent(arg -> words(arg, words));
    Optional.ofNullable(args.get("args")).ifPresent(arg -> words(arg, words));
    if (ShellScan.startsShell(words)) {
      Place place = place(args.values().iterator().next());
      problems.add(
          place,
          "a shell with -c makes code out of text",
          "use exec.script, whose text is literal and reads its values from the environment");
    }
  }

  private static void words(Arg arg, List<String> words) {
    switch (arg) {
      case Arg.Literal literal -> words.add(String.valueOf(literal.value()));
      case Arg.Template template -> words.add(template.source());
      case Arg.Seq seq -> seq.items().forEach(item -> words(item, words));
      case Arg.Tree ignored -> {}
      case Arg.SecretRef ignored -> {}
    }
  }

  private static Place place(Arg arg) {
    return switch (arg) {
      case Arg.Literal literal -> literal.place();
      case Arg.Template template -> template.place();
      case Arg.Seq seq -> seq.place();
      case Arg.Tree tree -> tree.place();
      case Arg.SecretRef secret -> secret.place();
    };
  }

  private static Place place(Node.Scalar scalar, int offset) {
    String before = scalar.text().substring(0, Math.min(offset, scalar.text().length()));
    int line = (int) before.chars().filter(c -> c == '\n').count();
    int column = before.length() - (before.lastIndexOf('\n') + 1);
    Place content = scalar.content();
    return new Place(content.file(), content.line() + line, content.column() + column);
  }
}
