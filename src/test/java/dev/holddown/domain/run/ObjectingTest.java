package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Item;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** While a hold waits, those whom it names may object; and a message may want a word before. */
class ObjectingTest {
  private static Given holding() {
    Item.Hold quiet = (Item.Hold) line("window").hold(Duration.ofMinutes(10));
    return Given.run(
        Book.of(
            new Item.Hold(
                quiet.about(),
                quiet.lasts(),
                quiet.watch(),
                quiet.onBreach(),
                Optional.of(new Item.Objections(List.of("owner"), Duration.ofMinutes(20))))));
  }

  private static RunCommand object(String role, String reason) {
    return new RunCommand.Decline("window", role, reason);
  }

  @Test
  void whoever_is_named_objects_with_a_reason_and_the_hold_has_failed() {
    Given given = holding();
    given
        .by("ann", object("operator", "too soon"))
        .refused("to \"window\" object owner, not the role operator");
    given.by("ann", object("owner", " ")).refused("a reason of at least 3 characters is needed");
    given
        .at("10:15")
        .by("ann", object("owner", "the sale begins today"))
        .is("window", ItemStatus.FAILED, "ann declined as owner: the sale begins today");
    given.at("11:00").tick();
    assertThat(given.item("window").status()).isEqualTo(ItemStatus.FAILED);
  }

  @Test
  void the_hold_waits_for_objections_as_long_as_they_are_taken_and_not_longer() {
    Given given = holding().at("10:19:59").tick();
    assertThat(given.item("window").status().ended()).isFalse();
    given.at("10:20:01").tick();
    assertThat(given.state().closed()).isTrue();
  }

  @Test
  void a_message_that_is_to_be_confirmed_is_sent_after_that() {
    Given given = Given.run(Book.of(line("tell").sign(Rules.all("lead")).message()));
    assertThat(given.todo()).contains("person lead at tell: confirm it before it is sent");
    given.by("lea", new RunCommand.Sign("tell", "lead", ""));
    assertThat(given.todo()).contains("do tell");
  }
}
