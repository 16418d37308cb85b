package dev.holddown.view;

import java.util.List;

/**
 * Somebody is waited for.
 *
 * @param key what is signed, settled or decided: an item, {@code gate/…}, {@code run}
 * @param who the roles, or {@code operator}
 * @param what what they are asked to do
 */
public record Waiting(String key, String title, String who, String what, Ways ways) {
  /**
   * What they can do.
   *
   * @param roles those in which a signature is missing; empty when it is not about signing
   * @param methods how a signature may be given, one of which has to be told; empty: nobody asks
   * @param signed people who signed already; each counts in one role only
   * @param commands each exactly as it is typed, the likeliest first
   * @param deeds what the commands do, for screens that have buttons
   */
  public record Ways(
      List<String> roles,
      List<String> methods,
      List<String> signed,
      List<String> commands,
      List<Deed> deeds) {}

  /** One thing to do. {@code verb}: of the command line; {@code key}: empty for the whole run. */
  public record Deed(String verb, String key) {}

  /** What they are asked to do; why a gate is No-Go stands beside its items. */
  public String brief() {
    int noGo = what.indexOf(": NO-GO");
    return noGo > 0 ? what.substring(0, noGo) : what;
  }

  /** Whether a signature is asked for. */
  public boolean signature() {
    return !ways.roles().isEmpty();
  }
}
