package dev.holddown.bench;

import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.List;
import java.util.Collections;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Verbs that cost nothing themselves, so that what is measured is the engine. {@code bench.sample}
 * is calm, {@code bench.decide} breaches once it is told to, {@code bench.hang} returns when its
 * time-out is over, {@code bench.back} is the first act of the way back.
 */
final class Workshop {
  private static final String BODY = "{\"status\":\"success\",\"data\":\"" + "x".repeat(1_000);

  private final InstantSource clock;
  private final AtomicLong sampled = new AtomicLong();
  private volatile Trial trial = new Trial(0);

  Workshop(InstantSource clock) {
    this.clock = clock;
  }

  /** One breach, from the answer that decides to the first act. Answers take up to so long. */
  static final class Trial {
    final Map<Instant, Instant> answered = new ConcurrentHashMap<>();
    final CountDownLatch begun = new CountDownLatch(1);
    final int delayMillisMax;
    volatile Instant actAt = Instant.MAX;
    volatile boolean breach;
    volatile boolean back;

    Trial(int delayMillisMax) {
      this.delayMillisMax = delayMillisMax;
    }
  }

  void begin(Trial next) {
    this.trial = next;
  }

  /** How often {@code bench.sample} was asked so far. */
  long sampled() {
    return sampled.get();
  }

  SortedMap<String, Verb> verbs() {
    SortedMap<String, Verb> verbs = new TreeMap<>();
    verbs.put("bench.sample", asking("bench.sample", this::calm));
    verbs.put("bench.alike", alike());
    verbs.put("bench.decide", asking("bench.decide", this::decide));
    verbs.put("bench.hang", asking("bench.hang", this::hang));
    verbs.put("bench.state", asking("bench.state", this::state));
    verbs.put("bench.back", new Back(this));
    return verbs;
  }

  private Answer calm(Question question) throws InterruptedException {
    sampled.incrementAndGet();
    linger(question);
    return Answer.of(Map.of("value", 0.004), 100, question.at(), new Proof("GET calm", BODY));
  }

  /** One call answers all who ask for the same after the slash. */
  private Asking alike() {
    Asking one = asking("bench.alike", this::calm);
    return new Asking() {
      @Override
      public Manual manual() {
        return one.manual();
      }

      @Override
      public Answer ask(Question question) throws InterruptedException {
        return one.ask(question);
      }

      @Override
      public boolean joins() {
        return true;
      }

      @Override
      public Optional<Map<String, Object>> common(Question question) {
        String name = String.valueOf(question.args().get("name"));
        return Optional.of(Map.of("about", name.substring(name.indexOf('/') + 1)));
      }

      @Override
      public List<Optional<Answer>> askTogether(List<Question> all) throws InterruptedException {
        Answer answer = calm(all.getFirst());
        return Collections.nCopies(all.size(), Optional.of(answer));
      }
    };
  }

  private Answer decide(Question question) throws InterruptedException {
    Trial now = trial;
    linger(question);
    double value = now.breach ? 0.9 : 0.004;
    // Its proof is new each time, so that keeping it costs what it costs.
    Proof proof = new Proof("GET decide", BODY + question.at());
    Answer answer = Answer.of(Map.of("value", value), 100, question.at(), proof);
    now.answered.put(question.at(), clock.instant());
    return answer;
  }

  private Answer hang(Question question) throws InterruptedException {
    Thread.sleep(question.timeout());
    return Answer.error("no answer", question.at(), Proof.none());
  }

  private Answer state(Question question) {
    boolean back = trial.back;
    return Answer.of(Map.of("value", back ? 1 : 0), 1, question.at(), new Proof("GET state", BODY));
  }

  private void linger(Question question) throws InterruptedException {
    int max = trial.delayMillisMax;
    if (max > 0) {
      Thread.sleep(new Random(System.nanoTime() ^ question.hashCode()).nextInt(max));
    }
  }

  private interface Ask {
    Answer ask(Question question) throws InterruptedException;
  }

  private static Manual manual(String name) {
    return Manual.of(name, "Answers at once, for a benchmark.")
        .required("name", Manual.Type.TEXT, Slot.DATA, "whom to ask")
        .gives("value", "a number")
        .example(name + ": {name: a}");
  }

  private static Asking asking(String name, Ask how) {
    Manual manual = manual(name);
    return new Asking() {
      @Override
      public Answer ask(Question question) throws InterruptedException {
        return how.ask(question);
      }

      @Override
      public Manual manual() {
        return manual;
      }
    };
  }

  /** The way back. */
  private record Back(Workshop workshop) implements Acting {
    @Override
    public Deed begin(Operation operation) {
      Trial now = workshop.trial;
      if (now.begun.getCount() > 0) {
        now.actAt = workshop.clock.instant();
        now.begun.countDown();
      }
      now.back = true;
      return new Deed.Landed(Map.of(), new Proof("PUT back", BODY));
    }

    @Override
    public Manual manual() {
      return Workshop.manual("bench.back");
    }
  }
}
