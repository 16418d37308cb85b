package dev.holddown.web.page;

import java.util.List;
import java.util.Optional;

/**
 * What lets somebody go on although a rule says no, and until when: waivers of open runs,
 * exceptions, preauthorisations, delegations.
 *
 * @param all whether the reader sees what holds for every run; else only waivers are shown
 */
public record PermitsPage(
    Frame frame, List<WaiverRow> waivers, Lists lists, boolean all, Form form) {
  /** What holds for every run. */
  public record Lists(
      List<PermitRow> exceptions, List<PermitRow> policies, List<DelegationRow> delegations) {}

  /** A waiver. {@code key}: under which it is signed; empty when nothing is to be signed. */
  public record WaiverRow(
      String item, String itemHref, Words words, Life life, Optional<String> signHref) {}

  /** Who and why. */
  public record Words(String id, String owner, String why, String risk, String state) {}

  /** Until when. {@code left}: how long it counts yet, or that it is over. */
  public record Life(String until, String left, Tone tone) {}

  /**
   * An exception or a preauthorisation.
   *
   * @param facts name and value
   * @param sign the form that approves it; empty when nobody here can
   */
  public record PermitRow(
      String id, List<Fact> facts, Life life, String state, Optional<Sign> sign) {}

  /** A name and its value. */
  public record Fact(String name, String value) {}

  /** Where a yes is sent, in which roles. */
  public record Sign(String action, String label, List<String> roles, boolean anyRole) {}

  /** Who signs for whom. {@code lost}: roles that the giver has no more; empty for none. */
  public record DelegationRow(
      String id, String from, String to, String roles, DelegationLife life) {}

  /** Since and until when, and whether it counts. */
  public record DelegationLife(Life until, String lost, boolean mine) {}

  /** The form that gives a delegation. {@code roles}: of the reader's own. */
  public record Form(boolean may, List<String> roles) {}
}
