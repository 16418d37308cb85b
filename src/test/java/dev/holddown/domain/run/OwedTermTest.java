package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.incident.IncidentSeen;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.permit.House;
import dev.holddown.domain.playbook.Form;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When what is owed begins, comes again and is over, at the edges of its terms. */
class OwedTermTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final String REPORT = "owed/report";

  private static Instant in(Duration after) {
    return Given.START.plus(after);
  }

  private static Given closing(Obligation... owed) {
    return Given.run(Book.of(line("scan").check()).owes(owed));
  }

  private static Given updating() {
    return Given.run(
        Book.of(line("deploy").done().step())
            .back("traffic", line("zero").done().step())
            .owes(Owes.every("update", QUARTER, "rollback.decided", "rollback.ended")));
  }

  private static Obligation owed(
      Item item, Duration every, Watch.Moment from, Watch.Moment due, Watch.Moment until) {
    Obligation.Term term =
        new Obligation.Term(
            from,
            Optional.of(until).filter(moment -> !moment.anchor().isEmpty()),
            Optional.of(due).filter(moment -> !moment.anchor().isEmpty()),
            every,
            Optional.empty());
    return new Obligation(
        item, "operator", term, new Obligation.Telling(Duration.ZERO, List.of(), List.of()));
  }

  private static Watch.Moment moment(String anchor, Duration offset) {
    return new Watch.Moment(anchor, offset);
  }

  private static final Watch.Moment NONE = moment("", Duration.ZERO);

  private static House incident(Optional<Instant> resolved, Optional<Instant> left) {
    var times = new Incident.Times(Given.START, Optional.empty(), Optional.empty(), resolved, left);
    var seen = new IncidentSeen("i1", "P0", true, times);
    var here = new House.Here("", Optional.of(seen), Duration.ofDays(1));
    return new House(List.of(), List.of(), Map.of(), List.of(), here);
  }

  @Test
  void what_is_due_after_the_incident_is_owed_by_a_run_that_closed_before_it_was_resolved() {
    Item report = line(REPORT).record(Duration.ZERO, "cause operator");
    Watch.Moment due = moment("incident.resolved", HOUR);
    Given run =
        closing(owed(report, Duration.ZERO, moment("ended", Duration.ZERO), due, NONE))
            .in(incident(Optional.empty(), Optional.empty()))
            .tick()
            .passes("scan");
    assertThat(run.state().closed()).isTrue();
    assertThat(run.state().over()).as("the incident is on").isFalse();
    run.after(HOUR).tick().thenNothing();
    run.in(incident(Optional.of(run.now()), Optional.empty()))
        .tick()
        .thenHas(new RunEvent.Owing(REPORT, 1, Given.START, in(HOUR.multipliedBy(2))));
    run.by("olga", new RunCommand.Fill(REPORT, "operator", Map.of("cause", "a full disk")));
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void nothing_waits_for_an_incident_that_was_left_or_for_a_moment_that_never_comes() {
    Item report = line(REPORT).record(Duration.ZERO, "cause operator");
    Watch.Moment due = moment("incident.resolved", HOUR);
    House on = incident(Optional.empty(), Optional.empty());
    Given back =
        closing(owed(report, Duration.ZERO, moment("rollback.ended", Duration.ZERO), due, NONE));
    assertThat(back.in(on).tick().passes("scan").state().over()).as("no way back").isTrue();
    Given left = closing(owed(report, Duration.ZERO, moment("ended", Duration.ZERO), due, NONE));
    left.in(on).tick().passes("scan");
    left.in(incident(Optional.empty(), Optional.of(left.now()))).tick();
    assertThat(left.state().over()).isTrue();
  }

  @Test
  void a_term_that_passes_while_nobody_looks_ends_the_first_time_that_somebody_does() {
    Duration day = Duration.ofDays(1);
    Given run =
        closing(
            owed(
                line("owed/words").message(),
                day.multipliedBy(7),
                moment("ended", day.multipliedBy(30)),
                NONE,
                moment("ended", day.multipliedBy(60))));
    run.passes("scan").after(day.multipliedBy(61)).tick();
    run.thenHas(
        new RunEvent.Turned(
            "owed/words", ItemStatus.NOT_APPLICABLE, "no more is owed: ended was reached"));
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void a_record_that_only_computes_is_made_once_in_each_span() {
    Item cost = line("owed/cost").record(Duration.ZERO, "cost");
    Watch.Moment ended = moment("ended", Duration.ZERO);
    Given run = closing(owed(cost, QUARTER, ended, NONE, moment("ended", HOUR))).passes("scan");
    assertThat(run.todo()).noneMatch(job -> job.startsWith("ask"));
    run.after(Duration.ofMinutes(14)).tick();
    assertThat(run.todo()).contains("ask owed/cost FILL");
    run.answer("owed/cost", Purpose.FILL, Verdict.PASSED, "computed");
    assertThat(run.said(RunEvent.Owing.class)).hasSize(2);
    assertThat(run.todo()).noneMatch(job -> job.startsWith("ask"));
  }

  @Test
  void a_time_that_is_computed_is_computed_inside_its_span_and_not_booked_before() {
    Item.Record of = (Item.Record) line("owed/of").record(Duration.ZERO, "at");
    Form.Field at =
        new Form.Field(
            "at",
            Form.Type.TIME,
            Optional.empty(),
            of.form().fields().getFirst().value(),
            Duration.ZERO);
    Item timed = new Item.Record(of.about(), of.into(), new Form(List.of(at)));
    Given run = closing(Owes.between(timed, "ended", HOUR, HOUR.multipliedBy(2), Duration.ZERO));
    run.passes("scan")
        .thenHas(new RunEvent.Owing("owed/of", 1, in(HOUR), in(HOUR.multipliedBy(2))));
    assertThat(run.todo()).noneMatch(job -> job.startsWith("ask"));
    run.after(HOUR).tick();
    assertThat(run.todo()).contains("ask owed/of FILL");
  }

  @Test
  void no_operation_id_is_used_by_two_rounds() {
    Given run = updating();
    run.by("olga", new RunCommand.Rollback("it burns")).after(Duration.ofMinutes(14)).tick();
    run.intend("owed/update").end("owed/update", Ending.FAILED, "no such channel");
    run.by("olga", new RunCommand.Recheck("owed/update", "there is one now"));
    run.lands("owed/update").after(Duration.ofMinutes(14)).tick();
    run.intend("owed/update");
    List<String> ops =
        run.said(RunEvent.Intended.class).stream().map(intended -> intended.act().op()).toList();
    assertThat(ops).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void while_the_last_act_still_flies_after_the_end_no_moment_of_the_past_is_waited_for() {
    Item words = line("owed/words").message();
    Watch.Moment ended = moment("ended", Duration.ZERO);
    Given run = closing(owed(words, QUARTER, ended, NONE, moment("ended", QUARTER)));
    run.passes("scan").after(Duration.ofMinutes(14)).tick().intend("owed/words");
    String op = run.op("owed/words");
    run.when(new RunCommand.Begin("owed/words", op, "m1"));
    run.after(HOUR).tick();
    assertThat(run.jobs()).noneMatch(job -> job.notBefore().isPresent());
    run.end("owed/words", Ending.LANDED, "sent");
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void while_a_closed_run_owes_what_was_met_is_reopened_and_files_are_attached() {
    Item second = line("owed/second").record(Duration.ZERO, "cause operator");
    Given run =
        closing(Owes.by("report", "ended", HOUR), Owes.by(second, "ended", HOUR)).passes("scan");
    run.by("olga", new RunCommand.Fill(REPORT, "operator", Map.of("cause", "wrong")));
    run.by("olga", new RunCommand.Reopen(REPORT, "it was another"));
    assertThat(run.refusal()).isEmpty();
    assertThat(run.state().item(REPORT).status()).isEqualTo(ItemStatus.OPEN);
    run.by(
        "olga",
        new RunCommand.Attach(REPORT, new FileNote("disk.png", "image/png", 9, "ab".repeat(32))));
    assertThat(run.state().files(REPORT)).hasSize(1);
    run.by("olga", new RunCommand.Fill(REPORT, "operator", Map.of("cause", "a full disk")));
    run.by("olga", new RunCommand.Recheck("owed/second", "look again"));
    assertThat(run.refusal()).isEmpty();
    run.by("olga", new RunCommand.Fill("owed/second", "operator", Map.of("cause", "this")));
    assertThat(run.state().over()).isTrue();
    run.replayed();
  }
}
