package dev.holddown.connectors.support;

import dev.holddown.spi.Proof;

/** Collects what was sent and what came back in several calls, for evidence; secrets by name. */
public final class MetricsTrail {
  /** Characters kept of each side. */
  public static final int PROOF_CHARS_MAX = 64 * 1024;

  private final StringBuilder request = new StringBuilder();
  private final StringBuilder response = new StringBuilder();

  public void sent(String text) {
    append(request, text);
  }

  public void received(String text) {
    append(response, text);
  }

  /** One whole exchange. */
  public void add(Proof proof) {
    sent(proof.request());
    received(proof.response());
  }

  public Proof proof() {
    return new Proof(request.toString(), response.toString());
  }

  private static void append(StringBuilder to, String text) {
    int room = PROOF_CHARS_MAX - to.length();
    if (room > 0) {
      to.append(text, 0, Math.min(room, text.length())).append('\n');
    }
  }
}
