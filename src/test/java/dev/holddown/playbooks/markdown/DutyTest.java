package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Severities, escalations, contacts and signatures, wherever they stand. */
class DutyTest {
  @Test
  void a_table_of_severities_becomes_severities_with_the_worst_first() {
    Paper paper =
        Read.paper(
            """
            # Incident runbook
            ## Severity levels
            | Severity | Impact | Response time | Escalate to |
            |---|---|---|---|
            | SEV-3 | Some users | next business day | Support |
            | **SEV-1** (Critical) | All users | Immediate | On-call → Engineering Lead, CTO |
            | SEV-2 | Many | < 30 minutes | On-call then Engineering Lead |
            """);

    assertThat(paper.items()).isEmpty();
    assertThat(paper.page().beside().duty().severities())
        .extracting(s -> s.name() + " " + s.alias() + " " + s.ack() + " " + s.path())
        .containsExactly(
            "SEV3   [Support]",
            "SEV1 Critical 0s [On-call, Engineering Lead, CTO]",
            "SEV2  30m [On-call, Engineering Lead]");
    assertThat(paper.gaps())
        .extracting(Paper.Gap::what)
        .containsExactly("\"next business day\" is no time that can be measured");
    String people = PeopleWriter.write(paper);
    assertThat(people)
        .contains(
            "SEV1: {alias: [\"Critical\"], level: 1, ack: 0s, path: [on_call, engineering_lead,"
                + " cto]}",
            "SEV3: {level: 3, path: [support]}");
    assertThat(Read.reading(people).problems()).isEmpty();
  }

  @Test
  void an_escalation_ladder_becomes_steps_with_their_times_or_a_gap() {
    Paper paper =
        Read.paper(
            """
            # On-call runbook
            ## Escalation path
            1. Escalate to Tech Lead → 5 min
            2. If no response in 15 minutes, page the Engineering Manager
            3. Level 3: CTO (after 1 hour)
            4. After 2 hours hope

            ## Escalation matrix
            | Level | Who | Time |
            |---|---|---|
            | L1 | On-call engineer | Immediate |
            | L2 | Team lead | 30 min |
            """);

    assertThat(paper.page().beside().duty().escalations())
        .extracting(e -> e.after() + " " + e.page())
        .startsWith("5m Tech Lead", "15m Engineering Manager", "1h CTO")
        .endsWith("0s On-call engineer", "30m Team lead");
    assertThat(Read.reading(PeopleWriter.write(paper)).problems()).isEmpty();
  }

  @Test
  void contacts_are_kept_and_one_without_a_way_is_a_gap() {
    Paper paper =
        Read.paper(
            """
            # Release checklist
            - [ ] Go
            ## Contacts
            | Role | Name | Phone |
            |---|---|---|
            | CTO | Cleo | +49 1 |
            | DBA | ____ | [PHONE] |

            ## Emergency contacts
            - **Security lead**: #sec on Slack
            """);

    assertThat(paper.page().beside().duty().contacts())
        .extracting(c -> c.who() + "=" + c.how())
        .containsExactly("CTO=Cleo | +49 1", "DBA=____ | [PHONE]", "Security lead=#sec on Slack");
    assertThat(paper.gaps())
        .extracting(Paper.Gap::what)
        .containsExactly("the page does not say how \"DBA\" is reached");
    assertThat(PeopleWriter.write(paper)).contains("  security_lead: \"#sec on Slack\"");
  }

  @Test
  void roles_with_a_name_and_a_date_to_fill_in_are_signatures_under_any_heading() {
    Paper paper =
        Read.paper(
            """
            # Release
            - [ ] Tests are green

            ## Release record
            | Role | Name | Date |
            |---|---|---|
            | QA lead | | |
            | Product owner | ____ | __/__/____ |

            ## Document history
            | Author | Name | Date |
            |---|---|---|
            | Ann | First draft | 2026-01-02 |
            """);

    assertThat(paper.items())
        .extracting(item -> item.kind() + " " + item.field("signs"))
        .containsExactly("CHECK ", "SIGNOFF QA lead", "SIGNOFF Product owner");
  }

  @Test
  void blanks_of_commands_become_inputs_and_what_the_page_sets_itself_does_not() {
    String yaml =
        PlaybookWriter.write(
            Read.paper(
                """
                # Release runbook
                ## Steps
                1. Tag it
                   ```bash
                   IMAGE=shop
                   docker push $IMAGE:<version> --token YOUR_TOKEN
                   kubectl -n ${NAMESPACE} get pods -o go-template='{{range .items}}{{.name}}{{end}}'
                   helm upgrade shop ./chart --version vX.Y.Z --set x={{ region }} > $HOME/log
                   ```
                2. Tell the team
                """),
            Read.SUBJECT);

    assertThat(yaml)
        .contains(
            "  version: {type: string, default: \"(version)\", help: \"stands as <version> in the"
                + " command of line 3\"}",
            "  your_token: ",
            "  namespace: ",
            "  region: ",
            "fill in: ${NAMESPACE} is the input namespace")
        .doesNotContain("  image: ", "  home: ", "  range: ");
    assertThat(Read.reading(yaml).problems()).isEmpty();
  }
}
