package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.run.GovernanceCommand;
import dev.holddown.domain.run.PermitEvent;
import dev.holddown.domain.run.RunCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A freeze that is begun at one node holds at all of them. */
class FreezesOnNodesTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: signed
      title: Signed release
      subject: {service: SERVICE, environment: prod}
      stages:
        - stage: Deploy
          items:
            - {signoff: Say yes, id: yes, sign: {role: approver}}
            - {step: Deploy, id: deploy, world.deploy: {version: 1.1.0}, timeout: 30s, done: {world.deployed: {}, expect: result.version == '1.1.0'}}
      """;

  @TempDir Path folder;
  private Cluster cluster;
  private Target version;

  @BeforeEach
  void targets() {
    cluster = new Cluster(folder);
    version = cluster.target("version");
    version.is("1.0.0");
  }

  @AfterEach
  void the_end() {
    cluster.close();
  }

  @Test
  void what_one_node_is_told_the_owner_of_the_run_obeys() {
    Cluster.Node a = cluster.node("a");
    Cluster.Node b = cluster.node("b");
    cluster.advance(Duration.ofSeconds(8));
    Cluster.Node owner = a.owns("checkout") ? a : b;
    Cluster.Node other = owner == a ? b : a;
    String run = owner.start(RELEASE, "checkout");

    GovernanceCommand begin =
        new GovernanceCommand.BeginFreeze(
            "net-7",
            new Freeze.About("the network is down", "ann"),
            Scope.all(),
            Optional.empty(),
            List.of());
    assertThat(other.decides("ann", begin)).isEmpty();
    assertThat(owner.decides("bob", begin))
        .as("the same log for both, also when it was not read yet")
        .contains("there is a freeze \"net-7\" already");
    cluster.advance(Duration.ofSeconds(1));
    assertThat(owner.hears("bob", run, new RunCommand.Sign("yes", "approver", ""))).isEmpty();
    cluster.advance(Duration.ofSeconds(5));

    assertThat(cluster.log(run).the(PermitEvent.FreezeMet.class).what()).isEqualTo("deploy");
    assertThat(version.calls()).isEmpty();
    assertThat(other.hears("bob", run, new RunCommand.Resume("please")))
        .startsWith("frozen by \"net-7\" (the network is down; ann) until it is ended");

    assertThat(owner.decides("ann", new GovernanceCommand.EndFreeze("net-7", "", "it is up")))
        .isEmpty();
    cluster.advance(Duration.ofSeconds(1));
    assertThat(other.hears("bob", run, new RunCommand.Resume("it is up"))).isEmpty();
    cluster.advance(Duration.ofSeconds(5));
    assertThat(version.values()).containsExactly("1.1.0");
  }
}
