package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Forms that other people's pages have and the samples have not. */
class OtherPagesTest {
  @Test
  void a_role_below_boxes_signs_them() {
    List<PaperItem> items =
        Read.items(
            """
            # Go-live

            ## Security
            - [x] Keys rotated
            - [ ] Scan reviewed
            - Sign-off: Security Officer
            """);
    assertThat(items).hasSize(3);
    assertThat(items.getLast().kind()).isEqualTo(PaperItem.Kind.SIGNOFF);
    assertThat(items.getLast().field("signs")).isEqualTo("Security Officer");
  }

  @Test
  void a_role_with_a_blank_under_a_heading_that_says_sign_off_signs() {
    List<PaperItem> items =
        Read.items(
            """
            # Release

            - [ ] Tests pass

            ## Sign-off

            **QA Lead:** _____________ Date: _______
            **Business Stakeholder (major releases):** _____________ Date: _______
            """);
    assertThat(items.subList(1, items.size()))
        .extracting(item -> item.kind() + " " + item.field("signs"))
        .containsExactly("SIGNOFF QA Lead", "SIGNOFF Business Stakeholder");
  }

  @Test
  void a_table_of_roles_that_say_go_or_no_go_is_signed_by_each() {
    List<PaperItem> items =
        Read.items(
            """
            # Launch

            ## Go / No-Go

            | Role | Name | Go? |
            |---|---|---|
            | Release manager | | ☐ |
            | QA lead | | ☐ |
            """);
    assertThat(items)
        .extracting(item -> item.kind() + " " + item.field("signs"))
        .containsExactly("SIGNOFF Release manager", "SIGNOFF QA lead");
  }

  @Test
  void a_label_that_only_leaves_room_for_a_link_is_nothing_to_do() {
    assertThat(
            Read.titles(
                """
                # Release

                ## Release steps
                - Build the image
                - Push the image
                - Deploy it to staging
                - **Release ticket:** [Jira link]
                """))
        .containsExactly("Build the image", "Push the image", "Deploy it to staging");
  }

  @Test
  void a_mark_in_a_message_template_is_no_tick() {
    Paper paper =
        Read.paper(
            """
            # Incident

            ## Communication templates

            ### Resolution
            ```
            ✅ *INCIDENT RESOLVED*

            *Duration:* [X hours]
            ```
            """);
    assertThat(paper.items()).isEmpty();
    assertThat(paper.page().templates()).hasSize(1);
  }

  @Test
  void not_within_is_more_than() {
    Limit limit = limit("- [ ] TLS certificates are not expiring within 30 days");
    assertThat(limit.bound()).isEqualTo(new Limit.Bound(">", List.of(30.0), "d"));
    assertThat(limit("- [ ] Latency recovers within 30 seconds").bound().comparator())
        .isEqualTo("<=");
    assertThat(limit("- [ ] Error rate is not above 5%").bound().comparator()).isEqualTo("<=");
  }

  private static Limit limit(String line) {
    return Read.item("# List\n\n" + line + "\n").details().limits().getFirst();
  }

  @Test
  void as_expected_says_nothing_of_what_is_expected() {
    assertThat(field("- [ ] All planned features working as expected", "expected")).isEmpty();
    assertThat(field("- [ ] Metrics within expected range", "expected")).isEmpty();
    assertThat(field("- [ ] Call the status page. Expected: 200", "expected")).isEqualTo("200");
  }

  @Test
  void a_sign_off_without_a_name_has_no_signer_made_of_its_words() {
    assertThat(field("- [ ] All stakeholders have signed off", "signs")).isNotEqualTo("f");
    assertThat(field("- [ ] Release approved for production", "signs"))
        .isNotEqualTo("for production");
  }

  private static String field(String line, String name) {
    return Read.item("# List\n\n" + line + "\n").field(name);
  }

  @Test
  void only_the_deed_itself_destroys() {
    List<PaperItem> items =
        Read.items(
            """
            # Failover

            ## Steps
            1. Keep blue hot for the rollback window.
            2. Measure the time from the stop to the first answer.
            3. Roll back to blue at once.
            4. Execute a full rollback.
            5. Drain the node and delete it.
            """);
    assertThat(items)
        .extracting(item -> item.is(PaperItem.Mark.DESTRUCTIVE))
        .containsExactly(false, false, true, true, true);
  }

  @Test
  void a_heading_between_steps_is_a_step_too() {
    assertThat(
            Read.titles(
                """
                # Incident

                ## Mitigation

                ### 1. Enable maintenance mode

                Set the switch.

                ### 2. Disable the feature

                Use the flag.

                ### 3. Rate limit or block the traffic

                At the proxy.

                ### 4. Restart the service

                One node at a time.
                """))
        .containsExactly(
            "Enable maintenance mode",
            "Disable the feature",
            "Rate limit or block the traffic",
            "Restart the service");
  }

  @Test
  void a_link_left_open_is_a_gap_and_the_page_runs_all_the_same() {
    Paper paper = Read.paper("# Release\n\n- [ ] Look at the [dashboard](TBD)\n");
    assertThat(Read.reading(PlaybookWriter.write(paper, Read.SUBJECT)).problems()).isEmpty();
    assertThat(ImportReport.gaps(paper))
        .extracting(Paper.Gap::what)
        .containsExactly("the link \"dashboard\" leads nowhere yet: TBD");
  }
}
