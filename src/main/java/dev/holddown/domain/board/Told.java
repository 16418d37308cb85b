package dev.holddown.domain.board;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one answer tells people; secrets are taken out before.
 *
 * @param askedAt when it was asked, by our clock
 * @param took how long that was
 * @param shown in plain words; empty when there was no answer
 * @param advice the branches that fit
 */
public record Told(Instant askedAt, Duration took, String shown, Table details, Advice advice) {
  /** Rows of plain values, each by the name of its column. {@code left}: rows that were cut. */
  public record Table(List<Map<String, Object>> rows, int left) {
    /** None. */
    public static Table none() {
      return new Table(List.of(), 0);
    }
  }

  /**
   * What follows from it.
   *
   * @param branches the recommended ones; may be empty
   * @param saves values for a snapshot, by name
   */
  public record Advice(List<Branch> branches, Map<String, Object> saves) {
    /** None. */
    public static Advice none() {
      return new Advice(List.of(), Map.of());
    }
  }

  /**
   * A branch to follow, such as {@code webhook delivery}.
   *
   * @param runbook what a person opens with one click; empty for nothing
   */
  public record Branch(String title, String say, String link, Optional<Runbook> runbook) {}

  /** A playbook with the values that it is to be started with. */
  public record Runbook(String use, String environment, Map<String, String> with) {}

  /** A question without an answer. */
  public static Told nothing(Instant askedAt, Duration took) {
    return new Told(askedAt, took, "", Table.none(), Advice.none());
  }
}
