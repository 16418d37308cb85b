package dev.holddown.engine;

import dev.holddown.engine.port.Blobs;
import dev.holddown.spi.Proof;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The one place where what the world said enters: cut to size, cleaned of secrets, kept. */
public final class Intake {
  static final int MESSAGE_CHARS_MAX = 2_000;
  static final int PROOF_CHARS_MAX = 512 * 1024;
  static final int SAVED_CHARS_MAX = 16 * 1024;

  private final Redactor redactor;
  private final Blobs blobs;

  public Intake(Redactor redactor, Blobs blobs) {
    this.redactor = redactor;
    this.blobs = blobs;
  }

  String message(String text) {
    return cut(redactor.text(text), MESSAGE_CHARS_MAX);
  }

  /** Values that a run keeps; a text that is too long is refused rather than cut in the dark. */
  Map<String, Object> saves(Map<String, Object> saves) {
    Map<String, Object> clean = new LinkedHashMap<>();
    saves.forEach((name, value) -> clean.put(name, redactor.value(value)));
    if (clean.toString().length() > SAVED_CHARS_MAX) {
      throw new IllegalArgumentException(
          "the saved values "
              + clean.keySet()
              + " have more than "
              + SAVED_CHARS_MAX
              + " characters together; save less of the answer");
    }
    return clean;
  }

  /** Keeps request and response by digest; empty when there is nothing to keep. */
  Optional<String> evidence(Proof proof) {
    if (proof.request().isEmpty() && proof.response().isEmpty()) {
      return Optional.empty();
    }
    String text =
        "request\n"
            + cut(redactor.text(proof.request()), PROOF_CHARS_MAX)
            + "\n\nresponse\n"
            + cut(redactor.text(proof.response()), PROOF_CHARS_MAX)
            + "\n";
    return Optional.of(blobs.put(text.getBytes(StandardCharsets.UTF_8)).hex());
  }

  private static String cut(String text, int charsMax) {
    return text.length() <= charsMax
        ? text
        : text.substring(0, charsMax) + "… (cut, " + text.length() + " characters)";
  }
}
