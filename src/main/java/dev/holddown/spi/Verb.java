package dev.holddown.spi;

/** One {@code connector.verb}: it asks the world or changes it, and describes itself once. */
public sealed interface Verb permits Asking, Acting {
  Manual manual();
}
