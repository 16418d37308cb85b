package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken, and what is not, where a page has no box. */
class UnboxedFormsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cutting a version of the client results in:",
        "The goals of this review are to improve the following:",
        "Here is a list of earlier outages, to be used as a reference:",
        "Although dates move, the maintainers try to follow two\nguidelines:",
        "Other inputs that are not commonly set in the form:",
      })
  void a_sentence_that_tells_how_things_are_makes_no_items_of_its_list(String leadIn) {
    assertThat(
            Read.titles(
                """
                # Release process

                ## Steps

                1. Tag the version.
                2. Push the tag.

                ## About versions

                %s

                - one version with new names each year
                - the packages are built for three systems
                """
                    .formatted(leadIn)))
        .containsExactly("Tag the version.", "Push the tag.");
  }

  @Test
  void a_sentence_that_asks_makes_items_of_its_list() {
    assertThat(
            Read.titles(
                """
                # Releasing

                To get a clean tree, it is necessary to forget what was built:

                - `brush sweep --all target`
                - Clear the cache of the builder
                """))
        .hasSize(2);
  }

  @Test
  void words_that_are_explained_are_no_items() {
    assertThat(
            Read.titles(
                """
                # Release runbook

                ## Preparation

                When looking at merged changes, the labels to be used are:

                * breaking - Used when callers have to change.
                * internal - Used for what no caller sees.

                ## Release

                * Run the release job
                * Announce the version
                """))
        .containsExactly("Run the release job", "Announce the version");
  }

  @Test
  void the_highest_heading_is_the_title_of_a_page_that_has_no_other() {
    assertThat(
            Read.titles(
                """
                ## Responding to incidents

                1. Open a record in the tracker.

                1. Tell the people on call.

                ## Keys

                - `vault revoke-key service-$env old`
                - `vault create-key service-$env new`
                """))
        .hasSize(4);
  }

  @Test
  void a_label_with_lines_below_it_is_a_heading_of_them() {
    List<PaperItem> items =
        Read.items(
            """
            # Smoke checklist

            ## Verification

            1. Health:
               - `/health` returns `Healthy`
            2. Import:
               - A dry run without errors enables the button
               - A dry run with errors is refused
            """);
    assertThat(items)
        .extracting(item -> item.words().title())
        .containsExactly(
            "/health returns Healthy",
            "A dry run without errors enables the button",
            "A dry run with errors is refused");
  }

  @Test
  void entry_and_exit_criteria_in_a_list_of_facts_are_what_must_hold() {
    Paper paper =
        Read.paper(
            """
            # Canary rollout plan

            ### Stage 1: Staff (1% of traffic)
            - **Cohort**: `staff`
            - **Duration**: 2 hours
            - **Purpose**: Smoke test in production
            - **Entry criteria**:
              - All builds are green
            - **Exit criteria**:
              - Error rate < 0.1%
              - p75 latency < 110% of baseline
            """);
    assertThat(paper.items())
        .extracting(item -> item.words().title() + " " + paper.polarity(item))
        .containsExactly(
            "All builds are green PRECONDITION",
            "Error rate < 0.1% CRITERION",
            "p75 latency < 110% of baseline CRITERION");
  }

  @Test
  void a_bullet_between_boxes_that_says_what_to_do_is_an_item_and_a_remark_is_none() {
    assertThat(
            Read.titles(
                """
                # Release checklist

                ## Setup

                - Install the signing tool
                - [ ] Update the release tool
                - Note: the tool needs a key
                - The key lies in the safe
                """))
        .containsExactly("Install the signing tool", "Update the release tool");
  }

  @Test
  void numbered_lines_in_a_fence_are_steps() {
    assertThat(
            Read.titles(
                """
                # Production checklist

                ### Booking
                ```bash
                # Try the form
                1. Fill in the form
                2. Submit it
                3. Check that the mail arrives
                ```
                """))
        .containsExactly("Fill in the form", "Submit it", "Check that the mail arrives");
  }

  @Test
  void a_column_of_checks_or_steps_says_what_to_do() {
    assertThat(
            Read.titles(
                """
                # Deployment checklist

                ## Settings

                | Variable | Default | Check |
                |---|---|---|
                | `SITE` | `localhost` | Set it to the public name |
                | `MAIL` | empty | Enter an address that somebody reads |

                ## Rollback

                | Environment | Steps |
                |---|---|
                | Compose | 1. Restore the file. 2. Start it again |
                | systemd | Restart the unit |
                """))
        .hasSize(4)
        .contains("Set it to the public name", "Restart the unit");
  }

  @Test
  void gates_with_an_owner_under_a_sign_off_are_signed_by_the_owner() {
    List<PaperItem> items =
        Read.items(
            """
            # Go-live checklist

            ## Sign-off

            | Gate | Owner | Status | Date |
            |---|---|---|---|
            | Engineering | Tech Lead | Pending | |
            | Quality | QA Lead | Pending | |
            """);
    assertThat(items)
        .extracting(item -> item.kind() + " " + item.field("signs"))
        .containsExactly("SIGNOFF Tech Lead", "SIGNOFF QA Lead");
  }

  @Test
  void criteria_for_go_or_no_go_must_hold_and_those_for_no_go_alone_must_not() {
    Paper paper =
        Read.paper(
            """
            # Rollout playbook

            ## Go/No-Go criteria
            - The regression gate is green

            ## No-Go when
            - The regression gate is red

            ## Automatic halt rules
            - p75 LCP > 2.5s for 15 minutes
            """);
    assertThat(paper.items())
        .extracting(paper::polarity)
        .containsExactly(Polarity.PRECONDITION, Polarity.TRIGGER, Polarity.TRIGGER);
  }

  @Test
  void the_line_before_a_list_of_triggers_says_how_long_each_must_last() {
    assertThat(
            Read.items(
                    """
                    # Canary runbook

                    ### Rollback conditions
                    Roll back if any of these holds for 10 consecutive minutes:

                    1. **p95 latency** > 800ms
                    2. **Availability** < 99.5% for 2 minutes
                    """)
                .stream()
                .flatMap(item -> item.details().limits().stream())
                .map(LimitText::words))
        .containsExactly("p95 latency > 800 ms, for 10m", "Availability < 99.5 %, for 2m");
  }

  @Test
  void a_text_or_a_block_inside_a_command_is_not_a_step_of_its_own() {
    List<PaperItem> items =
        Read.items(
            """
            # Rollback runbook

            ```bash
            # Write down why
            cat <<EOF > reason.md
            # Reason
            - Alert: [name]
            EOF

            # Drain
            if [ "$OPEN" -gt 10 ]; then
              # give it time
              sleep 30
            fi

            # Tell the channel
            curl -X POST "$HOOK" \\
              -d "{
                # no comment
              }" || true

            # Stop
            systemctl stop app
            ```
            """);
    assertThat(items)
        .extracting(item -> item.words().title())
        .containsExactly("Write down why", "Drain", "Tell the channel", "Stop");
    assertThat(items.getFirst().details().commands())
        .containsExactly("cat <<EOF > reason.md\n# Reason\n- Alert: [name]\nEOF");
    assertThat(items.get(1).details().commands()).hasSize(1);
  }

  @Test
  void names_and_causes_are_no_items() {
    assertThat(
            Read.titles(
                """
                # Reprocessing runbook

                ## Views

                The job refreshes these every five minutes:

                - `clean.stock`
                - `clean.returns`

                ## Requests

                - `GET /events/metrics`
                - `POST /events/process`

                **Common root causes:**
                1. Disk degradation in most cases
                2. Network latency

                ## Procedure

                1. Stop the queue
                2. Process what failed
                """))
        .containsExactly("Stop the queue", "Process what failed");
  }
}
