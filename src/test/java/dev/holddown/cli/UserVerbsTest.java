package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.access.AccessLog;
import dev.holddown.access.Invitations;
import dev.holddown.access.LocalUsers;
import dev.holddown.cli.link.Json;
import dev.holddown.testing.RealTime;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that say who may log in. */
class UserVerbsTest {
  private static final String PASSWORD = "nine green bottles";

  @TempDir Path folder = Path.of("");
  private TestKit kit = new TestKit(folder);

  @BeforeEach
  void newKit() {
    kit = new TestKit(folder);
  }

  private LocalUsers users() {
    return LocalUsers.in(kit.data(), RealTime.clock());
  }

  private List<String> kinds() {
    return AccessLog.in(kit.data(), RealTime.clock()).after(0, 100).stream()
        .map(AccessLog.Entry::kind)
        .toList();
  }

  @Test
  void somebody_is_added_with_a_link_and_listed() {
    assertThat(kit.run("user", "list").out()).contains("There is no user yet");
    TestKit.Printed added = kit.run("user", "add", "ann", "--role", "approver");
    assertThat(added.exit()).isZero();
    assertThat(added.out()).startsWith("/welcome?code=");
    assertThat(added.err()).contains("ann sets a password: once, within 24 hours");
    String code = added.out().strip().substring("/welcome?code=".length());
    assertThat(Invitations.in(kit.data(), RealTime.clock()).find(code)).isPresent();
    assertThat(kit.run("user", "list").out())
        .isEqualTo("ann  work  approver  has set no password yet\n");
    assertThat(kit.run("user", "add", "ann").err())
        .contains("there is a user ann already; nothing was changed");
    assertThat(kinds()).containsExactly("user-added");
  }

  @Test
  void a_password_comes_from_standard_input_and_not_from_an_argument() {
    kit.at(Terminal.none(), PASSWORD + "\n");
    TestKit.Printed added = kit.run("user", "add", "bob", "--password-stdin", "--scope", "admin");
    assertThat(added.out()).isEqualTo("added bob\n");
    assertThat(users().check("bob", PASSWORD)).isPresent();
    kit.at(Terminal.none(), "short\n");
    TestKit.Printed bad = kit.run("user", "password", "bob", "--password-stdin");
    assertThat(bad.exit()).isEqualTo(Exit.USAGE);
    assertThat(bad.err()).contains("a password has 12 to 128 characters; nothing was changed");
    kit.at(Terminal.none(), "ten green bottles\n");
    assertThat(kit.run("user", "password", "bob", "--password-stdin").out())
        .contains("the password of bob was set; their sessions have ended");
    assertThat(users().check("bob", PASSWORD)).isEmpty();
    kit.at(Terminal.none(), "short\n");
    assertThat(kit.run("user", "add", "eve", "--password-stdin").exit()).isEqualTo(Exit.USAGE);
    assertThat(users().find("eve")).as("nothing half done").isEmpty();
  }

  @Test
  void roles_are_given_and_taken_and_somebody_is_removed() {
    kit.run("user", "add", "ann", "--role", "approver");
    assertThat(kit.run("user", "roles", "ann", "--role", "operator", "--role", "owner").out())
        .isEqualTo("ann has the scope work and operator, owner\n");
    assertThat(kit.run("user", "roles", "ann", "--scope", "raed").err())
        .contains("did you mean read?");
    assertThat(kit.run("user", "remove", "ann").out())
        .isEqualTo("removed ann; their sessions have ended\n");
    assertThat(kit.run("user", "remove", "ann").err()).contains("there is no user ann");
    assertThat(kinds()).containsExactly("user-added", "roles-changed", "user-removed");
    assertThat(kit.run("user", "password", "ann").exit()).isEqualTo(Exit.NO);
  }

  @Test
  void an_emergency_account_has_a_password_to_be_sealed() {
    TestKit.Printed added = kit.run("user", "add", "night", "--emergency", "--json");
    String password = Json.tree(added.out()).path("password").asString("");
    assertThat(password).hasSize(26);
    assertThat(users().check("night", password).orElseThrow().life().emergency()).isTrue();
    assertThat(kit.run("user", "list").out()).contains("night  emergency  no role");
  }

  @Test
  void users_are_kept_beside_the_server() {
    assertThat(kit.run("user", "list", "--server", "http://127.0.0.1:1").err())
        .contains("users are kept beside the server");
  }
}
