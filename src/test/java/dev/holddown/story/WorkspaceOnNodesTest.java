package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.link.WorkspaceKeeper;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.GovernanceEvent;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.Mail;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.EventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of one log whose workspace folders differ, as in every update of one after the other. */
class WorkspaceOnNodesTest {
  @TempDir Path folder;
  private World world;
  private Path one;
  private Path two;

  @BeforeEach
  void begins() throws IOException {
    world = World.inMemory(folder);
    one = Files.createDirectories(folder.resolve("one"));
    two = Files.createDirectories(folder.resolve("two"));
    lay(one, "old");
    lay(two, "old");
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  private static void lay(Path folder, String title) throws IOException {
    Files.writeString(
        folder.resolve("release.yaml"),
        """
        kind: playbook
        id: release
        title: TITLE
        subject: {service: checkout, environment: prod}
        stages:
          - stage: Ask
            items:
              - {signoff: Say yes, id: yes, sign: {role: approver}}
        """
            .replace("TITLE", title));
  }

  private WorkspaceKeeper keeper(Path of) {
    WorkspaceKeeper keeper =
        new WorkspaceKeeper(
            Optional.of(of),
            new WorkspaceKeeper.Means(world.reader(), world.language().codec()),
            world.store(),
            world.ports().blobs());
    keeper.begin();
    return keeper;
  }

  private void look(WorkspaceKeeper... keepers) {
    for (int i = 0; i < 10; i++) {
      for (WorkspaceKeeper keeper : keepers) {
        keeper.look(world.mail());
      }
    }
  }

  private List<String> adopted() {
    return world.store().read(Governance.LOG).stream()
        .map(EventStore.Stored::entry)
        .map(entry -> entry.event())
        .filter(GovernanceEvent.WorkspaceAdopted.class::isInstance)
        .map(event -> ((GovernanceEvent.WorkspaceAdopted) event).digest())
        .toList();
  }

  private static String title(WorkspaceKeeper keeper) {
    return keeper
        .content()
        .orElseThrow()
        .reading("release")
        .orElseThrow()
        .playbook()
        .orElseThrow()
        .title();
  }

  @Test
  void a_folder_that_is_edited_comes_into_force_once_and_the_other_gives_way() throws IOException {
    WorkspaceKeeper first = keeper(one);
    WorkspaceKeeper second = keeper(two);
    look(first, second);
    assertThat(adopted()).as("both hold the same").hasSize(1);

    lay(one, "the new one");
    look(first, second);

    assertThat(adopted()).hasSize(2);
    assertThat(List.of(title(first), title(second))).containsOnly("the new one");
    assertThat(first.standing().pending()).isEmpty();
    assertThat(second.standing().inForce()).isEqualTo(first.standing().inForce());
    assertThat(second.standing().problems())
        .singleElement()
        .hasToString(
            two
                + ":1:1 another node brought a workspace into force after this folder was last"
                + " edited; bring the folders of all nodes to the same content, or edit this one to"
                + " offer it");
    assertThat(second.standing().waits()).isEmpty();

    lay(two, "the newest of all");
    look(first, second);
    assertThat(adopted()).as("the folder that had given way was edited").hasSize(3);
    assertThat(List.of(title(first), title(second))).containsOnly("the newest of all");

    lay(one, "the newest of all");
    look(first, second);
    assertThat(adopted()).as("it is in force already").hasSize(3);
    assertThat(first.standing().problems()).isEmpty();
  }

  @Test
  void a_node_that_starts_with_another_folder_offers_it_once() throws IOException {
    WorkspaceKeeper first = keeper(one);
    look(first);
    lay(two, "the new one");

    WorkspaceKeeper second = keeper(two);
    look(first, second);

    assertThat(adopted()).hasSize(2);
    assertThat(List.of(title(first), title(second))).containsOnly("the new one");
  }

  @Test
  void a_folder_that_goes_back_to_what_it_held_is_edited_too() throws IOException {
    WorkspaceKeeper first = keeper(one);
    look(first);
    lay(one, "the new one");
    look(first);
    lay(one, "old");
    look(first);

    assertThat(adopted()).hasSize(3);
    assertThat(adopted().getLast()).isEqualTo(adopted().getFirst());
    assertThat(title(first)).isEqualTo("old");
  }

  @Test
  void while_a_slow_engine_has_not_written_it_yet_it_stays_in_force_and_is_offered_once()
      throws IOException {
    WorkspaceKeeper alone = keeper(one);
    look(alone);
    lay(one, "the new one");
    Slow slow = new Slow(world.mail());

    for (int i = 0; i < 10; i++) {
      alone.look(slow);
      assertThat(title(alone)).isEqualTo("the new one");
    }
    assertThat(slow.letters).hasSize(1);
    slow.writes();
    alone.look(slow);

    assertThat(title(alone)).isEqualTo("the new one");
    assertThat(slow.letters).isEmpty();
    assertThat(adopted()).hasSize(2);
  }

  @Test
  void what_could_not_be_written_is_offered_again() throws IOException {
    WorkspaceKeeper alone = keeper(one);
    look(alone);
    lay(one, "the new one");
    Slow slow = new Slow(world.mail());
    alone.look(slow);
    slow.refuses();

    look(alone);

    assertThat(adopted()).hasSize(2);
    assertThat(title(alone)).isEqualTo("the new one");
  }

  /** An engine that takes letters, and does nothing until it is told to. */
  private static final class Slow implements Mail {
    private final Mail engine;
    private final Deque<Letter> letters = new ArrayDeque<>();

    private record Letter(Request request, CompletableFuture<Request.Reply> reply) {}

    Slow(Mail engine) {
      this.engine = engine;
    }

    void writes() {
      Letter letter = letters.remove();
      letter.reply().complete(engine.post(letter.request()).join());
    }

    void refuses() {
      letters.remove().reply().complete(new Request.Reply(false, "", "not written: try again", 0));
    }

    @Override
    public CompletableFuture<Request.Reply> post(Request request) {
      Letter letter = new Letter(request, new CompletableFuture<>());
      letters.add(letter);
      return letter.reply();
    }

    @Override
    public void observed(String run, String watch, Reading reading, Optional<String> evidence) {}

    @Override
    public Optional<RunState> state(String run) {
      return engine.state(run);
    }

    @Override
    public Optional<Instant> lastSeen(String run, String watch) {
      return engine.lastSeen(run, watch);
    }
  }
}
