package dev.holddown.cli;

/** Playbooks that the tests run. */
public final class Playbooks {
  private Playbooks() {}

  /** Goes through by itself. */
  public static final String SMOOTH =
      """
      kind: playbook
      id: smooth
      title: A release without people
      subject: {service: shop, environment: prod}
      inputs:
        version: {type: version, help: The version to release}
      stages:
        - stage: Before
          id: before
          gate: all
          items:
            - {check: The old one runs, lab.look: {}, expect: result.version != inputs.version}
        - stage: Change
          id: change
          items:
            - step: Set the version
              lab.change: {version: "${inputs.version}"}
              done: {lab.look: {}, expect: result.version == inputs.version}
      rollback:
        to: {version: old}
        phases:
          - phase: Back
            id: back
            time-box: 30s
            items:
              - step: Set it back
                lab.change: {version: "${rollback.to.version}"}
                repeatable: true
                done: {lab.look: {}, expect: result.version == rollback.to.version}
      """;

  /** Says No-Go before anything is changed. */
  public static final String NO_GO =
      SMOOTH
          .replace("id: smooth", "id: nogo")
          .replace("result.version != inputs.version", "result.version == inputs.version");

  /** Waits for signatures, before and after the change. */
  public static final String SIGNED =
      SMOOTH
          .replace("id: smooth", "id: signed")
          .replace(
              "  - stage: Change",
              "  - {stage: Approve, id: approve, gate: all, items: [{signoff: Approval,"
                  + " sign: {all: [{role: approver}, {role: owner}]}}]}\n  - stage: Change")
          .replace(
              "rollback:\n  to:",
              "      - {check: Look at it, sign: {role: operator}}\nrollback:\n  to:");

  /** A check that may be waived by an owner. */
  public static final String WAIVABLE =
      """
      kind: playbook
      id: waivable
      title: Waivable
      subject: {service: shop, environment: prod}
      inputs: {version: {type: version}}
      stages:
        - stage: Before
          id: before
          gate: {needs: all, waivers: allowed}
          items:
            - check: Score
              id: score
              lab.look: {}
              expect: result.version == inputs.version
              waivable: {by: owner}
      """;
}
