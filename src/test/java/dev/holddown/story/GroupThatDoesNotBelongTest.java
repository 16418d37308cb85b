package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group whose condition is false is left out with all that is inside. */
class GroupThatDoesNotBelongTest {
  @TempDir Path folder;

  @Test
  void a_group_that_does_not_belong_is_left_out_once_and_the_run_goes_on() {
    try (World world = World.inMemory(folder)) {
      world.metric("errors").on(1_000).was(0.001);
      String run =
          world.start(
              """
              kind: playbook
              id: two_ways
              title: Two ways
              subject: {service: shop, environment: prod}
              inputs: {strategy: {type: string, default: canary}}
              metrics:
                errors: {world.metric: {name: errors}, unit: ratio}
              stages:
                - stage: Delivery
                  id: delivery
                  items:
                    - group: By canary
                      when: inputs.strategy == "canary"
                      items:
                        - step: Shift
                          world.deploy: {version: "1"}
                          done: {world.deployed: {}, expect: result.version == "1"}
                    - group: At once
                      when: inputs.strategy == "at_once"
                      items:
                        - step: Switch
                          world.deploy: {version: "2"}
                          done: {world.deployed: {}, expect: result.version == "2"}
              rollback:
                phases:
                  - phase: Back
                    time-box: 1m
                    items:
                      - {step: Back, world.deploy: {version: "0"}, repeatable: true}
              """);
      world.advance(Duration.ofMinutes(1));
      assertThat(world.log(run).toString().lines().count()).isLessThan(60);
      assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
    }
  }
}
