package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.GovernanceCommand;
import dev.holddown.domain.run.PermitEvent;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A preauthorisation that may be used once, and runs of two nodes that want it at once. */
class LastUseOnNodesTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: release_SERVICE
      title: Release
      subject: {service: SERVICE, environment: prod}
      stages:
        - stage: Deploy
          items:
            - {step: Deploy, id: deploy, world.deploy: {version: 1.1.0}, timeout: 30s, done: {world.deployed: {}, expect: result.version == '1.1.0'}}
            - {signoff: Say yes, id: yes, sign: {role: approver}}
      rollback:
        to: {version: 1.0.0}
        approval: {policy: night, else: {sign: {role: approver}}}
        phases:
          - phase: Back
            time-box: 5m
            items:
              - step: The old one
                world.deploy: {version: "${rollback.to.version}"}
                done: {world.deployed: {}, expect: result.version == rollback.to.version}
      """;

  private static final String NIGHT =
      """
      kind: preauthorisation
      id: night
      allows: [rollback]
      scope: {environments: [prod]}
      sign: {role: cto}
      uses: 1
      expires: 2026-03-30
      """;

  @TempDir Path folder;
  private Cluster cluster;

  @BeforeEach
  void targets() {
    cluster = new Cluster(folder);
    cluster.target("version").is("1.0.0");
  }

  @AfterEach
  void the_end() {
    cluster.close();
  }

  @Test
  void the_last_use_is_had_by_one_of_them_and_the_other_asks_somebody() {
    Cluster.Node a = cluster.node("a");
    Cluster.Node b = cluster.node("b");
    cluster.advance(Duration.ofSeconds(8));
    String ofA = cluster.serviceOf(a);
    String ofB = cluster.serviceOf(b);
    cluster.workspace(NIGHT, RELEASE.replace("SERVICE", ofA), RELEASE.replace("SERVICE", ofB));
    assertThat(a.decides("kim", new GovernanceCommand.SignPolicy("night", "cto", ""))).isEmpty();
    String first = a.start(RELEASE.replace("SERVICE", ofA), ofA);
    String second = b.start(RELEASE.replace("SERVICE", ofB), ofB);
    cluster.advance(Duration.ofSeconds(5));

    // Each is told before either has read what the other wrote.
    assertThat(a.hears("ann", first, new RunCommand.Rollback("it is slow"))).isEmpty();
    assertThat(b.hears("ann", second, new RunCommand.Rollback("it is slow"))).isEmpty();
    cluster.advance(Duration.ofMinutes(1));

    List<String> used =
        List.of(first, second).stream()
            .filter(run -> !cluster.log(run).all(PermitEvent.PolicyUsed.class).isEmpty())
            .toList();
    assertThat(used).hasSize(1);
    String other = used.contains(first) ? second : first;
    assertThat(cluster.log(used.getFirst()).all(RunEvent.RollbackDecided.class)).hasSize(1);
    assertThat(cluster.log(other).the(RunEvent.Proposed.class).reason())
        .endsWith("was used 1 times, which is the most");
  }
}
