package dev.holddown.web.page;

import java.util.List;

/**
 * Who has which role where, and from where that is known.
 *
 * @param document whether the workspace has a people document
 * @param accounts whether the reader sees accounts, which only those see who look after the server
 */
public record PeoplePage(
    Frame frame, List<RoleRow> roles, Persons persons, List<SignRow> signs, boolean document) {
  /** A role of the people document. */
  public record RoleRow(String name, String members, String delegates, String group, Reach reach) {}

  /** What it may, and where it counts. */
  public record Reach(String may, String where) {}

  /** Everybody who is known by an account. {@code shown}: whether the reader may see them. */
  public record Persons(List<PersonRow> people, boolean shown) {}

  /** Somebody. {@code sources}: how they come in; {@code roles}: each with where it counts. */
  public record PersonRow(String name, String sources, String scope, List<String> roles) {}

  /** Who signs what. {@code who}: people that are named for it; groups are told as such. */
  public record SignRow(String playbook, String what, String needs, String who) {}
}
