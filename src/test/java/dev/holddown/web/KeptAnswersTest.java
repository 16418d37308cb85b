package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.cli.link.Refused;
import dev.holddown.engine.port.KeptAnswers;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What somebody is told who asks again, of a server that has forgotten everything. */
class KeptAnswersTest {
  private static final Instant T = Instant.parse("2026-11-21T10:00:00Z");

  /** What a store keeps. */
  private static final class Store implements KeptAnswers {
    private final Map<String, Held> held = new HashMap<>();

    @Override
    public Optional<Held> take(String key, String request, Instant at) {
      return Optional.ofNullable(held.putIfAbsent(key, new Held(request, at, Optional.empty())));
    }

    @Override
    public void answer(String key, String answer) {
      held.computeIfPresent(key, (k, h) -> new Held(h.request(), h.at(), Optional.of(answer)));
    }

    @Override
    public void giveBack(String key) {
      held.remove(key);
    }
  }

  private final Store store = new Store();
  private final AtomicInteger done = new AtomicInteger();

  private Remembered server() {
    return new Remembered(Optional.of(store), () -> T);
  }

  private Supplier<Reply> work(Reply reply) {
    return () -> {
      done.incrementAndGet();
      return reply;
    };
  }

  private Supplier<Reply> failing(RuntimeException e) {
    return () -> {
      done.incrementAndGet();
      throw e;
    };
  }

  @Test
  void another_server_gives_the_answer_of_the_first_byte_by_byte() {
    Reply first =
        new Reply.Json(
            201,
            "application/json",
            Map.of("run", "r-1", "events", 3, "ratio", 0.25),
            Map.of("Location", "/api/v1/runs/r-1"));
    assertThat(server().durably("k", "a", work(first))).isEqualTo(first);
    Reply.Json again = (Reply.Json) server().durably("k", "a", work(first));
    assertThat(done).hasValue(1);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.headers()).containsEntry("Location", "/api/v1/runs/r-1");
    assertThat(dev.holddown.cli.link.Json.line(again.value()))
        .contains("\"run\":\"r-1\"", "\"ratio\":0.25", "\"events\":3");

    server().durably("bare", "a", work(new Reply.Bare(204, Map.of("ETag", "\"4\""))));
    assertThat(server().durably("bare", "a", work(first)))
        .isEqualTo(new Reply.Bare(204, Map.of("ETag", "\"4\"")));
  }

  @Test
  void the_same_key_with_another_request_is_refused() {
    server().durably("k", "a", work(Reply.ok(Map.of())));
    assertThatThrownBy(() -> server().durably("k", "b", work(Reply.ok(Map.of()))))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(422))
        .hasMessageContaining("this Idempotency-Key came before with another request");
    assertThat(done).hasValue(1);
  }

  @Test
  void what_a_server_did_not_answer_before_it_ended_is_not_done_twice() {
    store.take("k", "a", T);
    assertThatThrownBy(() -> server().durably("k", "a", work(Reply.ok(Map.of()))))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(409))
        .hasMessageContaining(
            "the first request with this key came at 2026-11-21T10:00:00Z and has no answer: it is"
                + " at work on another node, or its server ended before it could answer. It is not"
                + " done a second time: see what was done, then ask with a new key");
    assertThat(done).hasValue(0);
  }

  @Test
  void a_refusal_is_an_answer_and_a_request_of_which_nothing_was_done_may_come_again() {
    Refused conflict = new Refused(Refused.Why.CONFLICT, "it is closed");
    assertThatThrownBy(() -> server().durably("c", "a", failing(conflict))).isSameAs(conflict);
    server().durably("c", "a", work(Reply.ok(Map.of())));
    assertThat(done).as("nothing was changed by what was refused").hasValue(2);

    Problem stale = Problem.of(412, "etag", "it has changed");
    Reply told = server().durably("p", "a", failing(stale));
    assertThat(((Reply.Json) told).status()).isEqualTo(412);
    server().durably("p", "a", work(Reply.ok(Map.of())));
    assertThat(done).as("answered as before").hasValue(3);

    for (RuntimeException unknown :
        List.of(
            new Refused(Refused.Why.UNAVAILABLE, "the engine has not answered"),
            Problem.of(503, "busy", "later"),
            new IllegalStateException("a fault"))) {
      String key = String.valueOf(unknown.getMessage());
      assertThatThrownBy(() -> server().durably(key, "a", failing(unknown))).isSameAs(unknown);
      assertThatThrownBy(() -> server().durably(key, "a", work(Reply.ok(Map.of()))))
          .hasMessageContaining("It is not done a second time");
    }
  }

  @Test
  void an_answer_that_is_too_long_to_be_kept_is_told_to_have_been() {
    Reply first = Reply.ok(Map.of("text", "x".repeat(300_000)));
    assertThat(server().durably("k", "a", work(first))).isEqualTo(first);
    Reply.Json again = (Reply.Json) server().durably("k", "a", work(first));
    assertThat(again.status()).isEqualTo(409);
    assertThat(String.valueOf(again.value())).contains("this was done before, under this key");
    assertThat(done).hasValue(1);
  }
}
