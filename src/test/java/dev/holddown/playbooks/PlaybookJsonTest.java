package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.playbook.Playbook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlaybookJsonTest {
  private final PlaybookJson json = new PlaybookJson();

  @Test
  void every_compiled_example_is_read_back_equal_and_to_the_same_bytes() throws IOException {
    for (Path file : ExamplesTest.all()) {
      Playbook playbook = ExamplesTest.load(file);
      byte[] bytes = json.write(playbook);

      assertThat(json.read(bytes)).isEqualTo(playbook);
      assertThat(json.write(json.read(bytes))).isEqualTo(bytes);
    }
  }

  @Test
  void the_same_text_has_the_same_digest_whoever_reads_it() throws IOException {
    assertThat(Digest.of(json.write(ExamplesTest.checkout())))
        .isEqualTo(Digest.of(json.write(ExamplesTest.checkout())));
    assertThat(ExamplesTest.checkout().scopes().targets().keySet())
        .containsExactly("web", "mobile");
  }

  @Test
  void numbers_keep_their_type() {
    Playbook playbook =
        Written.playbook(
            Written.HEAD + "vars: {a: 1, b: 1.0, c: '1.10', d: true}\n" + Written.STAGES);

    assertThat(json.read(json.write(playbook)).scopes().vars()).isEqualTo(playbook.scopes().vars());
  }

  @Test
  void every_branch_of_a_sealed_type_is_named_in_the_bytes() throws IOException {
    String text = new String(json.write(ExamplesTest.checkout()), StandardCharsets.UTF_8);

    assertThat(text)
        .contains("\"kind\":\"check\"", "\"kind\":\"rollout\"", "\"kind\":\"template\"")
        .contains("\"kind\":\"secret\"", "\"kind\":\"declared\"", "\"kind\":\"frozen\"")
        .doesNotContain("dev.holddown");
  }

  @Test
  void bytes_that_are_no_compiled_playbook_are_refused_with_a_sentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> json.read("{\"id\": 1, \"colour\": 2}".getBytes(StandardCharsets.UTF_8)))
        .withMessageStartingWith("the compiled playbook cannot be read: ");
  }
}
