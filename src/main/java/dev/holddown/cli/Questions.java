package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.view.RunView;
import dev.holddown.view.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked at the prompt of a terminal that follows a run: signatures, one after the other,
 * and after Ctrl-C what is to become of the run. An answer that comes just after the question
 * changed was meant for the one before and is not taken.
 */
final class Questions {
  private static final Duration FRESH = Duration.ofMillis(700);

  private static final String CONSOLE = "console";

  private final String person;
  private final InstantSource clock;
  private final Set<String> later = new HashSet<>();
  private Optional<RunView> view = Optional.empty();
  private Question asked = new None();
  private Instant since = Instant.EPOCH;

  private sealed interface Question {}

  private record None() implements Question {}

  private record Sign(Waiting on, String role) implements Question {}

  private record Reason(Waiting on, String role, String verb) implements Question {}

  private record Leaving() implements Question {}

  Questions(String person, InstantSource clock) {
    this.person = person;
    this.clock = clock;
  }

  /** The run changed: what was asked may be settled, and something else may be asked. */
  void seen(RunView now) {
    view = Optional.of(now);
    boolean standing =
        switch (asked) {
          case None none -> false;
          case Leaving leaving -> !now.closed();
          case Sign sign -> still(sign.on(), sign.role());
          case Reason reason -> still(reason.on(), reason.role());
        };
    if (!standing) {
      ask(next());
    }
  }

  private boolean still(Waiting on, String role) {
    return view.stream()
        .flatMap(v -> v.standing().waiting().stream())
        .anyMatch(w -> w.key().equals(on.key()) && w.ways().roles().contains(role));
  }

  private Question next() {
    return view.stream()
        .flatMap(v -> v.standing().waiting().stream())
        .filter(wait -> wait.signature() && !later.contains(wait.key()))
        .filter(wait -> !wait.ways().signed().contains(person))
        .findFirst()
        .<Question>map(wait -> new Sign(wait, wait.ways().roles().getFirst()))
        .orElse(new None());
  }

  private void ask(Question question) {
    if (!question.equals(asked)) {
      asked = question;
      since = clock.instant();
    }
  }

  /** Ctrl-C: true when it was pressed at its own question, which means to leave. */
  boolean interrupted() {
    boolean again = asked instanceof Leaving;
    ask(new Leaving());
    return again;
  }

  /** What stands at the prompt; empty when nothing is asked. */
  Optional<String> prompt() {
    return switch (asked) {
      case None none -> Optional.empty();
      case Sign sign ->
          Optional.of(
              "Sign \""
                  + sign.on().title()
                  + "\" as "
                  + person
                  + ", "
                  + sign.role()
                  + "?  [y]es [n]o "
                  + (skippable(sign.on()) ? "[s]kip " : "")
                  + "[l]ater: ");
      case Reason reason -> Optional.of("Why " + reason.verb() + "? (Enter alone goes back): ");
      case Leaving leaving ->
          Optional.of(
              "[l]eave it running, [h]old it, [r]oll it back, or [Enter] to go on watching: ");
    };
  }

  private static boolean skippable(Waiting wait) {
    return !wait.key().startsWith("gate/") && !wait.key().startsWith("rollback/");
  }

  /** What a typed line means. */
  Move typed(String line) {
    String word = line.strip().toLowerCase(Locale.ROOT);
    boolean stale = Duration.between(since, clock.instant()).compareTo(FRESH) < 0;
    if (stale && !(asked instanceof Reason)) {
      return new Move.Stay(
          asked instanceof None || word.isEmpty()
              ? ""
              : "\"" + line.strip() + "\" was not taken: the question had just changed");
    }
    return switch (asked) {
      case None none -> new Move.Stay("");
      case Sign sign -> signed(sign, word);
      case Reason reason -> reasoned(reason, line.strip());
      case Leaving leaving -> leaving(word);
    };
  }

  private Move signed(Sign sign, String word) {
    Waiting wait = sign.on();
    switch (word) {
      case "y", "yes" -> {
        boolean asked = !wait.ways().methods().isEmpty();
        if (asked && !wait.ways().methods().contains(CONSOLE)) {
          later.add(wait.key());
          ask(next());
          return new Move.Stay(
              "it is to be said how the approval was given ("
                  + String.join(", ", wait.ways().methods())
                  + "): "
                  + wait.ways().commands().getFirst());
        }
        ask(new None());
        Ask yes = to("sign", wait.key()).with("role", sign.role());
        return new Move.Do(
            asked ? yes.with("method", CONSOLE) : yes,
            "signed \"" + wait.title() + "\" as " + sign.role());
      }
      case "n", "no" -> {
        ask(new Reason(wait, sign.role(), "decline"));
        return new Move.Stay("");
      }
      case "s", "skip" -> {
        if (skippable(wait)) {
          ask(new Reason(wait, sign.role(), "skip"));
          return new Move.Stay("");
        }
        return new Move.Stay("this is not an item; it cannot be skipped");
      }
      case "l", "later" -> {
        later.add(wait.key());
        ask(next());
        return new Move.Stay("later: " + wait.ways().commands().getFirst());
      }
      default -> {
        return new Move.Stay(
            word.isEmpty() ? "" : "\"" + word + "\" is none of y, n, s, l; nothing was done");
      }
    }
  }

  private Move reasoned(Reason reason, String why) {
    if (why.isEmpty()) {
      ask(next());
      return new Move.Stay("");
    }
    ask(new None());
    Ask ask = to(reason.verb(), reason.on().key()).with("reason", why);
    boolean decline = reason.verb().equals("decline");
    return new Move.Do(
        decline ? ask.with("role", reason.role()) : ask,
        (decline ? "declined" : "skipped") + " \"" + reason.on().title() + "\"");
  }

  private Move leaving(String word) {
    ask(next());
    return switch (word) {
      case "l", "leave" -> new Move.Leave();
      case "h", "hold" ->
          new Move.Do(of("hold").with("reason", "asked at the terminal by " + person), "held");
      case "r", "roll", "rollback" ->
          new Move.Do(
              of("rollback").with("reason", "asked at the terminal"), "the rollback was asked for");
      case "" -> new Move.Stay("");
      default -> new Move.Stay("\"" + word + "\" is none of l, h, r; the run goes on");
    };
  }

  /** What was asked was refused: it is not asked again by itself. */
  void refused(Ask ask) {
    later.add(ask.text("key"));
    ask(next());
  }

  private Ask to(String verb, String key) {
    return of(verb).with("key", key);
  }

  private Ask of(String verb) {
    return Ask.of(verb).with("run", view.map(v -> v.head().run()).orElse("")).with("as", person);
  }
}
