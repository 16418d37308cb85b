package dev.holddown.domain.playbook;

/**
 * Something a document says that is understood, and that no engine of this version runs. A playbook
 * that holds one validates and does not start.
 *
 * @param place where, to the column
 * @param key the key, perhaps with its value, such as {@code owed} or {@code mode: incident}
 * @param needs what it still needs, as the end of a sentence
 * @param instead what to do meanwhile
 * @param said what stands there, by the types of the language
 */
public record NotYet(Place place, String key, String needs, String instead, Said said)
    implements Comparable<NotYet> {
  /** Begins the key of a runbook that is in no file beside the one that starts or recommends it. */
  public static final String RUNBOOK = "runbook ";

  @Override
  public int compareTo(NotYet other) {
    int byLine = Integer.compare(place.line(), other.place.line());
    return byLine != 0 ? byLine : Integer.compare(place.column(), other.place.column());
  }

  /** What is said of it where it is only looked at. */
  public String note() {
    return isAbsent()
        ? key + " is not there: it needs " + needs + "; " + instead
        : key + " is understood and runs in a later version: it needs " + needs;
  }

  /** Why nothing was started. */
  public String refusal() {
    return key
        + (isAbsent() ? " is not there: it needs " : " is not run by this version: it needs ")
        + needs;
  }

  private boolean isAbsent() {
    return key.startsWith(RUNBOOK);
  }

  @Override
  public String toString() {
    return place + " " + refusal() + "; " + instead;
  }
}
