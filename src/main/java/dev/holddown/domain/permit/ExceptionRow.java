package dev.holddown.domain.permit;

import dev.holddown.domain.kernel.Digest;
import java.time.Instant;

/**
 * A row of an exceptions document: terms that somebody wrote, which count when another person has
 * approved exactly them.
 *
 * @param waives the id of a check, which may be repeated for rows
 */
public record ExceptionRow(
    String id, Subject subject, String owner, Waiver.Reasons reasons, Instant expires) {
  /** What it lets through, and where. */
  public record Subject(String waives, Scope scope) {}

  /** The digest to which an approval is bound: any change of the row makes it another. */
  public String digest() {
    StringBuilder text = new StringBuilder("holddown-exception-v1\n");
    for (String part :
        new String[] {
          id,
          subject.waives(),
          String.join(",", subject.scope().services()),
          String.join(",", subject.scope().environments()),
          owner,
          reasons.rationale(),
          reasons.risk(),
          reasons.reference(),
          expires.toString()
        }) {
      text.append(part.length()).append(':').append(part).append('\n');
    }
    return Digest.of(text.toString()).hex();
  }

  /** Whether it is about this line of this service and environment. */
  public boolean covers(String item, String service, String environment) {
    return subject.waives().equals(item) && subject.scope().covers(service, environment);
  }

  /** A row with the yes of another person. {@code created}: when that was said. */
  public record Approved(ExceptionRow row, Granted by, Instant created) {
    /** Its terms as a run takes them. */
    public Waiver waiver() {
      return new Waiver(row.id(), row.owner(), row.reasons(), created, row.expires());
    }
  }
}
