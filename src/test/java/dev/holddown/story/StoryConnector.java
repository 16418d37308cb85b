package dev.holddown.story;

import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The actions {@code world.*} of the stories: metrics that a story tells, targets that note. */
final class StoryConnector implements Connector {
  private final InstantSource clock;
  private final Map<String, Curve> metrics = new HashMap<>();
  private final Map<String, Target> targets = new HashMap<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private boolean history = true;

  StoryConnector(InstantSource clock) {
    this.clock = clock;
  }

  Curve metric(String name) {
    return metrics.computeIfAbsent(name, n -> new Curve(clock));
  }

  /** How often a metric was asked for its present value. */
  int asked(String name) {
    return asked.getOrDefault(name, 0);
  }

  Target target(String name) {
    return targets.computeIfAbsent(name, n -> new Target(clock));
  }

  void inTurnsOf(Turns turns) {
    for (String name : List.of("version", "weight", "deployment", "alias")) {
      target(name);
    }
    targets.values().forEach(t -> t.inTurnsOf(turns));
  }

  /** Metrics are no longer known for the past. */
  void keepsNoHistory() {
    history = false;
  }

  @Override
  public String name() {
    return "world";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(
        new MetricVerb(),
        new Change("world.deploy", "version", "version"),
        new Look("world.deployed", "version", "version"),
        new Change("world.shift", "weight", "weight"),
        new Look("world.weights", "weight", "weight"),
        new Change("world.stop_deployment", "deployment", "status"),
        new Look("world.deployment", "deployment", "status"),
        new Change("world.set_alias", "alias", "version"),
        new Look("world.alias", "alias", "version"));
  }

  private final class MetricVerb implements Asking {
    @Override
    public Manual manual() {
      return Manual.of("world.metric", "Asks what the story says.")
          .required("name", Manual.Type.TEXT, Slot.DATA, "which metric")
          .gives("value", "the number")
          .example("world.metric: {name: errors}");
    }

    @Override
    public Answer ask(Question question) {
      asked.merge(String.valueOf(question.args().get("name")), 1, Integer::sum);
      return metric(String.valueOf(question.args().get("name"))).at(question.at());
    }

    @Override
    public Optional<List<Answer>> past(Question question, Instant from, Instant to, Duration step) {
      if (!history) {
        return Optional.empty();
      }
      List<Answer> answers = new ArrayList<>();
      for (Instant at = from; !at.isAfter(to); at = at.plus(step)) {
        answers.add(metric(String.valueOf(question.args().get("name"))).at(at));
      }
      return Optional.of(answers);
    }
  }

  /** Sets a target to the value of its one argument. */
  private final class Change implements Acting {
    private final String verb;
    private final String target;
    private final String argument;

    Change(String verb, String target, String argument) {
      this.verb = verb;
      this.target = target;
      this.argument = argument;
    }

    @Override
    public Manual manual() {
      return Manual.of(verb, "Changes the " + target + ".")
          .requiredSecret(argument, Manual.Type.ANY, Slot.DATA, "the new value")
          .example(verb + ": {" + argument + ": x}");
    }

    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      Object wanted = operation.args().getOrDefault(argument, "");
      return target(target).begin(operation, wanted);
    }

    @Override
    public Deed look(Operation operation, String reference) {
      return target(target).goesOn()
          ? new Deed.Begun(reference, Proof.none())
          : new Deed.Landed(Map.of(argument, target(target).value()), Proof.none());
    }

    @Override
    public Fence fence() {
      return Fence.NATIVE;
    }
  }

  /** Tells the value of a target. */
  private final class Look implements Asking {
    private final String verb;
    private final String target;
    private final String output;

    Look(String verb, String target, String output) {
      this.verb = verb;
      this.target = target;
      this.output = output;
    }

    @Override
    public Manual manual() {
      return Manual.of(verb, "Tells the " + target + ".")
          .gives(output, "its value")
          .example(verb + ": {}");
    }

    @Override
    public Answer ask(Question question) {
      return Answer.of(Map.of(output, target(target).value()), 1, question.at(), Proof.none());
    }
  }
}
