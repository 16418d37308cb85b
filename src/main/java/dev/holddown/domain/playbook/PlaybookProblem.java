package dev.holddown.domain.playbook;

/**
 * One thing that is wrong with a playbook.
 *
 * @param place where, to the column
 * @param what what is wrong, with the value
 * @param cure what to do, such as the nearest right word; empty when the sentence says it
 */
public record PlaybookProblem(Place place, String what, String cure)
    implements Comparable<PlaybookProblem> {
  @Override
  public int compareTo(PlaybookProblem other) {
    int byLine = Integer.compare(place.line(), other.place.line());
    return byLine != 0 ? byLine : Integer.compare(place.column(), other.place.column());
  }

  @Override
  public String toString() {
    return place + " " + what + (cure.isEmpty() ? "" : "; " + cure);
  }
}
