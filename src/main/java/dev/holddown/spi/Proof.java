package dev.holddown.spi;

/** Request and response as text, for evidence; redacted and cut by the engine before it is kept. */
public record Proof(String request, String response) {
  public static Proof none() {
    return new Proof("", "");
  }
}
