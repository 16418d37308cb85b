package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.Covers;
import org.junit.jupiter.api.Test;

class OpenSlotsTest {
  @Test
  @Covers({"D-74", "D-75", "D-76", "D-77", "B-207", "B-208", "B-209", "B-210"})
  void a_link_or_a_contact_that_was_left_open_is_refused_before_anything_starts() {
    assertThat(
            Written.problems(
                """
                kind: workspace
                id: w
                services:
                  octoacme:
                    links:
                      Runbooks: [Link to operational runbooks]
                      Diagrams: "[Link to architecture docs](#)"
                      Dashboards: "<dashboard>"
                      On-call: TBD
                      Process: "docs/process.md"
                links: {wiki: "https://wiki.example/[team]"}
                """))
        .filteredOn(problem -> problem.contains("filled in"))
        .containsExactly(
            "p.yaml:6:17 `[Link to operational runbooks]` was left to be filled in, in `links`;"
                + " write the address that it leads to, or take the line out",
            "p.yaml:7:17 `[Link to architecture docs](#)` was left to be filled in, in `links`;"
                + " write the address that it leads to, or take the line out",
            "p.yaml:8:19 `<dashboard>` was left to be filled in, in `links`; write the address that"
                + " it leads to, or take the line out",
            "p.yaml:9:16 `TBD` was left to be filled in, in `links`; write the address that it"
                + " leads to, or take the line out",
            "p.yaml:11:15 `https://wiki.example/[team]` was left to be filled in, in `links`; write"
                + " the address that it leads to, or take the line out");
    assertThat(
            Written.problems(
                """
                kind: people
                roles:
                  lead: {members: [ann], available: "Mo-Su 00:00-24:00"}
                  security: {members: [sue]}
                contacts:
                  security: "[EMAIL/PHONE]"
                  support: "Bob <bob@example.com>, +49 30 1234"
                """))
        .containsExactly(
            "p.yaml:3:9 `lead` says when it can be reached, and not how; add lead: to contacts:,"
                + " with a number or an address",
            "p.yaml:6:13 `[EMAIL/PHONE]` was left to be filled in, in `contacts`; write how they"
                + " are reached, or take the line out");
  }
}
