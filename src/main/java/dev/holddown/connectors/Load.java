package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.LoadPlan;
import dev.holddown.connectors.support.LoadRun;
import dev.holddown.connectors.support.SocketCall;
import dev.holddown.connectors.support.Url;
import dev.holddown.domain.kernel.Span;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Makes load at a fixed arrival rate and measures it. {@code load.run} is a check that waits for
 * the end; {@code load.start} is a step that goes on by itself, can be stopped, and whose numbers
 * {@code load.result} gives to conditions.
 */
public final class Load implements Connector {
  private static final int RUNS_MAX = 20;

  private final SocketCall calls;
  private final LongSupplier nanos;
  private final Map<String, Going> runs = new LinkedHashMap<>();

  /**
   * @param nanos a monotonic clock in nanoseconds
   */
  public Load(SocketCall calls, LongSupplier nanos) {
    this.calls = calls;
    this.nanos = nanos;
  }

  /** Load that was started: what it is called, and how it ended, once it has. */
  private record Going(
      String name, LoadRun run, Proof proof, AtomicReference<Optional<String>> ended) {}

  @Override
  public String name() {
    return "load";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new Run(), new Start(), new Result());
  }

  private static Manual.Builder fields(Manual.Builder manual) {
    return manual
        .required("url", Manual.Type.TEXT, Slot.URL, "an http or https URL")
        .required("rate", Manual.Type.NUMBER, Slot.DATA, "arrivals a second, up to 5000")
        .required("duration", Manual.Type.DURATION, Slot.LITERAL, "over which they are counted")
        .optional("warm-up", Manual.Type.DURATION, Slot.LITERAL, "before that, not counted")
        .optional(
            "concurrency",
            Manual.Type.INT,
            Slot.DATA,
            "requests at once, 1 to 2000 (200); an arrival above it is dropped and is an error")
        .optional("request-timeout", Manual.Type.DURATION, Slot.LITERAL, "of each request (10s)")
        .optional(
            "method", Manual.Type.TEXT, Slot.LITERAL, "GET (default), HEAD, POST, PUT, DELETE")
        .optional("body", Manual.Type.TEXT, Slot.DATA, "a body sent as text")
        .secret("headers", Manual.Type.MAP, Slot.HEADER, "request headers, such as Authorization");
  }

  private static Manual.Builder results(Manual.Builder manual) {
    return manual
        .gives("p50", "seconds within which half were answered, from when each should be sent")
        .gives("p90", "the same for 90 of 100")
        .gives("p95", "the same for 95 of 100")
        .gives("p99", "the same for 99 of 100")
        .gives("max", "seconds of the slowest")
        .gives("mean", "seconds on average")
        .gives("error_rate", "the share that failed, was dropped or answered outside 200 to 399")
        .gives("errors", "how many failed or answered outside 200 to 399")
        .gives("dropped", "arrivals that were not sent because too many were under way")
        .gives("rate", "answers a second")
        .gives("statuses", "how many answers by HTTP status")
        .gives("failures", "how many got no answer, by why")
        .gives("send_lag", "seconds by which this machine itself sent too late, at most")
        .gives("seconds", "over which arrivals were counted")
        .gives("samples", "how many arrivals were counted")
        .gives("value", "the same as p95");
  }

  private LoadRun prepared(Args args, Duration within) throws CallRefused, InterruptedException {
    LoadPlan plan = LoadPlan.of(args);
    Duration whole = plan.limits().whole();
    if (whole.compareTo(within) > 0) {
      throw new CallRefused(
          args.action()
              + " may take "
              + Span.text(whole)
              + " (warm-up, duration and the last request's time-out), but the call's time-out is "
              + Span.text(within)
              + "; write timeout: "
              + Span.text(whole.plusSeconds(5)).replace(" ", "")
              + " beside it, or ask for less");
    }
    calls.host(Url.parse(plan.ask().url()).getHost(), calls.deadline(Duration.ofSeconds(5)));
    return new LoadRun(plan, nanos);
  }

  private static Answer answer(LoadRun run, Question question, Proof asked) {
    Map<String, Object> result = run.tally().plain(run.counted());
    Proof proof = new Proof(asked.request(), result.toString());
    if (run.tally().answered() == 0) {
      return Answer.error(
          "none of "
              + run.tally().samples()
              + " requests was answered: "
              + (run.tally().firstFailure().isEmpty()
                  ? "all were dropped"
                  : run.tally().firstFailure()),
          question.at(),
          proof);
    }
    return Answer.of(result, run.tally().samples(), question.at(), proof);
  }

  /** {@code load.run}. */
  private final class Run implements Asking {
    @Override
    public Manual manual() {
      return results(
              fields(
                  Manual.of(
                      "load.run",
                      "Sends requests at a fixed rate, waits for the end and tells the"
                          + " latencies.")))
          .example(
              "load.run: {url: \"https://shop.example/health\", rate: 50, duration: 30s, warm-up:"
                  + " 5s}");
    }

    @Override
    public Answer ask(Question question) throws InterruptedException {
      try {
        LoadRun run = prepared(new Args("load.run", question.args()), question.timeout());
        Proof asked = new Proof(shown(question.args(), "load.run"), "");
        run.run();
        return answer(run, question, asked);
      } catch (CallRefused e) {
        return Answer.error(e.sentence(), question.at(), Proof.none());
      }
    }
  }

  private static String shown(Map<String, Object> args, String action) throws CallRefused {
    return LoadPlan.of(new Args(action, args)).shown();
  }

  /** {@code load.start}. */
  private final class Start implements Acting {
    @Override
    public Manual manual() {
      return results(
              fields(
                  Manual.of(
                          "load.start",
                          "Starts to send requests at a fixed rate; the step lasts as long as they"
                              + " do, and abort or rollback stops them.")
                      .required("name", Manual.Type.TEXT, Slot.DATA, "what load.result asks for")))
          .example(
              "load.start: {name: canary, url: \"https://shop.example/\", rate: 50, duration:"
                  + " 10m}");
    }

    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      Args args = new Args("load.start", operation.args());
      synchronized (runs) {
        Going same = runs.get(operation.id());
        if (same != null) {
          return new Deed.Begun(operation.id(), same.proof());
        }
      }
      try {
        LoadRun run = prepared(args, operation.timeout());
        String name = args.text("name");
        Proof proof = new Proof(shown(operation.args(), "load.start"), "");
        Going going = new Going(name, run, proof, new AtomicReference<>(Optional.empty()));
        synchronized (runs) {
          runs.values().removeIf(g -> runs.size() >= RUNS_MAX && g.ended().get().isPresent());
          if (runs.size() >= RUNS_MAX) {
            return new Deed.Failed(
                RUNS_MAX + " loads go on already; nothing was started", Proof.none());
          }
          runs.put(operation.id(), going);
        }
        Thread.ofPlatform().daemon().name("load-" + name).start(() -> carryOut(going));
        return new Deed.Begun(operation.id(), proof);
      } catch (CallRefused e) {
        return new Deed.Failed(e.sentence() + "; nothing was started", Proof.none());
      }
    }

    private static void carryOut(Going going) {
      try {
        going.run().run();
        going.ended().set(Optional.of(going.run().stopped() ? "it was stopped" : ""));
      } catch (InterruptedException e) {
        going.ended().set(Optional.of("it was interrupted"));
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        going.ended().set(Optional.of("it broke: " + e));
      }
    }

    @Override
    public Deed look(Operation operation, String reference) {
      Optional<Going> going = going(reference);
      if (going.isEmpty()) {
        return new Deed.Failed(
            "the load " + reference + " is gone: it ends with the engine that started it",
            Proof.none());
      }
      LoadRun run = going.get().run();
      Map<String, Object> result = run.tally().plain(run.counted());
      Proof proof = new Proof(going.get().proof().request(), result.toString());
      Optional<String> ended = going.get().ended().get();
      if (ended.isEmpty()) {
        return new Deed.Begun(reference, proof);
      }
      return ended.get().isEmpty()
          ? new Deed.Landed(result, proof)
          : new Deed.Failed(
              ended.get() + " after " + Span.text(run.counted()) + " of counting", proof);
    }

    @Override
    public void stop(Operation operation, String reference) {
      going(reference).ifPresent(going -> going.run().stop());
    }
  }

  private Optional<Going> going(String reference) {
    synchronized (runs) {
      return Optional.ofNullable(runs.get(reference));
    }
  }

  /** {@code load.result}. */
  private final class Result implements Asking {
    @Override
    public Manual manual() {
      return results(
              Manual.of("load.result", "Tells the numbers of the newest load of a name.")
                  .required("name", Manual.Type.TEXT, Slot.DATA, "the name given to load.start")
                  .gives("done", "whether it has ended; before that the numbers still grow")
                  .gives("stopped", "whether it was ended before its time"))
          .example("load.result: {name: canary}");
    }

    @Override
    public Answer ask(Question question) {
      try {
        String name = new Args("load.result", question.args()).text("name");
        Optional<Going> newest;
        synchronized (runs) {
          newest = runs.values().stream().filter(g -> g.name().equals(name)).reduce((a, b) -> b);
        }
        if (newest.isEmpty()) {
          return Answer.noData(
              "no load named " + name + " was started by this engine", question.at(), Proof.none());
        }
        Going going = newest.get();
        Answer answer = answer(going.run(), question, going.proof());
        if (answer.kind() != Answer.Kind.ANSWERED) {
          return answer;
        }
        Map<String, Object> result = new LinkedHashMap<>(answer.result());
        result.put("done", going.ended().get().isPresent());
        result.put("stopped", going.ended().get().filter(why -> !why.isEmpty()).isPresent());
        return Answer.of(result, answer.samples(), question.at(), answer.proof());
      } catch (CallRefused e) {
        return Answer.error(e.sentence(), question.at(), Proof.none());
      }
    }
  }
}
