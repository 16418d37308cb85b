package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Freezes;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells whether a freeze of this workspace stops a run or a place. It never lets anything pass. */
public final class FreezeLooks implements Connector {
  private final Freezes freezes;

  public FreezeLooks(Freezes freezes) {
    this.freezes = freezes;
  }

  @Override
  public String name() {
    return "freeze";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new Active(freezes));
  }

  /** {@code freeze.active}. */
  private record Active(Freezes freezes) implements Asking {
    @Override
    public Manual manual() {
      return Manual.of("freeze.active", "Tells whether a freeze stops a run or a place now.")
          .optional("run", Manual.Type.TEXT, Slot.DATA, "a run; its overrides count")
          .optional("service", Manual.Type.TEXT, Slot.DATA, "instead of a run: a service")
          .optional("environment", Manual.Type.TEXT, Slot.DATA, "and its environment")
          .gives("active", "whether a freeze stops it: one holds that nobody overrode")
          .gives("overridden", "whether it goes on only because somebody overrode a freeze")
          .gives("freeze", "the freeze that stops it, else the overridden one, or empty")
          .gives("owner", "who declared that freeze, or empty")
          .gives("until", "its end, UTC, or empty")
          .gives("by", "who overrode it, or empty")
          .gives("role", "as which role")
          .gives("method", "by which method they were asked")
          .gives("reason", "why")
          .gives("open_until", "how long the override counts, UTC, or empty")
          .gives("samples", "always 1: one calendar was looked at")
          .gives("value", "1 while a freeze stops it, else 0")
          .example("freeze.active: {run: \"${run.id}\"}");
    }

    @Override
    public Answer ask(Question question) {
      Args args = new Args("freeze.active", question.args());
      try {
        Optional<String> run = args.optionalText("run");
        boolean place = args.has("service") && args.has("environment");
        if (run.isPresent() == place) {
          return wrong("freeze.active takes either run, or service and environment", question);
        }
        List<Freezes.Holding> holding =
            run.isPresent()
                ? freezes.of(run.get())
                : freezes.at(args.text("service"), args.text("environment"));
        Map<String, Object> result = result(holding);
        Proof proof = new Proof("freeze.active " + run.orElse("of a place"), result.toString());
        return Answer.of(result, 1, question.at(), proof).saying(said(holding));
      } catch (CallRefused e) {
        return wrong(e.sentence(), question);
      } catch (IllegalStateException e) {
        return wrong(String.valueOf(e.getMessage()), question);
      }
    }

    private static Answer wrong(String sentence, Question question) {
      return Answer.error(sentence, question.at(), Proof.none());
    }

    private static Optional<Freezes.Holding> stops(List<Freezes.Holding> holding) {
      return holding.stream().filter(held -> held.overrides().isEmpty()).findFirst();
    }

    private static Map<String, Object> result(List<Freezes.Holding> holding) {
      Optional<Freezes.Holding> stops = stops(holding);
      Optional<Freezes.Holding> told = stops.or(() -> holding.stream().findFirst());
      Optional<Freezes.Leave> leave = told.flatMap(held -> held.overrides().stream().findFirst());
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("value", stops.isPresent() ? 1L : 0L);
      result.put("active", stops.isPresent());
      result.put("overridden", stops.isEmpty() && !holding.isEmpty());
      result.put("freeze", told.map(Freezes.Holding::id).orElse(""));
      result.put("owner", told.map(Freezes.Holding::owner).orElse(""));
      result.put("until", told.flatMap(Freezes.Holding::until).map(Instant::toString).orElse(""));
      result.put("by", leave.map(Freezes.Leave::person).orElse(""));
      result.put("role", leave.map(Freezes.Leave::role).orElse(""));
      result.put("method", leave.map(Freezes.Leave::method).orElse(""));
      result.put("reason", leave.map(Freezes.Leave::reason).orElse(""));
      result.put("open_until", leave.map(o -> o.until().toString()).orElse(""));
      return result;
    }

    private static String said(List<Freezes.Holding> holding) {
      if (holding.isEmpty()) {
        return "no freeze holds here now";
      }
      return stops(holding)
          .map(Freezes.Holding::told)
          .orElseGet(() ->
              holding.stream()
                  .flatMap(held -> held.overrides().stream().map(o -> leave(held, o)))
                  .collect(Collectors.joining("; ")));
    }

    private static String leave(Freezes.Holding held, Freezes.Leave o) {
      return "the freeze \""
          + held.id()
          + "\" was overridden by "
          + o.person()
          + " as "
          + o.role()
          + ", method "
          + o.method()
          + ", until "
          + o.until()
          + ": "
          + o.reason();
    }
  }
}
