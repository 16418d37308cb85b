package dev.holddown.cli.link;

import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.Mail;
import dev.holddown.engine.Request;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The way of a request to the engine, and of its answer back.
 *
 * @param mail empty where no engine runs on this data
 * @param must a run, or a refusal that says there is none
 */
record Posting(Optional<Mail> mail, Function<String, RunState> must) {
  private static final int REPLY_SECONDS_MAX = 10;

  /** Refuses a closed run. */
  void mustBeOpen(String run) {
    RunState state = must.apply(run);
    if (state.closed()) {
      throw new Refused(
          Refused.Why.CONFLICT,
          "run "
              + run
              + " is closed ("
              + state.outcome().map(Enum::name).orElse("")
              + "); nothing was changed");
    }
  }

  /**
   * What the engine answers.
   *
   * @throws Refused with a sentence when it does not
   */
  Request.Reply post(Request request) {
    Mail to =
        mail.orElseThrow(() ->
            new Refused(
                Refused.Why.UNAVAILABLE,
                "no engine is running on this data folder; nothing was changed"));
    if (request instanceof Request.ForRun forRun
        && !Run.takes(must.apply(forRun.run()), forRun.command())) {
      mustBeOpen(forRun.run());
    }
    try {
      return to.post(request).get(REPLY_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      String why = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
      throw new Refused(Refused.Why.UNAVAILABLE, "the engine failed: " + why);
    } catch (TimeoutException e) {
      throw new Refused(
          Refused.Why.UNAVAILABLE,
          "the engine has not answered for "
              + REPLY_SECONDS_MAX
              + " seconds (a slow disk, or a database that is away); what was asked stands and is"
              + " done when it answers; see with: holddown status");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(
          Refused.Why.UNAVAILABLE, "interrupted; see whether it was done with: holddown status");
    }
  }
}
