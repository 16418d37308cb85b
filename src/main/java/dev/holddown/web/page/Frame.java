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
public record Frame(String title, Viewer viewer, Around around, String place, Optional<Live> live) {
  /** What is the same around every page: files, and the line of the incident. */
  public record Around(AssetLinks assets, IncidentBanner incident) {}

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
    Around around = new Around(assets, IncidentBanner.off());
    return new Frame(title, viewer, around, place, Optional.empty());
  }

  /** The same with news. */
  public Frame live(String href, long position, String shape) {
    return new Frame(title, viewer, around, place, Optional.of(new Live(href, position, shape)));
  }

  /** The same with news from there. */
  public Frame with(Live from) {
    return new Frame(title, viewer, around, place, Optional.of(from));
  }

  /** The same while this holds for everybody. */
  public Frame with(IncidentBanner incident) {
    return new Frame(title, viewer, new Around(assets(), incident), place, live);
  }

  public AssetLinks assets() {
    return around.assets();
  }

  /** The attribute of the navigation's open entry. */
  public String current(String entry) {
    return entry.equals(place) ? "page" : "false";
  }
}
