package dev.holddown.spi;

/** A value that prints as its name only. */
public final class Secret {
  private final String name;
  private final String value;

  public Secret(String name, String value) {
    this.name = name;
    this.value = value;
  }

  public String name() {
    return name;
  }

  /** The value itself: only for the wire, never for a message. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "{secret: " + name + "}";
  }
}
