package dev.holddown.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of our pages. */
public final class Links {
  private Links() {}

  /** One segment of a path, or a value of a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
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

  public static String incident(String id) {
    return "/incidents/" + encoded(id);
  }

  public static String playbook(String name) {
    return "/playbooks/" + encoded(name);
  }
}
