package dev.holddown.domain.permit;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a workspace says of permits.
 *
 * @param wayBacks of each policy the digests of the ways back that name it, by playbook id
 * @param waiverLongest how long a waiver may last
 */
public record Documents(
    List<Freeze> freezes,
    List<ExceptionRow> exceptions,
    List<Preauthorisation> policies,
    Map<String, Map<String, String>> wayBacks,
    Duration waiverLongest) {
  private static final Documents NONE =
      new Documents(List.of(), List.of(), List.of(), Map.of(), Waiver.LIFE_MAX);

  /** No workspace. */
  public static Documents none() {
    return NONE;
  }
}
