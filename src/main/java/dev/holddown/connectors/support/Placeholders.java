package dev.holddown.connectors.support;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a template left to be filled in: {@code <prev-version>}, {@code YOUR_BUCKET}. */
public final class Placeholders {
  private static final Pattern LEFT =
      Pattern.compile(
          "<[A-Za-z](?:[\\w .-]*\\w)?>"
              + "|\\[[A-Z]{2}[A-Z0-9]*(?:[ _-][A-Z0-9]+)*]"
              + "|\\bYOUR[_/-][\\w/-]+"
              + "|\\b(?:API|ACCOUNT|BACKUP|INCIDENT|INSTANCE|CLUSTER|STACK)_ID\\b"
              + "|^\\$LATEST$");

  private Placeholders() {}

  /** The first placeholder in the text. */
  public static Optional<String> find(String text) {
    Matcher match = LEFT.matcher(text);
    return match.find() ? Optional.of(match.group()) : Optional.empty();
  }
}
