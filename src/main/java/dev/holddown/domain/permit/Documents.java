package dev.holddown.domain.permit;

import java.util.List;
import java.util.Map;

/**
 * What a workspace says of permits.
 *
 * @param wayBacks of each policy the digests of the ways back that name it, by playbook id
 */
public record Documents(
    List<Freeze> freezes,
    List<ExceptionRow> exceptions,
    List<Preauthorisation> policies,
    Map<String, Map<String, String>> wayBacks) {
  /** No workspace. */
  public static Documents none() {
    return new Documents(List.of(), List.of(), List.of(), Map.of());
  }
}
