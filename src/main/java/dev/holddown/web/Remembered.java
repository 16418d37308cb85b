package dev.holddown.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Answers to requests that carried an {@code Idempotency-Key}: the same request again gets the same
 * answer and does nothing. The oldest are forgotten, and all of them when the server ends.
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
      throw Problem.of(
          422,
          "idempotency-key",
          "this Idempotency-Key came before with another request; take a new one for each request;"
              + " nothing was changed");
    }
    return waited(before);
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
