package dev.holddown.engine;

import dev.holddown.engine.port.Ports;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;

/**
 * The verbs with a limit that holds even for a connector that ignores its time-out and interrupts.
 * Questions and acts are counted apart: a provider that hangs leaves the acts, and the way back,
 * alone.
 */
public final class BoundedVerbs implements Ports.Verbs {
  /** So many threads that never came back are too many. */
  static final int GIVEN_UP_MAX = 64;

  private final Ports.Verbs verbs;
  private final BoundedCalls questions;
  private final BoundedCalls acts;

  public BoundedVerbs(Ports.Verbs verbs) {
    this(verbs, Performer.GRACE);
  }

  BoundedVerbs(Ports.Verbs verbs, Duration grace) {
    ThreadFactory light = Thread.ofVirtual().name("question-", 0).factory();
    ThreadFactory heavy = Thread.ofPlatform().daemon(true).name("act-", 0).factory();
    this.verbs = verbs;
    this.questions = new BoundedCalls(light, grace, GIVEN_UP_MAX);
    this.acts = new BoundedCalls(heavy, grace, GIVEN_UP_MAX);
  }

  /**
   * Waits until no connector is at work any more.
   *
   * @param max how long it waits for each
   * @return false when one did not come back
   */
  public boolean end(Duration max) throws InterruptedException {
    return acts.end(max) && questions.end(max);
  }

  @Override
  public Optional<Verb> find(String action) {
    return verbs
        .find(action)
        .map(verb ->
            switch (verb) {
              case Asking asking -> new Ask(asking);
              case Acting acting -> new Act(acting);
            });
  }

  @Override
  public List<String> names() {
    return verbs.names();
  }

  /** A verb that asks. */
  private final class Ask implements Asking {
    private final Asking verb;

    Ask(Asking verb) {
      this.verb = verb;
    }

    @Override
    public Manual manual() {
      return verb.manual();
    }

    @Override
    public Answer ask(Question q) throws InterruptedException {
      BoundedCalls.Instead<Answer> none = why -> Answer.error(why, q.at(), Proof.none());
      return questions.call(manual().name(), q.timeout(), () -> verb.ask(q), none, none);
    }

    @Override
    public boolean joins() {
      return verb.joins();
    }

    @Override
    public Optional<Map<String, Object>> common(Question question) {
      return verb.common(question);
    }

    @Override
    public List<Optional<Answer>> askTogether(List<Question> all) throws InterruptedException {
      Question first = all.getFirst();
      BoundedCalls.Instead<List<Optional<Answer>>> none =
          why ->
              Collections.nCopies(
                  all.size(), Optional.of(Answer.error(why, first.at(), Proof.none())));
      return questions.call(
          manual().name(), first.timeout(), () -> verb.askTogether(all), none, none);
    }

    @Override
    public Optional<List<Answer>> past(Question q, Instant from, Instant to, Duration step)
        throws InterruptedException {
      return questions.call(
          manual().name(),
          q.timeout(),
          () -> verb.past(q, from, to, step),
          why -> Optional.empty(),
          why -> Optional.empty());
    }
  }

  /** A verb that acts. */
  private final class Act implements Acting {
    private final Acting verb;

    Act(Acting verb) {
      this.verb = verb;
    }

    @Override
    public Manual manual() {
      return verb.manual();
    }

    @Override
    public Fence fence() {
      return verb.fence();
    }

    @Override
    public Deed begin(Operation o) throws InterruptedException {
      return acts.call(
          manual().name(),
          o.timeout(),
          () -> verb.begin(o),
          why -> new Deed.Unknown(why + "; whether it acts is not known", Proof.none()),
          why -> new Deed.Failed(why, Proof.none()));
    }

    /** It is looked at again: nothing is known of the act, only of the look. */
    @Override
    public Deed look(Operation o, String reference) throws InterruptedException {
      return after(o, () -> verb.look(o, reference), reference);
    }

    @Override
    public void stop(Operation o, String reference) throws InterruptedException {
      after(
          o,
          () -> {
            verb.stop(o, reference);
            return new Deed.Begun(reference, Proof.none());
          },
          reference);
    }

    /** Whatever becomes of the call, the act itself goes on and is looked at again. */
    private Deed after(Operation o, Callable<Deed> work, String reference)
        throws InterruptedException {
      BoundedCalls.Instead<Deed> goesOn = why -> new Deed.Begun(reference, new Proof("", why));
      return acts.call(manual().name(), o.timeout(), work, goesOn, goesOn);
    }
  }
}
