package dev.holddown.connectors.support;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Reads the URLs that may be called: http or https, with a host, without a user or password. */
public final class Url {
  /** Longest URL that is called, in characters. */
  public static final int URL_CHARS_MAX = 8 * 1024;

  private Url() {}

  /**
   * The URL as a value.
   *
   * @throws CallRefused when it may not be called; the sentence never repeats a password or query
   */
  public static URI parse(String text) throws CallRefused {
    if (text.length() > URL_CHARS_MAX) {
      throw new CallRefused(
          "the URL has " + text.length() + " characters; the limit is " + URL_CHARS_MAX);
    }
    if (text.chars().anyMatch(c -> c <= ' ' || c == 127)) {
      throw new CallRefused(
          "the URL " + masked(text) + " holds a space or a control character; percent-encode it");
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new CallRefused(
          "the URL "
              + masked(text)
              + " cannot be read: "
              + e.getReason().toLowerCase(Locale.ROOT)
              + " at character "
              + (e.getIndex() + 1));
    }
    check(uri, text);
    return uri;
  }

  private static void check(URI uri, String text) throws CallRefused {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new CallRefused("the URL " + masked(text) + " must begin with http:// or https://");
    }
    if (uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0) {
      throw new CallRefused(
          "the URL "
              + masked(text)
              + " carries a user name or password; put it into a header as {secret: name}");
    }
    if (uri.getHost() == null || uri.getHost().isEmpty()) {
      throw new CallRefused("the URL " + masked(text) + " has no host name that can be looked up");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw new CallRefused("the URL " + masked(text) + " names a port outside 1 to 65535");
    }
  }

  /** The URL for a message: scheme, host, port and path, without the query. */
  public static String brief(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getScheme() + "://" + uri.getRawAuthority() + path;
  }

  /** The address with this path below its own; {@code base} has no query and no fragment. */
  public static URI below(URI base, String path) {
    return URI.create(base.toString().replaceFirst("/+$", "") + path);
  }

  /** Text that is no URL we trust yet: no query, no user, no control characters, not long. */
  private static String masked(String text) {
    String head = text.replaceAll("[?#].*", "").replaceAll("[\\p{Cc}]", "\uFFFD");
    String noUser = head.replaceAll("//.*@", "//…@");
    return "\"" + (noUser.length() > 120 ? noUser.substring(0, 120) + "…" : noUser) + "\"";
  }
}
