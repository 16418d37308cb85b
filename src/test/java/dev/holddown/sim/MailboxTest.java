package dev.holddown.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.Decision;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.Engine;
import dev.holddown.engine.Holdings;
import dev.holddown.engine.Jobs;
import dev.holddown.engine.Mailbox;
import dev.holddown.engine.Request;
import dev.holddown.engine.Rules;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.PlaybookCodec;
import dev.holddown.engine.port.Ports;
import dev.holddown.store.MemoryEventStore;
import dev.holddown.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final SettableClock clock = SettableClock.at("2026-03-02T10:00:00Z");
  private final Mailbox mailbox = new Mailbox(clock, failure -> {});
  private final List<String> heard = new ArrayList<>();

  /**
   * While the engine waited for its disk a breach was seen; no weight is raised before it is known.
   */
  @Test
  void samples_that_wait_are_judged_before_the_orders_that_wait_with_them() {
    Engine engine = new Engine(ports(), new NoJobs(), "node", Holdings.sole(), listening());
    Playbook playbook = Book.draw(new Chance(1));
    engine.process(List.of(new Request.Start(playbook, head(playbook), Actor.person("sam"))));
    heard.clear();

    Reading reading = Metrics.none(Reading.Kind.ERROR, clock.instant());
    RunCommand intend =
        new RunCommand.Intend(
            "shift", 1, "set.weight", Duration.ofSeconds(9), Duration.ofSeconds(5));
    mailbox.post(new Request.ForRun("r1", intend, Actor.engine()));
    mailbox.observed("r1", "errors", reading, Optional.empty());
    mailbox
        .post(new Request.ForRun("r1", new RunCommand.Hold("enough"), Actor.person("sam")))
        .thenRun(mailbox::end);
    mailbox.run(engine);

    assertThat(heard).startsWith("Observe", "Intend", "Hold");
  }

  private Rules listening() {
    return new Rules() {
      @Override
      public Decision decide(RunState state, RunCommand command, Actor actor, Instant now) {
        heard.add(command.getClass().getSimpleName());
        return OF_RUN.decide(state, command, actor, now);
      }

      @Override
      public List<Job> todo(RunState state, Instant at) {
        return OF_RUN.todo(state, at);
      }
    };
  }

  private static RunHead head(Playbook playbook) {
    return new RunHead(
        "r1",
        playbook.id(),
        "release",
        "shop",
        "prod",
        RunHead.Mode.RELEASE,
        Map.of("version", "v2"),
        "sam",
        Optional.empty());
  }

  private Ports ports() {
    return new Ports(
        new MemoryEventStore(),
        new MapBlobs(),
        new OneBook(),
        new Ports.Outside(new NoVerbs(), new NoSecrets(), new NoConditions()),
        new Ports.Passing(clock, () -> "id"));
  }

  private static final class MapBlobs implements Blobs {
    private final Map<Digest, byte[]> kept = new HashMap<>();

    @Override
    public Digest put(byte[] bytes) {
      kept.put(Digest.of(bytes), bytes);
      return Digest.of(bytes);
    }

    @Override
    public Optional<byte[]> get(Digest digest) {
      return Optional.ofNullable(kept.get(digest));
    }
  }

  private static final class OneBook implements PlaybookCodec {
    @Override
    public String wayBack(Playbook playbook) {
      return "";
    }

    @Override
    public byte[] write(Playbook playbook) {
      return new byte[] {1};
    }

    @Override
    public Playbook read(byte[] bytes) {
      return Book.draw(new Chance(bytes[0]));
    }
  }

  private static final class NoJobs implements Jobs {
    @Override
    public void start(RunState state, Job job) {}

    @Override
    public void cancel(String run, String jobId) {}

    @Override
    public void forget(String run) {}
  }
}
