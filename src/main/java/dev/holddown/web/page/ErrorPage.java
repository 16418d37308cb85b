package dev.holddown.web.page;

import java.util.List;

/**
 * What went wrong, for somebody who reads pages.
 *
 * @param status of HTTP
 * @param sentence what, and what to do
 * @param more problems one by one; empty for none
 */
public record ErrorPage(Frame frame, int status, String sentence, List<String> more) {
  /** What it is about in a few words. */
  public String title() {
    return switch (status) {
      case 400 -> "This could not be read";
      case 401 -> "Please sign in";
      case 403 -> "This is not yours to do";
      case 404 -> "There is nothing here";
      case 405 -> "This is not done that way";
      case 409 -> "This cannot be done now";
      case 412 -> "Somebody was quicker";
      case 413 -> "This is too large";
      case 423 -> "Changes are frozen";
      case 429 -> "Too many tries";
      case 503 -> "Not at the moment";
      default -> status >= 500 ? "Something broke inside Holddown" : "This was refused";
    };
  }

  /** What to do next. */
  public String cure() {
    return switch (status) {
      case 401 ->
          "Whoever looks after this server gives you access; beside it, the command is: holddown"
              + " token add NAME --role ROLE --scope work";
      case 403 ->
          "Ask somebody who has the role. Going back is open to everybody who may act: see Roll"
              + " back.";
      case 404 -> "The address may be old, or the run may be kept elsewhere.";
      case 409, 412 -> "Look at how it stands now, then decide again.";
      case 423 -> "A freeze blocks what goes forward. It never blocks going back.";
      case 429, 503 -> "Wait a moment, then ask again. What is recorded is safe.";
      case 500 -> "What is recorded is safe. The server's log says more.";
      default -> "Go back, correct it, and send it again.";
    };
  }
}
