package dev.holddown.spi;

import java.util.List;

/** One file of verbs that belong together, such as {@code http.get} and {@code http.post}. */
public interface Connector {
  /** The word before the dot. */
  String name();

  List<Verb> verbs();
}
