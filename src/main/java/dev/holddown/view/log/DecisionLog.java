package dev.holddown.view.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The governance log: every decision of people, of all runs and of none, newest first. It is a fold
 * of the log of events, which is only ever added to.
 */
public record DecisionLog(List<Entry> entries, Further further) {
  /**
   * One decision.
   *
   * @param action what was decided, in one or two words
   */
  public record Entry(Instant at, String action, Target target, Said said, Proof proof) {}

  /**
   * What it was about.
   *
   * @param text in words
   * @param run empty for what holds for every run
   * @param key the item or gate; may be empty
   */
  public record Target(String text, String run, String key, String service, String environment) {}

  /**
   * Who said it, and how.
   *
   * @param approver the person; the engine under its own name
   * @param method how they were known and asked
   */
  public record Said(String approver, String role, String method, String reason) {}

  /**
   * Where it stands.
   *
   * @param position in the log of everything
   * @param number in its run's log, or in that of what holds for all
   * @param hash of its place in the chain, in hex
   * @param digest of what was decided on, in hex; empty where nothing is bound
   */
  public record Proof(long position, long number, String hash, String digest) {}

  /**
   * Whether a line is wanted.
   *
   * @param about what is known of its run
   */
  public static boolean wanted(LogFilter filter, Entry entry, List<String> about) {
    List<String> texts = new ArrayList<>(about);
    texts.addAll(
        List.of(
            entry.action(),
            entry.target().text(),
            entry.target().run(),
            entry.target().key(),
            entry.said().approver(),
            entry.said().role(),
            entry.said().method(),
            entry.said().reason(),
            entry.proof().hash(),
            "sha256:" + entry.proof().digest()));
    return (filter.person().isEmpty() || filter.person().equals(entry.said().approver()))
        && (filter.run().isEmpty() || filter.run().equals(entry.target().run()))
        && filter.says(texts);
  }
}
