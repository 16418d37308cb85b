package dev.holddown.web.page;

import java.util.List;
import java.util.Optional;

/**
 * What every page has around it.
 *
 * @param title of the page, before the product's name
 * @param live where its news come from; empty for a page that stands still
 */
public record Frame(
    String title, Viewer viewer, AssetLinks assets, Around around, Optional<Live> live) {
  /** The place of a page that does not know who looks. */
  public static final String UNKNOWN = "unknown";

  /**
   * What stands around the content.
   *
   * @param place the entry of the navigation that is open: {@code runs}, {@code approvals}, {@code
   *     playbooks}, {@code freezes}, {@code logs}, {@code rollback}, or empty
   * @param notices above the content, such as a freeze
   */
  public record Around(String place, List<Notice> notices) {}

  /** The entry of the navigation that is open. */
  public String place() {
    return around.place();
  }

  /** The same with these above its content. */
  public Frame noticing(List<Notice> notices) {
    return new Frame(title, viewer, assets, new Around(around.place(), notices), live);
  }

  /**
   * Where news come from.
   *
   * @param href a stream of server-sent events
   * @param position of the log that the page shows; news after it follow
   * @param shape of what is there; when it changes the page is asked for anew
   */
  public record Live(String href, long position, String shape) {}

  /** A page that stands still. */
  public static Frame still(String title, Viewer viewer, AssetLinks assets, String place) {
    return new Frame(title, viewer, assets, new Around(place, List.of()), Optional.empty());
  }

  /** The same with news. */
  public Frame live(String href, long position, String shape) {
    return with(new Live(href, position, shape));
  }

  /** The same with news from there. */
  public Frame with(Live from) {
    return new Frame(title, viewer, assets, around, Optional.of(from));
  }

  /** The attribute of the navigation's open entry. */
  public String current(String entry) {
    return entry.equals(around.place()) ? "page" : "false";
  }
}
