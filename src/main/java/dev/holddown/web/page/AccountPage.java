package dev.holddown.web.page;

import java.util.List;

/**
 * What somebody is here, and where they are logged in.
 *
 * @param rights a line for each of their roles and where it counts
 * @param password whether they have one here that they can change
 * @param wrong what was wrong with the last try; empty at first
 */
public record AccountPage(
    Frame frame, List<Right> rights, List<Login> logins, boolean password, String wrong) {
  /** A role, what it may, and where. */
  public record Right(String role, String scope, String where) {}

  /** A session. {@code here}: the one that looks. */
  public record Login(String id, String way, Moment since, boolean here) {}
}
