package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.WorkspaceKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmptyWorkspaceTest {
  @Test
  void a_folder_without_a_playbook_is_a_workspace_and_takes_the_first_one(@TempDir Path folder)
      throws IOException {
    Path empty = Files.createDirectories(folder.resolve("playbooks"));
    Home home = Home.of(folder.resolve("data")).in(Optional.of(empty));
    try (TestKit kit = new TestKit(folder);
        Hosted hosted = kit.open(home)) {
      WorkspaceKeeper keeper = hosted.workspace().orElseThrow();
      keeper.look(hosted.mail());
      assertThat(keeper.content().orElseThrow().readings()).isEmpty();

      Files.writeString(empty.resolve("smooth.yaml"), Playbooks.SMOOTH);
      keeper.look(hosted.mail());
      assertThat(keeper.content().orElseThrow().readings()).containsKey("smooth.yaml");
    }
  }
}
