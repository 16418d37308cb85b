package dev.holddown.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Our cookies (RFC 6265bis). Over TLS their names begin with {@code __Host-}, which keeps every
 * other host, and plain HTTP, from setting them. {@code Lax}, so that a link to a page works for
 * whoever is logged in; what changes something needs the form token besides.
 */
record Cookies(boolean secure) {
  private static final int HEADER_PAIRS_MAX = 100;

  private String name(String name) {
    return (secure ? "__Host-holddown-" : "holddown-") + name;
  }

  /** The value of a cookie that came once; one that came twice may be somebody else's. */
  Optional<String> read(Visitor visitor, String name) {
    List<String> values = new ArrayList<>();
    for (String pair : visitor.header("Cookie").orElse("").split(";", HEADER_PAIRS_MAX)) {
      String[] parts = pair.strip().split("=", 2);
      if (parts.length == 2 && parts[0].equals(name(name))) {
        values.add(parts[1]);
      }
    }
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  /** The header {@code Set-Cookie}. */
  String set(String name, String value, long secondsMax) {
    return name(name)
        + "="
        + value
        + "; Path=/; Max-Age="
        + secondsMax
        + "; HttpOnly; SameSite=Lax"
        + (secure ? "; Secure" : "");
  }

  /** The header that takes a cookie away. */
  String gone(String name) {
    return set(name, "", 0);
  }
}
