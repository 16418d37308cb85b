package dev.holddown.web.page;

import java.util.Optional;

/**
 * Where somebody says who they are.
 *
 * @param wrong what was wrong with the last try; empty at first
 * @param next where they wanted to go: a path of ours
 * @param ways the ways in beside a password
 */
public record LoginPage(Frame frame, String wrong, String name, String next, Ways ways) {
  /**
   * What may be chosen.
   *
   * @param provider the name of the identity provider; empty when there is none
   * @param reason whether it must be said why, as with an emergency account
   * @param demo the roles of a demo; empty outside one
   */
  public record Ways(Optional<String> provider, boolean reason, java.util.List<String> demo) {}
}
