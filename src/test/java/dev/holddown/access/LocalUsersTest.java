package dev.holddown.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People with passwords, the codes by which they set them, and their sessions. */
class LocalUsersTest {
  private static final String PASSWORD = "nine green bottles";

  @TempDir Path folder = Path.of("");
  private final SettableClock clock = SettableClock.at("2026-05-01T10:00:00Z");
  private final AtomicInteger drawn = new AtomicInteger();
  private final Supplier<String> secrets =
      () -> "x".repeat(50) + String.format("%06d", drawn.incrementAndGet());

  private LocalUsers users() {
    return LocalUsers.in(folder, clock);
  }

  private Sessions sessions() {
    return Sessions.in(folder, users(), clock);
  }

  private void add(String name) {
    users().add(new LocalUsers.Wish(name, List.of("approver"), AccessScope.WORK, false));
    users().password(name, PASSWORD, secrets);
  }

  private Sessions.Begun begun(String name) {
    return sessions().begin(new Session.Who(name, Session.Way.PASSWORD, List.of()), secrets);
  }

  @Test
  void a_password_is_kept_as_argon2id_in_a_private_file() throws IOException {
    add("ann");
    Path file = folder.resolve("users.json");
    assertThat(Files.readString(file))
        .contains("$argon2id$v=19$m=19456,t=2,p=1$")
        .doesNotContain(PASSWORD);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(users().check("ann", PASSWORD).map(LocalUser::roles)).contains(List.of("approver"));
    assertThat(users().check("ann", PASSWORD + " ")).isEmpty();
    assertThat(users().check("bob", PASSWORD)).isEmpty();
    assertThat(users().check("ann", "x".repeat(100_000))).isEmpty();
  }

  @Test
  void somebody_without_a_password_does_not_get_in_with_an_empty_one() {
    users().add(new LocalUsers.Wish("ann", List.of(), AccessScope.READ, false));
    assertThat(users().check("ann", "")).isEmpty();
    assertThat(users().administrated()).isFalse();
  }

  @Test
  void easy_passwords_are_refused_with_what_is_wrong() {
    add("ann");
    assertThat(LocalUsers.whyBad("ann", "short")).contains("a password has 12 to 128 characters");
    for (String easy : List.of("aaaaaaaaaaaa", "ann-is-the-best", "qwertyuiopas", "abcdefghijkl")) {
      assertThat(LocalUsers.whyBad("ann", easy).orElse("")).contains("is guessed easily");
    }
    assertThatThrownBy(() -> users().password("bob", PASSWORD, secrets))
        .hasMessageContaining("there is no user bob; see: holddown user list");
    assertThatThrownBy(
            () -> users().add(new LocalUsers.Wish("ANN", List.of(), AccessScope.READ, false)))
        .hasMessage("there is a user ANN already; nothing was changed");
  }

  @Test
  void a_code_sets_one_password_once_and_not_for_long() {
    Invitations invitations = Invitations.in(folder, clock);
    String old = invitations.add(Optional.of("ann"), secrets);
    String code = invitations.add(Optional.of("ann"), secrets);
    assertThat(invitations.find(old)).as("the newer one replaces it").isEmpty();
    assertThat(invitations.find(code).flatMap(Invitations.Invitation::person)).contains("ann");
    assertThat(invitations.take(code)).isPresent();
    assertThat(invitations.take(code)).as("a second time").isEmpty();
    String late = invitations.add(Optional.empty(), secrets);
    clock.advance(Invitations.SETUP_LIFE);
    assertThat(invitations.take(late)).isEmpty();
    assertThat(invitations.find("")).isEmpty();
  }

  @Test
  void a_session_lives_while_it_is_used_and_not_for_ever() {
    add("ann");
    Sessions.Begun begun = begun("ann");
    assertThat(sessions().find(begun.cookie()).map(Session::who).map(Session.Who::person))
        .contains("ann");
    Sessions server = sessions();
    for (int i = 0; i < 6; i++) {
      clock.advance(Sessions.IDLE.minusMinutes(1));
      assertThat(server.find(begun.cookie())).as("use " + i).isPresent();
    }
    assertThat(sessions().find(begun.cookie())).as("after a restart").isPresent();
    clock.advance(Duration.ofMinutes(10));
    assertThat(server.find(begun.cookie())).as("12 hours after its start").isEmpty();
  }

  @Test
  void an_unused_session_ends_and_looking_whether_it_counts_does_not_use_it() {
    add("ann");
    Sessions.Begun begun = begun("ann");
    clock.advance(Sessions.IDLE.minusSeconds(1));
    assertThat(sessions().counts(begun.session().id())).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(sessions().counts(begun.session().id())).isFalse();
    assertThat(sessions().find(begun.cookie())).isEmpty();
  }

  @Test
  void every_session_ends_with_the_password_and_with_the_user() {
    add("ann");
    Sessions.Begun one = begun("ann");
    Sessions.Begun two = begun("ann");
    Sessions server = sessions();
    clock.advance(Duration.ofSeconds(1));
    users().password("ann", "ten green bottles", secrets);
    assertThat(server.find(one.cookie())).isEmpty();
    assertThat(server.find(two.cookie())).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    Sessions.Begun three = begun("ann");
    assertThat(server.find(three.cookie())).isPresent();
    users().remove("ann");
    assertThat(server.find(three.cookie())).isEmpty();
  }

  @Test
  void a_session_is_ended_at_once_and_its_secret_is_not_on_disk() throws IOException {
    add("ann");
    Sessions.Begun begun = begun("ann");
    Sessions server = sessions();
    assertThat(Files.readString(folder.resolve("sessions.json")))
        .doesNotContain(begun.cookie().split("_", -1)[1]);
    assertThat(server.find(begun.cookie() + "x")).isEmpty();
    assertThat(server.find(begun.session().id() + "_wrong")).isEmpty();
    sessions().end(begun.session().id());
    assertThat(server.find(begun.cookie())).isEmpty();
    assertThat(server.list()).isEmpty();
  }

  @Test
  void an_emergency_session_lasts_an_hour() {
    add("night");
    Sessions.Begun begun =
        sessions().begin(new Session.Who("night", Session.Way.EMERGENCY, List.of()), secrets);
    clock.advance(Duration.ofMinutes(59));
    assertThat(sessions().find(begun.cookie())).isPresent();
    clock.advance(Duration.ofMinutes(1));
    assertThat(sessions().find(begun.cookie())).isEmpty();
  }
}
