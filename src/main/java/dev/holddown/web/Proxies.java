package dev.holddown.web;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is believed of the way to us: which addresses are proxies of ours, whose word on where a
 * caller comes from counts, and the address by which people know us.
 */
record Proxies(List<String> trusted, Optional<URI> address) {
  private static final int HOPS_MAX = 20;

  /**
   * Where a caller comes from: the last hop that is no proxy of ours. What a caller writes into the
   * header stands before that and is not looked at.
   *
   * @param forwarded the header {@code X-Forwarded-For}, when there is one
   */
  String caller(String connected, @Nullable String forwarded) {
    if (!trusted.contains(connected) || forwarded == null) {
      return connected;
    }
    String[] hops = forwarded.split(",", -1);
    for (int i = hops.length - 1; i >= Math.max(0, hops.length - HOPS_MAX); i--) {
      String hop = hops[i].strip();
      if (!hop.matches("[0-9a-fA-F:.]{3,45}")) {
        return connected;
      }
      if (!trusted.contains(hop)) {
        return hop;
      }
    }
    return connected;
  }

  /** Host and port as people write them; empty when nobody said. */
  String authority() {
    return address.map(a -> String.valueOf(a.getAuthority())).orElse("");
  }
}
