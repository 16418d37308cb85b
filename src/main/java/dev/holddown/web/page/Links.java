package dev.holddown.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of our pages. */
public final class Links {
  private static final Pattern OURS =
      Pattern.compile(
          "(?<kind>board|playbook):(?<id>[A-Za-z0-9._-]+)(?:[/#](?<anchor>[A-Za-z0-9._-]+))?");
  private static final Pattern WEB = Pattern.compile("https?://[^\\s\"<>]+");

  /** Where a page that stands still hears of what is around it. */
  public static final String AROUND = "/around/live";

  private Links() {}

  /** One segment of a path, or a value of a query. */
  public static String encoded(String text) {
    int plain = 0;
    while (plain < text.length() && isPlain(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length()) {
      return text; // as nearly all, and a page has thousands
    }
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** What {@link URLEncoder} leaves as it is. */
  private static boolean isPlain(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '*';
  }

  public static String run(String run) {
    return "/runs/" + encoded(run);
  }

  /** The page of an item or gate; its key may hold slashes. */
  public static String item(String run, String key) {
    return run(run) + "/items/" + encoded(key).replace("%2F", "/");
  }

  /** The page on which a command is looked at before it is given; {@code key} empty for the run. */
  public static String act(String run, String verb, String key) {
    return run(run) + "/" + verb + (key.isEmpty() ? "" : "?key=" + encoded(key));
  }

  /** Evidence as a page; {@code run} names it in its log. */
  public static String evidence(String digest, String run) {
    return "/evidence/" + digest + "?run=" + encoded(run);
  }

  public static String board(String board) {
    return "/boards/" + encoded(board);
  }

  /** The page of a card, by its anchor or a monitor that it shows. */
  public static String boardCard(String board, String anchor) {
    return board(board) + "/cards/" + encoded(anchor);
  }

  /**
   * Where a link of a playbook, board or workspace leads: {@code board:ID/ANCHOR}, {@code
   * playbook:NAME}, or an address; empty for text that is none. Nothing but http and https leads
   * out of here.
   */
  public static Optional<String> target(String link) {
    Matcher ours = OURS.matcher(link);
    if (ours.matches()) {
      String anchor = ours.group("anchor");
      return Optional.of(
          ours.group("kind").equals("playbook")
              ? playbook(ours.group("id"))
              : board(ours.group("id")) + (anchor == null ? "" : "#" + encoded(anchor)));
    }
    return WEB.matcher(link).matches() ? Optional.of(link) : Optional.empty();
  }

  public static String incident(String id) {
    return "/incidents/" + encoded(id);
  }

  public static String playbook(String name) {
    return "/playbooks/" + encoded(name);
  }
}
