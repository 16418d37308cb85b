package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Records: some fields are computed, some are asked of people, each read by its type. */
class FillingTest {
  private static final Duration EVER = Duration.ZERO;

  private static Given given() {
    Given given =
        Given.run(
            Book.of(line("log").record(EVER, "version", "cause operator", "users operator INT")));
    return computed(given, Map.of("version", "2.0"));
  }

  private static Given computed(Given given, Map<String, Object> values) {
    Finding finding = new Finding(Verdict.PASSED, "computed", "", values, Optional.empty(), 1);
    int attempt = given.item("log").attempt();
    return given.when(new RunCommand.Answer("log", Purpose.FILL, attempt, finding));
  }

  private static RunCommand fill(String role, String... pairs) {
    Map<String, String> texts = new java.util.LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      texts.put(pairs[i], pairs[i + 1]);
    }
    return new RunCommand.Fill("log", role, texts);
  }

  @Test
  @Covers("C-10")
  void a_record_closes_when_every_field_is_filled_by_whoever_it_asks() {
    Given given = given();
    assertThat(given.todo()).contains("person operator at log: fill in cause, users");
    given.by("ann", fill("operator", "cause", "a slow query"));
    assertThat(given.item("log").status()).isNotEqualTo(ItemStatus.PASSED);
    given
        .by("bob", fill("operator", "users", "40"))
        .thenHas(new RunEvent.Filled("log", "operator", "bob", Map.of("users", 40L)));
    given.is("log", ItemStatus.PASSED, "recorded in book");
    assertThat(given.item("log").values())
        .isEqualTo(Map.of("version", "2.0", "cause", "a slow query", "users", 40L));
    assertThat(given.state().saved()).as("a record is no value of the run").isEmpty();
  }

  @Test
  void what_does_not_fit_its_field_is_refused_with_every_reason_and_nothing_is_kept() {
    Given given = given();
    given
        .by("ann", fill("operator", "users", "many", "casue", "x", "version", "3"))
        .refused(
            "\"users\" is a whole number, not `many`; there is no field \"casue\"; known are"
                + " version, cause, users; \"version\" is computed, and nobody fills it in;"
                + " nothing was filled in");
    given
        .by("ann", fill("lead", "cause", "x"))
        .refused("\"cause\" is filled in by operator, not by lead; nothing was filled in");
    given
        .by("ann", fill("operator", "cause", "  "))
        .refused("\"cause\" is empty; nothing was filled in");
    given.by("ann", fill("lead")).refused("the role lead fills in nothing here; give name=value");
    assertThat(given.item("log").values()).containsOnlyKeys("version");
  }

  @Test
  void what_is_proposed_is_taken_with_the_rest_and_a_reopened_record_proposes_what_it_held() {
    Given given = Given.run(Book.of(line("log").record(EVER, "version", "cause operator")));
    computed(given, Map.of("version", "2.0", "cause", "as last time"));
    assertThat(given.item("log").proposed()).containsEntry("cause", "as last time");
    assertThat(given.item("log").status())
        .as("a proposal fills nothing")
        .isEqualTo(ItemStatus.RUNNING);
    given.by("ann", fill("operator", "cause", "a slow query"));
    assertThat(given.state().closed()).isTrue();

    Given again =
        Given.run(
            Book.of(
                line("log").record(EVER, "version", "cause operator"),
                line("next").sign(Rules.all("lead")).manual()));
    computed(again, Map.of("version", "2.0"));
    again.by("ann", fill("operator", "cause", "a slow query"));
    again.by("ann", new RunCommand.Reopen("log", "it was the cache"));
    computed(again, Map.of("version", "2.0"));
    again.by("ann", fill("operator"));
    assertThat(again.item("log").values()).containsEntry("cause", "a slow query");
  }

  @Test
  void a_field_that_is_not_filled_in_time_is_late() {
    Given given = Given.run(Book.of(line("log").record(Duration.ofMinutes(10), "cause operator")));
    given.at("10:10:01").tick();
    assertThat(given.state().late("log")).contains(Given.time("10:10"));
    given.by("ann", fill("operator", "cause", "x"));
    assertThat(given.state().closed()).isTrue();
  }

  @Test
  void a_message_waits_for_what_its_template_asks() {
    Given given = Given.run(Book.of(line("tell").message(Line.form(EVER, "impact lead"))));
    assertThat(given.todo()).contains("person lead at tell: fill in impact");
    given.by("lea", new RunCommand.Fill("tell", "lead", Map.of("impact", "none")));
    assertThat(given.todo()).contains("do tell");
  }

  @Test
  void a_value_that_cannot_be_computed_is_no_record() {
    Given given = Given.run(Book.of(line("log").record(EVER, "version", "cause operator")));
    given
        .answer("log", Purpose.FILL, Verdict.ERRORED, "not computed: no such input")
        .is("log", ItemStatus.ERRORED, "not computed: no such input");
  }
}
