package dev.holddown.store;

import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.keep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import dev.holddown.testing.RealTime;
import dev.holddown.testing.TcpProxy;
import dev.holddown.testing.TestPostgres;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A person who waits is told soon that the database is away; the engine goes on trying. */
class PostgresForPeopleTest {
  private static final PostgresLimits LIMITS = new PostgresLimits(1_000, 1_000, 800, 90_000, 2);

  @Test
  void during_an_outage_a_person_has_a_sentence_within_seconds() throws Exception {
    String url = Postgres.database();
    try (TcpProxy proxy = TcpProxy.to(TestPostgres.shared().port());
        EventStore store =
            Postgres.open(
                url.replaceFirst("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:" + proxy.port()), LIMITS);
        ExecutorService threads = Executors.newFixedThreadPool(1)) {
      keep(store, append("r-1", 0, 2));
      assertThat(store.forPeople().read("r-1")).hasSize(2);
      proxy.cut();
      Future<?> writing = threads.submit(() -> keep(store, append("r-1", 2, 2)));

      long start = RealTime.nanos().getAsLong();
      assertThatThrownBy(() -> store.forPeople().read("r-1"))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith(
              "the database postgresql://holddown@127.0.0.1:%d/%s does not answer just now: "
                  .formatted(proxy.port(), url.substring(url.lastIndexOf('/') + 1)))
          .hasMessageEndingWith(
              "; runs go on as soon as it does, and nothing was changed; try again then");
      assertThat(RealTime.nanos().getAsLong() - start).isLessThan(45_000_000_000L);
      assertThat(writing.isDone()).isFalse();

      proxy.mend();
      writing.get();
      assertThat(store.forPeople().read("r-1")).hasSize(4);
    }
  }
}
