package dev.holddown.web;

import dev.holddown.cli.link.Refused;
import dev.holddown.engine.port.KeptAnswers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Answers to requests that carried an {@code Idempotency-Key}: the same request again gets the same
 * answer and does nothing. Requests that come at once wait for the first one here; what the API
 * answered is kept in the store, so that it is known after a restart and on another node. The
 * oldest are forgotten.
 */
final class Remembered {
  static final int ANSWERS_MAX = 10_000;
  static final int KEY_CHARACTERS_MAX = 200;
  private static final int WAIT_SECONDS_MAX = 35;

  private final Map<String, Kept> kept =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > ANSWERS_MAX;
        }
      };

  private final Optional<KeptAnswers> lasting;
  private final Supplier<Instant> clock;

  /** {@code lasting}: where answers outlive the server; empty where nothing is kept. */
  Remembered(Optional<KeptAnswers> lasting, Supplier<Instant> clock) {
    this.lasting = lasting;
    this.clock = clock;
  }

  private record Kept(String request, CompletableFuture<Reply> reply) {}

  /**
   * The answer, given once for each key.
   *
   * @param key of one caller
   * @param request what was asked, digested; a key stands for one request
   */
  Reply once(String key, String request, Supplier<Reply> answer) {
    Kept mine = new Kept(request, new CompletableFuture<>());
    Kept before;
    synchronized (kept) {
      before = kept.putIfAbsent(key, mine);
    }
    if (before == null) {
      return first(key, mine, answer);
    }
    if (!before.request().equals(request)) {
      throw another();
    }
    return waited(before);
  }

  private static Problem another() {
    return Problem.of(
        422,
        "idempotency-key",
        "this Idempotency-Key came before with another request; take a new one for each request;"
            + " nothing was changed");
  }

  /**
   * The same for whoever asks after a restart, or another node. The key is taken before anything is
   * done: a server that ends in between leaves a key without an answer, and whoever asks again is
   * told that nobody knows, rather than having it done twice. Writes the store.
   */
  Reply durably(String key, String request, Supplier<Reply> answer) {
    if (lasting.isEmpty()) {
      return answer.get();
    }
    KeptAnswers answers = lasting.get();
    Optional<KeptAnswers.Held> before = answers.take(key, request, clock.get());
    if (before.isPresent()) {
      return again(before.get(), request);
    }
    Reply reply;
    try {
      reply = settled(answer);
    } catch (RuntimeException e) {
      if (nothingDone(e)) {
        answers.giveBack(key);
      }
      throw e;
    }
    LastingReply.text(reply).ifPresent(text -> answers.answer(key, text));
    return reply;
  }

  private static Reply again(KeptAnswers.Held before, String request) {
    if (!before.request().equals(request)) {
      throw another();
    }
    return before
        .answer()
        .map(LastingReply::read)
        .orElseThrow(() ->
            Problem.of(
                409,
                "idempotency-key",
                "the first request with this key came at "
                    + before.at().truncatedTo(ChronoUnit.SECONDS)
                    + " and has no answer: it is at work on another node, or its server ended"
                    + " before it could answer. It is not done a second time: see what was done,"
                    + " then ask with a new key"));
  }

  /** Whoever was refused for what they asked had nothing done; of a failure nobody knows. */
  private static boolean nothingDone(RuntimeException e) {
    return switch (e) {
      case Problem problem -> problem.status() < 500;
      case Refused refused -> refused.why() != Refused.Why.UNAVAILABLE;
      default -> false;
    };
  }

  private Reply first(String key, Kept mine, Supplier<Reply> answer) {
    try {
      Reply reply = settled(answer);
      mine.reply().complete(reply);
      return reply;
    } catch (RuntimeException e) {
      synchronized (kept) {
        kept.remove(key, mine);
      }
      mine.reply().completeExceptionally(e);
      throw e;
    }
  }

  /** A refusal is an answer too; that nobody could answer is not. */
  private static Reply settled(Supplier<Reply> answer) {
    try {
      return answer.get();
    } catch (Problem e) {
      if (e.status() == 409 || e.status() == 412) {
        return e.reply();
      }
      throw e;
    }
  }

  private static Reply waited(Kept before) {
    try {
      return before.reply().get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(
          503, "ending", "the server is ending; see what was done before asking again");
    } catch (ExecutionException | TimeoutException e) {
      throw Problem.of(
          409, "idempotency-key", "the first request with this key has no answer yet; ask again");
    }
  }
}
