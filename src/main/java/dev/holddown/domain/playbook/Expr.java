package dev.holddown.domain.playbook;

/** A CEL expression as it was written, and where. It means nothing to the domain but its text. */
public record Expr(String source, Place place) {
  @Override
  public String toString() {
    return source;
  }
}
