package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.permit.ExceptionRow;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Preauthorisation;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Freezes, exceptions, preauthorisations, a workspace, and the keys of a playbook for them. */
class PermitDocumentsTest {
  private static Document document(String text) {
    Reading reading = Written.read(text);
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.later()).isEmpty();
    return reading.document().orElseThrow();
  }

  private static Freeze freeze(String text) {
    return ((Document.OfFreeze) document("kind: freeze\nid: xmas\nwhy: Holidays\n" + text))
        .freeze();
  }

  @Test
  void a_limit_of_a_workspace_is_known_and_shorter_than_that_of_the_program() {
    String head = "kind: workspace\nid: shop\nlimits: ";
    assertThat(((Document.OfWorkspace) document(head + "{waiver: 3d}\n")).limits())
        .containsExactly(Map.entry("waiver", Duration.ofDays(3)));
    assertThat(Written.problems(head + "{freeze: 1d}\n"))
        .containsExactly(
            "p.yaml:3:9 there is no limit `freeze`; write waiver, such as {waiver: 3d}");
    assertThat(Written.problems(head + "{waiver: 8d}\n"))
        .containsExactly(
            "p.yaml:3:9 `limits.waiver: 8d` is no limit; write more than nothing and 7d at most");
  }

  @Test
  @Covers("A-23")
  void a_freeze_says_when_where_why_and_who_may_override_it() {
    Freeze freeze =
        freeze(
            """
            owner: release_manager
            scope: {environments: [prod]}
            from: 2025-12-20T00:00Z
            to: 2026-01-02T00:00Z
            override: {sign: {role: t_josh}, reason: required}
            """);

    assertThat(freeze.about()).isEqualTo(new Freeze.About("Holidays", "release_manager"));
    assertThat(freeze.scope().covers("checkout", "prod")).isTrue();
    assertThat(freeze.scope().covers("checkout", "staging")).isFalse();
    assertThat(freeze.at(Instant.parse("2025-12-19T23:59:59Z"))).isEmpty();
    assertThat(freeze.at(Instant.parse("2025-12-20T00:00:00Z"))).isPresent();
    assertThat(freeze.at(Instant.parse("2026-01-02T00:00:00Z"))).isEmpty();
    assertThat(freeze.override().orElseThrow().sign().needed().getFirst().role())
        .isEqualTo("t_josh");
  }

  @Test
  void a_freeze_that_comes_again_is_by_the_clock_of_its_zone() {
    Freeze freeze =
        freeze(
            """
            owner: cto
            from: 2026-01-02
            rrule: FREQ=WEEKLY;BYDAY=FR;BYHOUR=15
            timezone: Europe/Berlin
            lasts: 9h
            """);

    assertThat(freeze.at(Instant.parse("2026-07-10T13:00:00Z"))).isPresent();
    assertThat(freeze.at(Instant.parse("2026-07-10T12:59:59Z"))).isEmpty();
    assertThat(freeze.override()).isEmpty();
  }

  @Test
  void what_cannot_be_a_freeze_is_told_with_its_place() {
    String head = "kind: freeze\nid: x\nwhy: Holidays\nowner: cto\n";
    assertThat(Written.problems(head + "from: 2026-01-02\nto: 2026-01-01\n"))
        .containsExactly("p.yaml:6:5 the freeze ends before it begins; write a `to` after `from`");
    assertThat(Written.problems(head + "from: 2026-01-02\nrrule: FREQ=DAILY\n"))
        .containsExactly("p.yaml:6:8 a freeze that comes again needs `lasts`; write lasts: 12h");
    assertThat(Written.problems(head + "from: 2026-01-02\nrrule: FREQ=HOURLY\nlasts: 1h\n"))
        .containsExactly(
            "p.yaml:6:8 the rule cannot be read: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY, not"
                + " \"HOURLY\"");
    assertThat(Written.problems(head + "from: 2026-01-02\ntimezone: Mars/Base\n"))
        .containsExactly(
            "p.yaml:6:11 there is no time zone `Mars/Base`; write it as Europe/Berlin");
    assertThat(Written.problems(head + "from: 2026-01-02\nlasts: 1h\n"))
        .containsExactly("p.yaml:6:8 `lasts` stands without `rrule`; write `to`, or add rrule:");
  }

  @Test
  @Covers("E-75")
  void an_exception_has_owner_rationale_risk_and_expiry() {
    List<ExceptionRow> rows =
        ((Document.OfExceptions)
                document(
                    """
                    kind: exceptions
                    rows:
                      - id: EX-7
                        waives: lighthouse
                        owner: ann
                        rationale: the new font
                        risk: low
                        reference: WEB-12
                        expires: 2025-10-24
                    """))
            .rows();
    assertThat(rows.getFirst().owner()).isEqualTo("ann");
    assertThat(rows.getFirst().reasons().reference()).isEqualTo("WEB-12");
    assertThat(rows.getFirst().expires()).isEqualTo(Instant.parse("2025-10-24T00:00:00Z"));
    assertThat(Written.problems("kind: exceptions\nrows: [{id: EX-7, waives: x, risk: huge}]\n"))
        .anyMatch(line -> line.contains("needs `owner`"))
        .anyMatch(line -> line.contains("needs `rationale`"))
        .anyMatch(line -> line.contains("`risk: huge` is not known"));
  }

  @Test
  void a_preauthorisation_says_for_what_by_whom_and_until_when() {
    Preauthorisation policy =
        ((Document.OfPolicy)
                document(
                    """
                    kind: preauthorisation
                    id: night
                    allows: [rollback]
                    scope: {services: [checkout], environments: [prod]}
                    watches: [p99]
                    sign: {role: cto}
                    uses: 3
                    expires: 2026-03-01
                    """))
            .policy();
    assertThat(policy.watches()).containsExactly("p99");
    assertThat(policy.limits().usesMax()).isEqualTo(3);
    assertThat(policy.limits().expires()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
  }

  @Test
  void a_line_is_waivable_behind_a_gate_that_takes_waivers() {
    Playbook playbook =
        Written.playbook(
            Written.HEAD
                + """
                stages:
                  - stage: Before
                    gate: {needs: all, waivers: allowed}
                    items:
                      - {check: A, http.get: {url: "http://x"}, expect: result.status == 200, waivable: true}
                      - {check: B, http.get: {url: "http://x"}, expect: result.status == 200, waivable: {by: security_lead}}
                      - {check: C, http.get: {url: "http://x"}, expect: result.status == 200}
                """);
    assertThat(playbook.stages().getFirst().gate().orElseThrow().waivable())
        .isEqualTo(Map.of("a", List.of("approver"), "b", List.of("security_lead")));
    assertThat(
            Written.ofItems(
                "- {check: A, http.get: {url: \"http://x\"}, expect: result.status == 200,"
                    + " waivable: true}\n"))
        .containsExactly(
            "`waivable` has no effect: its stage has no gate that takes waivers; write gate:"
                + " {needs: all, waivers: allowed} at the stage");
    assertThat(Written.ofItems("- {signoff: A, sign: {role: a}, waivable: true}\n"))
        .contains("only a check on the way forward may be waived; leave waivable: out");
  }

  @Test
  void an_approval_by_policy_says_who_is_asked_otherwise() {
    String approval = "to: {version: \"${last_good().version}\"}\n  approval: ";
    String to = "to: {version: \"${last_good().version}\"}";
    Playbook playbook =
        Written.playbook(
            Written.HEAD
                + Written.STAGES
                + Written.ROLLBACK.replace(
                    to,
                    approval
                        + "{policy: night, else: {sign: {role: a}, escalate: {after: 5m, to: {role:"
                        + " b, count: 2}}}}"));
    assertThat(playbook.rollback().orElseThrow().byPolicy().orElseThrow().policy())
        .isEqualTo("night");
    assertThat(playbook.rollback().orElseThrow().approval()).isPresent();
    assertThat(
            Written.bare(
                Written.problems(
                    Written.HEAD
                        + Written.STAGES
                        + Written.ROLLBACK.replace(to, approval + "{policy: night}"))))
        .containsExactly(
            "`approval` needs `else`; say who is asked when the policy does not hold: else: {sign:"
                + " …}");
  }

  @Test
  void the_digest_of_a_way_back_does_not_care_for_lines_and_does_for_everything_else() {
    PlaybookJson json = new PlaybookJson();
    String text = Written.HEAD + Written.STAGES + Written.ROLLBACK;
    String digest = json.wayBack(Written.playbook(text));

    assertThat(json.wayBack(Written.playbook("# a remark\n\n" + text))).isEqualTo(digest);
    assertThat(
            json.wayBack(
                Written.playbook(text.replace("last_good().version", "last_good().image"))))
        .isNotEqualTo(digest);
  }
}
