package dev.holddown.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.engine.port.Secrets;
import dev.holddown.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSecretsTest {
  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void a_folder_for_secrets() throws IOException {
    folder = Files.createDirectory(temp.resolve("secrets"));
  }

  private Path file(String name, String mode, byte[] value) throws IOException {
    Path file = Files.write(folder.resolve(name), value);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Optional<String> find(String name, Map<String, String> environment) {
    return new FileSecrets(folder, environment).find(name).map(Secret::reveal);
  }

  private void refused(String name, String sentence) {
    assertThatThrownBy(() ->
            find(name, Map.of("HOLDDOWN_SECRET_" + name.toUpperCase(Locale.ROOT), "from outside")))
        .isInstanceOf(Secrets.RefusedException.class)
        .hasMessage(sentence);
  }

  @Test
  void a_file_is_read_without_its_last_newline() throws IOException {
    file("a", "rw-------", "hunter2\n".getBytes(UTF_8));
    file("b", "r--------", "hunter2\r\n".getBytes(UTF_8));
    file("c", "rw-------", "two\nlines\n\n".getBytes(UTF_8));
    file("d", "rw-------", "grün".getBytes(UTF_8));

    assertThat(find("a", Map.of())).contains("hunter2");
    assertThat(find("b", Map.of())).contains("hunter2");
    assertThat(find("c", Map.of())).contains("two\nlines\n");
    assertThat(find("d", Map.of())).contains("grün");
  }

  @Test
  void without_a_file_the_environment_is_asked() {
    assertThat(find("slack-hook.v2", Map.of("HOLDDOWN_SECRET_SLACK_HOOK_V2", "from outside")))
        .contains("from outside");
    assertThat(find("slack", Map.of("HOLDDOWN_SECRET_SLACK", ""))).isEmpty();
    assertThat(find("slack", Map.of("SLACK", "no"))).isEmpty();
  }

  @Test
  void a_file_comes_before_the_environment() throws IOException {
    file("slack", "rw-------", "from the file".getBytes(UTF_8));

    assertThat(find("slack", Map.of("HOLDDOWN_SECRET_SLACK", "from outside")))
        .contains("from the file");
  }

  @Test
  void where_tells_both_places() {
    assertThat(new FileSecrets(folder, Map.of()).where("slack-hook"))
        .isEqualTo(
            "the file %s (mode 0600) and the environment variable HOLDDOWN_SECRET_SLACK_HOOK"
                .formatted(folder.resolve("slack-hook")));
  }

  @Test
  void a_file_that_others_may_read_is_refused_even_when_the_environment_has_one()
      throws IOException {
    for (String mode : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rwx------"}) {
      Path file = file("slack", mode, "hunter2".getBytes(UTF_8));
      refused(
          "slack",
          "the secret slack was not used: %s has mode %s, wider than rw-------; run: chmod 600 %s"
              .formatted(file.toRealPath(), mode, file.toRealPath()));
    }
  }

  @Test
  void a_link_out_of_the_folder_is_refused() throws IOException {
    Path outside = Files.writeString(temp.resolve("outside"), "hunter2");
    Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rw-------"));
    Path link = Files.createSymbolicLink(folder.resolve("slack"), outside);

    refused(
        "slack",
        ("the secret slack was not used: %s is a link out of its folder, to %s; put "
                + "the file itself there")
            .formatted(link, outside.toRealPath()));
  }

  @Test
  void a_link_within_the_folder_is_followed() throws IOException {
    file("real", "rw-------", "hunter2".getBytes(UTF_8));
    Files.createSymbolicLink(folder.resolve("slack"), Path.of("real"));

    assertThat(find("slack", Map.of())).contains("hunter2");
  }

  @Test
  void a_dangling_link_is_refused_not_skipped() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("slack"), Path.of("gone"));

    refused(
        "slack",
        ("the secret slack was not used: %s cannot be read "
                + "(java.nio.file.NoSuchFileException: %s); see that it is yours and readable")
            .formatted(link, link));
  }

  @Test
  void a_value_over_64_kibibytes_is_refused() throws IOException {
    file("fits", "rw-------", "x".repeat(64 * 1024).getBytes(UTF_8));
    Path file = file("slack", "rw-------", "x".repeat(64 * 1024 + 1).getBytes(UTF_8));

    assertThat(find("fits", Map.of()).orElseThrow()).hasSize(64 * 1024);
    refused(
        "slack",
        "the secret slack was not used: %s is larger than 64 KiB; a secret is a short value"
            .formatted(file));
  }

  @Test
  void an_empty_value_a_folder_and_bytes_that_are_no_text_are_refused() throws IOException {
    Path empty = file("empty", "rw-------", "\n".getBytes(UTF_8));
    refused(
        "empty",
        "the secret empty was not used: %s is empty; write the value into it".formatted(empty));
    Path binary = file("binary", "rw-------", new byte[] {(byte) 0xff, 1});
    refused(
        "binary",
        "the secret binary was not used: %s is not UTF-8 text; encode the value, such as in Base64"
            .formatted(binary));
    Path sub = Files.createDirectory(folder.resolve("sub"));
    refused(
        "sub", "the secret sub was not used: %s is not a file; put a file there".formatted(sub));
  }

  @Test
  void a_name_that_could_leave_the_folder_is_no_name() {
    for (String name : new String[] {"../x", "a/b", "", ".", "..", ".x", "-x", "a\0b", "ä"}) {
      assertThatThrownBy(() -> find(name, Map.of()))
          .isInstanceOf(Secrets.RefusedException.class)
          .hasMessage(
              ("\"%s\" is no name of a secret: use up to 128 letters, digits, _ - and ., "
                      + "not beginning with - or .")
                  .formatted(name));
    }
  }
}
