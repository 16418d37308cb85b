package dev.holddown.web.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the books of all runs; every filter stands in the address.
 *
 * @param wanted the filters that were given, by name
 */
public record LogsPage(Frame frame, Book book, Map<String, String> wanted, Rows rows, More more) {
  /** Which book. {@code tabs}: all of them that the reader may open. */
  public record Book(String name, String title, String lede, List<Tab> tabs) {
    /** Its page. */
    public String path() {
      return "/logs/" + name;
    }
  }

  /** A link to a book. */
  public record Tab(String name, String title, String href) {}

  /** Its lines. */
  public record Rows(List<String> columns, List<List<Cell>> cells) {}

  /** A cell; {@code href} empty: no link; {@code at}: shown instead of the text. */
  public record Cell(String text, String href, Optional<Moment> at, String css) {
    /** Words. */
    public static Cell of(String text) {
      return new Cell(text, "", Optional.empty(), "");
    }

    /** Words that lead somewhere. */
    public static Cell link(String text, String href) {
      return new Cell(text, href, Optional.empty(), "");
    }

    /** A moment. */
    public static Cell at(Moment at) {
      return new Cell(at.text(), "", Optional.of(at), "");
    }

    /** Words in a style of their own. */
    public static Cell styled(String text, String css) {
      return new Cell(text, "", Optional.empty(), css);
    }

    /** The beginning of a hash; the whole of it is in the files. */
    public static Cell hash(String hash) {
      return styled(hash.substring(0, Math.min(12, hash.length())), "hash");
    }
  }

  /**
   * Where it goes on.
   *
   * @param next the older lines; empty at the end
   * @param said that the search was cut short; empty when it was not
   * @param files the same lines as a file, by what it is called
   */
  public record More(String next, String said, Map<String, String> files) {}

  /** The names of the books, and their titles. */
  private static final List<Tab> TABS =
      List.of(
          new Tab("deployments", "Deployments", "/logs/deployments"),
          new Tab("incidents", "Incidents", "/logs/incidents"),
          new Tab("governance", "Governance", "/logs/governance"),
          new Tab("access", "Access", "/logs/access"));

  /** The books; that of who came in is for those who look after the server. */
  public static List<Tab> tabs(boolean admin) {
    return admin ? TABS : TABS.subList(0, TABS.size() - 1);
  }

  /** Where the older lines and the files are, for a look with these filters. */
  public static More more(String name, Map<String, String> wanted, long before, String said) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String format : List.of("csv", "markdown", "html", "json")) {
      Map<String, String> query = new LinkedHashMap<>(wanted);
      query.put("limit", "500");
      query.put("format", format);
      String word =
          switch (format) {
            case "markdown" -> "Markdown";
            default -> format.toUpperCase(java.util.Locale.ROOT);
          };
      files.put(word, "/api/v1/logs/" + name + query(query));
    }
    Map<String, String> next = new LinkedHashMap<>(wanted);
    next.put("before", String.valueOf(before));
    return new More(before > 0 ? "/logs/" + name + query(next) : "", said, files);
  }

  private static String query(Map<String, String> values) {
    List<String> pairs = new ArrayList<>();
    values.forEach((name, value) -> pairs.add(name + "=" + Links.encoded(value)));
    return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
  }

  /** A filter as it was given; empty when it was not. */
  public String given(String name) {
    return wanted.getOrDefault(name, "");
  }

  /** Where the same filters hold in another book. */
  public String same(Tab tab) {
    return tab.href() + query(wanted);
  }
}
