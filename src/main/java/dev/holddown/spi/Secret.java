package dev.holddown.spi;

import org.jspecify.annotations.Nullable;

/** A value that prints as its name only. Two are equal when name and value are. */
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
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && secret.name.equals(name) && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return name.hashCode(); // not of the value: a hash may be shown
  }

  @Override
  public String toString() {
    return "{secret: " + name + "}";
  }
}
