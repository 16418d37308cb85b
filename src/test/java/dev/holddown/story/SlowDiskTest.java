package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Ending;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.EventStore;
import dev.holddown.store.MemoryEventStore;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk takes half a minute to keep an intent; the act's own time is shorter than that. */
class SlowDiskTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: slow_disk
      title: Release
      subject: {service: checkout, environment: prod}
      stages:
        - stage: Deploy
          items:
            - step: Deploy
              id: deploy
              world.deploy: {version: 1.1.0}
              timeout: 10s
              done: {world.deployed: {}, expect: result.version == '1.1.0'}
      """;

  @TempDir Path folder;
  private World world;
  private boolean slow = true;

  @BeforeEach
  void the_disk_is_slow_once() {
    world = World.with(folder, slowStore());
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Begun then, it could land when the run no longer reckons with it. */
  @Test
  void an_act_whose_time_passed_while_its_intent_was_written_is_not_begun() {
    Target version = world.target("version");
    version.is("1.0.0");

    String run = world.start(RELEASE);
    world.goOnTo("10:02:00");

    RunEvent.Ended ended = world.log(run).all(RunEvent.Ended.class).getFirst();
    assertThat(ended.ending()).isEqualTo(Ending.FAILED);
    assertThat(ended.message())
        .isEqualTo(
            "world.deploy was not called: 10s passed before it could begin (a slow disk, or a"
                + " machine that stood still); nothing was changed");
    assertThat(version.calls()).isEmpty();
  }

  private EventStore slowStore() {
    MemoryEventStore inner = new MemoryEventStore();
    return (EventStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {EventStore.class},
            (proxy, method, args) -> {
              Object result = method.invoke(inner, args);
              if (method.getName().equals("commit") && intends((List<?>) args[0]) && slow) {
                slow = false;
                world.standsStill(Duration.ofSeconds(30));
              }
              return result;
            });
  }

  private static boolean intends(List<?> appends) {
    return appends.stream()
        .map(EventStore.Append.class::cast)
        .flatMap(append -> append.entries().stream())
        .anyMatch(entry -> entry.event() instanceof RunEvent.Intended);
  }
}
