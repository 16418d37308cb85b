package dev.holddown.engine;

/** Tells somebody, once; must return at once. */
public interface Alerts {
  /** {@code address} empty: whoever is on duty. */
  void tell(String address, String text);

  /** Nobody. */
  static Alerts none() {
    return (address, text) -> {};
  }
}
