package dev.holddown.domain.run;

import dev.holddown.domain.incident.Incident;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What happened to an incident, in plain words: the lines of its timeline. */
public final class IncidentWords {
  private IncidentWords() {}

  /** Which kind of line it is, such as {@code noted}. */
  static String kind(IncidentEvent event) {
    return event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** One sentence without a full stop. */
  public static String of(IncidentEvent event) {
    return switch (event) {
      case IncidentEvent.Started e ->
          "incident mode on: "
              + e.about().severity()
              + ", "
              + e.about().title()
              + ", "
              + e.about().where()
              + e.pinned().map(pin -> "; " + pinned(pin)).orElse("; no snapshot could be taken");
      case IncidentEvent.Joined e -> "joined";
      case IncidentEvent.Pinned e -> pinned(e.pin());
      case IncidentEvent.Rechecked e ->
          "looked again at " + e.pin().source() + ", sha256:" + e.pin().digest();
      case IncidentEvent.Noted e -> e.text();
      case IncidentEvent.RoleTaken e -> e.person() + " is " + e.role();
      case IncidentEvent.Rated e -> "severity " + e.severity() + because(e.reason());
      case IncidentEvent.Timed e -> e.what() + " at " + e.moment();
      case IncidentEvent.Filled e ->
          e.texts().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(field -> field.getKey() + ": " + field.getValue())
              .collect(Collectors.joining("; "));
      case IncidentEvent.Linked e -> "run " + e.run() + " belongs to it";
      case IncidentEvent.LeftOut e ->
          "run " + e.run() + " belongs to it no more" + because(e.reason());
      case IncidentEvent.Resolved e -> "resolved" + because(e.how());
      case IncidentEvent.Left e -> "incident mode off" + because(e.reason());
    };
  }

  private static String pinned(Incident.Pin pin) {
    return "pinned " + pin.source() + ", sha256:" + pin.digest();
  }

  private static String because(String reason) {
    return reason.isBlank() ? "" : ": " + reason;
  }
}
