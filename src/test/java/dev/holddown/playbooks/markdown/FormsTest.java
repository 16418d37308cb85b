package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.playbooks.markdown.PaperItem.Kind;
import dev.holddown.playbooks.markdown.PaperItem.Mark;
import dev.holddown.testing.Covers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each form in which people write items down. */
class FormsTest {
  @Test
  void boxes_of_any_kind_are_items_at_every_depth() {
    assertThat(
            Read.titles(
                """
                # Launch

                - [ ] one
                  * [x] two
                    - note below two
                - - [ ] three
                ☐ four
                [ ] five
                1. [X] six
                - ⬜ seven
                > - [ ] eight
                <input type="checkbox" checked> nine
                """))
        .containsExactly("one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
  }

  @Covers("B-232")
  @Test
  void ticks_on_paper_are_kept_and_prove_nothing() {
    List<PaperItem> items = Read.items("# A checklist\n- [x] done\n- [ ] open\n");
    assertThat(items.get(0).is(Mark.TICKED)).isTrue();
    assertThat(items.get(1).is(Mark.TICKED)).isFalse();
    String yaml = PlaybookWriter.write(Read.paper("- [x] done\n"), Read.SUBJECT);
    assertThat(yaml).contains("imported: ticked", "sign: {role: operator}");
  }

  @Test
  void boxes_in_a_table_tell_that_the_steps_beside_it_are_to_be_done() {
    assertThat(
            Read.titles(
                """
                # Friday

                1. Tag the version
                2. Push the tag
                3. Tell the team

                | Check | Done |
                |---|---|
                | Schema is migrated | ☐ |
                """))
        .containsExactly("Tag the version", "Push the tag", "Tell the team", "Schema is migrated");
  }

  @Test
  void a_box_in_a_comment_is_none_and_one_in_a_fence_is_one() {
    assertThat(
            Read.titles(
                """
                <!-- - [ ] commented -->
                <!--
                - [ ] also commented
                -->
                - [ ] real <!-- remark -->

                ```markdown
                - [ ] in a template
                - [ ] <!-- only a remark -->
                ```
                """))
        .containsExactly("real", "in a template");
  }

  @Test
  void a_drawn_tree_with_a_legend_is_a_list_of_open_boxes() {
    List<PaperItem> items =
        Read.items(
            """
            # Go-live checklist
            ```
            NETWORK
            ├─ DNS moved       □ Open | ✓ Done
            └─ Firewall set    □ Open | ✓ Done
            ```
            """);
    assertThat(items)
        .extracting(item -> item.words().title())
        .containsExactly("DNS moved", "Firewall set");
    assertThat(items).noneMatch(item -> item.is(Mark.TICKED) || item.is(Mark.IMPLICIT));
  }

  @Test
  void numbered_steps_of_a_section_without_boxes_are_items_with_what_is_below_them() {
    List<PaperItem> items =
        Read.items(
            """
            # Release guide

            ## Steps
            1. Pull the image
               ```bash
               # from the registry
               $ docker pull shop:1.4
               1.4: Pulling from shop
               $ docker tag shop:1.4 \\
                   shop:live
               ```
            2. Restart the service
               - wait until it is healthy

            ## Notes
            1. This is only a remark
            """);
    assertThat(items)
        .extracting(item -> item.words().title())
        .containsExactly("Pull the image", "Restart the service");
    assertThat(items).allMatch(item -> item.is(Mark.IMPLICIT) && item.kind() == Kind.STEP);
    assertThat(items.getFirst().details().commands())
        .containsExactly("docker pull shop:1.4", "docker tag shop:1.4 shop:live");
    assertThat(items.getFirst().place().lines()).isEqualTo(new Paper.Lines(4, 11));
  }

  @Test
  void a_numbered_heading_without_a_list_is_a_step() {
    List<PaperItem> items =
        Read.items(
            """
            # Release runbook

            ### Step 1: Tag the commit
            Tag what was tested.
            ```sh
            git tag v1.4
            ```
            ### Step 2: Announce it
            Tell the team.
            """);
    assertThat(items)
        .extracting(item -> item.words().title())
        .containsExactly("Tag the commit", "Announce it");
    assertThat(items.get(0).details().commands()).containsExactly("git tag v1.4");
    assertThat(items.get(1).kind()).isEqualTo(Kind.MESSAGE);
  }

  @Test
  void commands_in_a_fence_are_steps_by_their_comments() {
    List<PaperItem> items =
        Read.items(
            """
            # Rollback runbook

            ## Rollback steps
            ```bash
            # 1. Stop the service
            kubectl scale deploy/shop --replicas=0

            # 2. Back to the last version
            helm rollback shop 3
            kubectl rollout status deploy/shop
            # Expected: successfully rolled out
            ```
            """);
    assertThat(items)
        .extracting(item -> item.words().title())
        .containsExactly("Stop the service", "Back to the last version");
    assertThat(items).allMatch(item -> item.is(Mark.DESTRUCTIVE));
    assertThat(items.get(1).details().commands()).hasSize(2);
    assertThat(items.get(1).field("expected")).isEqualTo("successfully rolled out");
  }

  @Test
  void rows_of_tables_are_items_by_their_columns() {
    List<PaperItem> items =
        Read.items(
            """
            # Readiness review

            | Check | Owner | Status |
            |---|---|---|
            | Backups tested | Ops | |
            | Alerts wired | SRE | ☐ |

            ## Alert thresholds
            | Metric | Warning | Critical | Action |
            |---|---|---|---|
            | Error rate | >2% | >5% | Roll back |

            ## Sign-off
            | Role | Name | Signature | Date |
            |---|---|---|---|
            | **Tech Lead** | | | |

            ## Contacts
            | Role | Phone |
            |---|---|
            | CTO | 123 |
            """);
    assertThat(items)
        .extracting(item -> item.kind() + " " + item.words().title())
        .containsExactly(
            "CHECK Backups tested", "CHECK Alerts wired", "CHECK Error rate", "SIGNOFF Tech Lead");
    assertThat(items.getFirst().field("owner")).isEqualTo("Ops");
    assertThat(items.get(2).details().limits())
        .extracting(LimitText::words)
        .containsExactly("Error rate > 2 % (warning)", "Error rate > 5 % (critical) → Roll back");
    assertThat(items.get(3).field("signs")).isEqualTo("Tech Lead");
  }

  @Test
  void the_heading_decides_whether_a_line_must_hold_or_must_not() {
    Paper paper =
        Read.paper(
            """
            # Deployment checklist
            ## Pre-deployment
            - [ ] Tests passed
            ## Deployment steps
            - [ ] Deploy
            ### Rollback immediately if
            - Data is corrupted
            ## Success criteria
            - [ ] Latency is stable
            ## Type of change
            - [ ] Standard
            - [ ] Emergency
            """);
    assertThat(paper.items())
        .extracting(item -> paper.polarity(item) + " " + item.words().title())
        .containsExactly(
            "PRECONDITION Tests passed",
            "TASK Deploy",
            "TRIGGER Data is corrupted",
            "CRITERION Latency is stable",
            "CHOICE Standard");
    PaperItem choice = paper.items().getLast();
    assertThat(choice.kind()).isEqualTo(Kind.CHOICE);
    assertThat(choice.details().options()).containsExactly("Standard", "Emergency");
  }

  @Test
  void boxes_in_a_row_are_a_choice_and_blanks_are_records_and_signatures() {
    List<PaperItem> items =
        Read.items(
            """
            # Go/No-Go
            **Decision:** ☐ GO ☐ NO-GO
            Started at: ______
            Approved by: ____________
            """);
    assertThat(items)
        .extracting(item -> item.kind() + " " + item.words().title())
        .containsExactly(
            "CHOICE Decision: ☐ GO ☐ NO-GO", "RECORD Started at", "SIGNOFF Approved by");
    assertThat(items.getFirst().details().options()).containsExactly("GO", "NO-GO");
  }

  @Test
  void owners_times_conditions_and_links_are_fields() {
    PaperItem item =
        Read.item(
            "- [ ] [Release Lead] Cut [the branch](https://ci.example/cut) (optional), T-30m, see"
                + " https://docs.example/x\n");
    assertThat(item.field("owner")).isEqualTo("Release Lead");
    assertThat(item.field("when")).isEqualTo("optional");
    assertThat(item.field("due")).isEqualTo("T-30m");
    assertThat(item.details().links())
        .containsExactly(
            new PaperItem.Link("the branch", "https://ci.example/cut"),
            new PaperItem.Link("https://docs.example/x", "https://docs.example/x"));
    assertThat(Read.item("- [ ] Review [notes][n]\n\n[n]: ./notes.md\n").details().links())
        .containsExactly(new PaperItem.Link("notes", "./notes.md"));
  }

  @Test
  void the_text_of_a_web_page_is_read_by_its_lines() {
    Paper paper =
        Read.paper(
            """
            Ops pages

            Progress
            Deploy
            0 / 3

            Deploy Checklist

            Before anything goes live, work through these.
            Release
            Confirm that the version on the page matches the one deployed.
            Version page ↗
            Fetch the status page and look for errors in the last hour.
            """);
    assertThat(paper.items())
        .extracting(item -> item.words().title())
        .containsExactly(
            "Confirm that the version on the page matches the one deployed.",
            "Fetch the status page and look for errors in the last hour.");
    assertThat(paper.gaps())
        .extracting(Paper.Gap::what)
        .containsExactly("the page counts 3 items in \"Deploy\", and 2 were found");
  }

  @Test
  void a_message_template_keeps_its_blanks() {
    Paper paper =
        Read.paper(
            """
            # Incident runbook
            - [ ] Tell people
            ## Notification templates
            ```
            Subject: Outage of [SERVICE]
            We are looking into it. ETA <time>.
            ```
            """);
    assertThat(paper.page().templates()).hasSize(1);
    assertThat(paper.page().templates().getFirst().blanks()).containsExactly("[SERVICE]", "<time>");
    assertThat(Read.playbook(paper).title()).isEqualTo("Incident runbook");
  }

  @Test
  void front_matter_is_fields_and_details_are_sections() {
    Paper paper =
        Read.paper(
            """
            ---
            title: Cut a release
            labels: release
            ---
            <details>
            <summary>Before the day</summary>

            - [ ] Freeze the branch

            </details>
            """);
    assertThat(paper.page().front()).containsEntry("title", "Cut a release");
    assertThat(paper.page().title()).isEqualTo("Cut a release");
    assertThat(paper.sections().getLast().heading()).isEqualTo("Before the day");
    assertThat(paper.lines().get(1).fate()).isEqualTo(Paper.Fate.FIELD);
    assertThat(paper.lines().get(4).why()).isEqualTo("markup without words of its own");
  }

  @Test
  void prose_without_a_checklist_has_no_items() {
    assertThat(
            Read.items(
                """
                # A small library

                It does one thing, and it is fast.

                ## Features
                - Small: no dependencies
                - Fast: see the benchmark
                - Safe

                ## Why
                1. Others are larger.
                2. Others are slower.

                | Name | Size |
                |---|---|
                | this | 12 KB |

                See [the docs](https://docs.example).
                """))
        .isEmpty();
  }

  @Test
  void every_line_ends_as_item_field_note_or_ignored_with_a_reason() {
    Paper paper = Read.paper("# T checklist\n\nwords\n- [ ] a\n  - b\n<!-- c -->\n---\n");
    assertThat(ImportReport.explained(paper))
        .containsExactly(
            "     1  field    a heading",
            "     2  ignored  a blank line",
            "     3  note     text",
            "     4  item     a box  check under task: a",
            "     5  field    belongs to the item in line 4",
            "     6  ignored  an HTML comment",
            "     7  ignored  a rule");
  }
}
