package dev.holddown.bench;

import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Question;
import dev.holddown.spi.Verb;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Notes from when to when each call of the real verbs was under way. Safe from any thread. */
final class Recorder {
  private final InstantSource clock;
  private final List<Called> calls = new ArrayList<>();

  Recorder(InstantSource clock) {
    this.clock = clock;
  }

  /** A call that is over. {@code acts}: it changed the world. */
  record Called(String verb, Map<String, Object> args, boolean acts, Instant from, Instant to) {}

  SortedMap<String, Verb> around(SortedMap<String, Verb> verbs) {
    SortedMap<String, Verb> noted = new TreeMap<>();
    verbs.forEach((name, verb) ->
        noted.put(
            name,
            switch (verb) {
              case Asking asking -> new NotedAsking(this, asking);
              case Acting acting -> new NotedActing(this, acting);
            }));
    return noted;
  }

  synchronized List<Called> calls() {
    return List.copyOf(calls);
  }

  private synchronized void note(
      Manual manual, Map<String, Object> args, boolean acts, Instant from) {
    calls.add(new Called(manual.name(), args, acts, from, clock.instant()));
  }

  private record NotedAsking(Recorder recorder, Asking verb) implements Asking {
    @Override
    public Answer ask(Question question) throws InterruptedException {
      Instant from = recorder.clock.instant();
      try {
        return verb.ask(question);
      } finally {
        recorder.note(verb.manual(), question.args(), false, from);
      }
    }

    @Override
    public Optional<List<Answer>> past(Question question, Instant from, Instant to, Duration step)
        throws InterruptedException {
      return verb.past(question, from, to, step);
    }

    @Override
    public Manual manual() {
      return verb.manual();
    }
  }

  private record NotedActing(Recorder recorder, Acting verb) implements Acting {
    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      Instant from = recorder.clock.instant();
      try {
        return verb.begin(operation);
      } finally {
        recorder.note(verb.manual(), operation.args(), true, from);
      }
    }

    @Override
    public Deed look(Operation operation, String reference) throws InterruptedException {
      Instant from = recorder.clock.instant();
      try {
        return verb.look(operation, reference);
      } finally {
        recorder.note(verb.manual(), operation.args(), false, from);
      }
    }

    @Override
    public void stop(Operation operation, String reference) throws InterruptedException {
      verb.stop(operation, reference);
    }

    @Override
    public Fence fence() {
      return verb.fence();
    }

    @Override
    public Manual manual() {
      return verb.manual();
    }
  }
}
