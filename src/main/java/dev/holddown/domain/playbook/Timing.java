package dev.holddown.domain.playbook;

import java.util.List;
import java.util.Optional;

/**
 * When an item or stage may begin, and when it is late.
 *
 * @param needs ids of items and stages that must be closed well before it begins
 * @param opens not before; an anchor that was not reached keeps it shut
 * @param due late after
 * @param lateIsNoGo whether the gate of a late stage says No-Go until a person reopens it
 */
public record Timing(
    List<String> needs,
    Optional<Watch.Moment> opens,
    Optional<Watch.Moment> due,
    boolean lateIsNoGo) {
  /** At any time. */
  public static Timing any() {
    return new Timing(List.of(), Optional.empty(), Optional.empty(), false);
  }
}
