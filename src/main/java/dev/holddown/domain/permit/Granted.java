package dev.holddown.domain.permit;

/**
 * Who said yes, in which role, how and why.
 *
 * @param method how they were known and asked, such as {@code api} or {@code phone}
 */
public record Granted(String role, String person, String method, String reason) {
  @Override
  public String toString() {
    return person + " (" + role + ")";
  }
}
