package dev.holddown.web;

import dev.holddown.access.Rights;
import dev.holddown.web.page.Frame;
import dev.holddown.web.page.IncidentBanner;
import dev.holddown.web.page.PageText;
import dev.holddown.web.page.Piece;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The pieces of a page as they were drawn, for all who see it with the same rights. It remembers
 * what went out last, so that a browser gets only what differs from what it shows.
 */
final class Pictures {
  private static final int REMEMBERED_MAX = 256;

  private final PageText text;
  private final Supplier<IncidentBanner> incident;
  private final AtomicLong serials = new AtomicLong();
  private final Map<Long, Shown> shown =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Shown> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  /** {@code incident}: what stands on every page. */
  Pictures(PageText text, Supplier<IncidentBanner> incident) {
    this.text = text;
    this.incident = incident;
  }

  /** A page as those with the same rights see it. {@code page}: its address. */
  record Key(String page, Rights rights) {}

  /**
   * A page at a position of the log.
   *
   * @param html of each piece, by its id, in order
   */
  record Picture(long position, String shape, Map<String, String> html) {
    /** The pieces that differ from those that are shown. */
    String news(Map<String, Integer> before) {
      StringBuilder news = new StringBuilder();
      html.forEach((id, piece) -> {
        Integer known = before.get(id);
        if (known == null || known != piece.hashCode()) {
          news.append(piece);
        }
      });
      return news.toString();
    }

    Map<String, Integer> hashes() {
      Map<String, Integer> hashes = new HashMap<>();
      html.forEach((id, piece) -> hashes.put(id, piece.hashCode()));
      return hashes;
    }
  }

  /** What a page showed when it was asked for. */
  private record Shown(Key key, Map<String, Integer> hashes) {}

  /** Draws it. */
  Picture draw(Frame.Live live, List<Piece> pieces) {
    Map<String, String> html = new LinkedHashMap<>();
    html.put(IncidentBanner.ID, text.of(incident.get().piece()));
    pieces.forEach(piece -> html.put(piece.id(), text.of(piece)));
    return new Picture(live.position(), live.shape(), html);
  }

  /** Remembers what a page shows that now goes out; its number is told to the stream. */
  Frame.Live remembered(Key key, Frame.Live live, List<Piece> pieces) {
    long serial = serials.incrementAndGet();
    Shown now = new Shown(key, draw(live, pieces).hashes());
    synchronized (shown) {
      shown.put(serial, now);
    }
    return new Frame.Live(
        live.href() + (live.href().contains("?") ? "&" : "?") + "picture=" + serial,
        live.position(),
        live.shape());
  }

  /** What a page showed; empty when that was too long ago, or another's. */
  Optional<Map<String, Integer>> shown(Key key, long serial) {
    synchronized (shown) {
      return Optional.ofNullable(shown.get(serial))
          .filter(one -> one.key().equals(key))
          .map(Shown::hashes);
    }
  }
}
