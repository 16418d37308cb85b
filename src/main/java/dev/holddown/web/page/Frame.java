package dev.holddown.web.page;

import java.util.Optional;

/**
 * What every page has around it.
 *
 * @param title of the page, before the product's name
 * @param place the entry of the navigation that is open: {@code runs}, {@code approvals}, {@code
 *     playbooks}, {@code rollback}, or empty
 * @param live where its news come from; empty for a page that stands still
 */
public record Frame(
    String title, Viewer viewer, AssetLinks assets, String place, Optional<Live> live) {
  /** The place of a page that does not know who looks. */
  public static final String UNKNOWN = "unknown";

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
    return new Frame(title, viewer, assets, place, Optional.empty());
  }

  /** The same with news. */
  public Frame live(String href, long position, String shape) {
    return new Frame(title, viewer, assets, place, Optional.of(new Live(href, position, shape)));
  }

  /** The same with news from there. */
  public Frame with(Live from) {
    return new Frame(title, viewer, assets, place, Optional.of(from));
  }

  /** The attribute of the navigation's open entry. */
  public String current(String entry) {
    return entry.equals(place) ? "page" : "false";
  }
}
