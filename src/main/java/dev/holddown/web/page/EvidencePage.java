package dev.holddown.web.page;

/** Evidence as text, without secrets. {@code run}: in whose log it is named; may be empty. */
public record EvidencePage(Frame frame, String digest, String run, String text) {
  /** Where its bytes are. */
  public String download() {
    return "/api/v1/evidence/" + digest + (run.isEmpty() ? "" : "?run=" + Links.encoded(run));
  }
}
