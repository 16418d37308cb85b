package dev.holddown.cli;

import dev.holddown.connectors.FreezeLooks;
import dev.holddown.engine.port.Ports;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Freezes;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verbs of a small world: {@code lab.look} says its value, {@code lab.change} sets it, {@code
 * lab.history} tells of the past.
 */
final class Lab implements Ports.Verbs {
  private volatile String value = "old";
  private volatile Freezes freezes = Freezes.away();
  private final Map<String, Verb> verbs =
      Map.of(
          "lab.look",
          new Look(),
          "lab.change",
          new Change(),
          "lab.history",
          new History(),
          "freeze.active",
          new FreezeLooks(new Known()).verbs().getFirst());

  /** The freezes of the engine that runs now. */
  void freezes(Freezes known) {
    freezes = known;
  }

  private final class Known implements Freezes {
    @Override
    public List<Holding> at(String service, String environment) {
      return freezes.at(service, environment);
    }

    @Override
    public List<Holding> of(String run) {
      return freezes.of(run);
    }
  }

  List<Verb> all() {
    return List.copyOf(verbs.values());
  }

  @Override
  public Optional<Verb> find(String action) {
    return Optional.ofNullable(verbs.get(action));
  }

  @Override
  public List<String> names() {
    return List.of("freeze.active", "lab.change", "lab.history", "lab.look");
  }

  private final class Look implements Asking {
    @Override
    public Manual manual() {
      return Manual.of("lab.look", "Says the value.")
          .gives("version", "the value")
          .gives("value", "a number, when the samples of a replay are looked at")
          .example("lab.look: {}");
    }

    @Override
    public Answer ask(Question question) {
      Proof proof = new Proof("look", "version " + value);
      return Answer.of(Map.of("version", value), 1, question.at(), proof);
    }
  }

  /** Its value is the minute of the hour; at every fifth it knows nothing. */
  private static final class History implements Asking {
    @Override
    public Manual manual() {
      return Manual.of("lab.history", "Says the minute of the hour.")
          .required("key", Manual.Type.TEXT, Slot.DATA, "a secret that it wants")
          .gives("value", "the minute")
          .example("lab.history: {key: a}");
    }

    @Override
    public Answer ask(Question question) {
      long minute = question.at().getEpochSecond() / 60 % 60;
      return minute % 5 == 0
          ? Answer.noData("every fifth is not known", question.at(), Proof.none())
          : Answer.of(Map.of("value", (double) minute), 100, question.at(), Proof.none());
    }

    @Override
    public Optional<List<Answer>> past(Question question, Instant from, Instant to, Duration step) {
      List<Answer> answers = new ArrayList<>();
      for (Instant at = from; !at.isAfter(to); at = at.plus(step)) {
        answers.add(ask(new Question(question.args(), at, question.timeout())));
      }
      return Optional.of(answers);
    }
  }

  private final class Change implements Acting {
    @Override
    public Manual manual() {
      return Manual.of("lab.change", "Sets the value.")
          .required("version", Manual.Type.TEXT, Slot.DATA, "the value")
          .example("lab.change: {version: \"1.0\"}");
    }

    @Override
    public Deed begin(Operation operation) {
      value = String.valueOf(operation.args().get("version"));
      return new Deed.Landed(Map.of(), new Proof("change", value));
    }
  }
}
