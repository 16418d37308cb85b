package dev.holddown.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access tokens as they lie on disk and as they are checked. */
class AccessTokensTest {
  @TempDir Path folder = Path.of("");
  private final SettableClock clock = new SettableClock(Instant.parse("2026-05-01T10:00:00Z"));
  private final AtomicInteger drawn = new AtomicInteger();

  private AccessTokens tokens() {
    return AccessTokens.in(folder, clock);
  }

  private AccessTokens.Issued issued(String person) {
    AccessTokens.Wish wish =
        new AccessTokens.Wish(person, List.of("approver"), AccessScope.WORK, Duration.ofDays(30));
    return tokens().add(wish, () -> "random" + drawn.incrementAndGet() + "x".repeat(50));
  }

  @Test
  void a_token_is_let_in_until_it_expires() {
    AccessTokens.Issued issued = issued("ann");
    assertThat(tokens().check(issued.text()).token()).contains(issued.token());
    clock.advance(Duration.ofDays(30));
    AccessTokens.Checked late = tokens().check(issued.text());
    assertThat(late.token()).isEmpty();
    assertThat(late.why()).contains("expired at 2026-05-31T10:00:00Z").contains("ask for a new");
    assertThat(tokens().counts(issued.token().id())).isFalse();
  }

  @Test
  void the_secret_is_not_on_disk_and_the_file_is_private() throws IOException {
    AccessTokens.Issued issued = issued("ann");
    Path file = folder.resolve("tokens.json");
    String secret = issued.text().substring(issued.text().lastIndexOf('_') + 1);
    assertThat(Files.readString(file)).contains("ann").doesNotContain(secret);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> tokens().list())
        .hasMessageContaining("others may use it (rw-r--r--); make it private: chmod 600");
  }

  @Test
  void whoever_holds_the_list_already_sees_what_another_process_revokes() {
    AccessTokens.Issued issued = issued("ann");
    AccessTokens server = tokens();
    assertThat(server.counts(issued.token().id())).isTrue();
    assertThat(tokens().revoke(issued.token().id())).isTrue();
    assertThat(server.counts(issued.token().id())).isFalse();
    assertThat(server.check(issued.text()).why()).contains("was revoked at 2026-05-01T10:00:00Z");
    assertThat(tokens().revoke(issued.token().id())).as("a second time").isFalse();
  }

  @Test
  void one_wrong_letter_and_texts_that_are_no_token_are_refused() {
    String right = issued("ann").text();
    String wrong = right.substring(0, right.length() - 1) + "y";
    assertThat(tokens().check(wrong).why()).isEqualTo("this token is not known here");
    for (String text : List.of("", "hd_", "hd__x", "Basic YTpi", right + "\n", right + "é")) {
      assertThat(tokens().check(text).why()).contains("this is no token of Holddown");
    }
  }

  @Test
  void names_that_would_spoil_a_log_are_refused() {
    for (String person : List.of("", " ann", "a\nb", "a".repeat(65), "<b>", "a\u202eb")) {
      assertThatThrownBy(() -> issued(person))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a person's name has 1 to 64 letters");
    }
  }
}
