package dev.holddown.web;

/**
 * A value that a request may carry, in its query or its body.
 *
 * @param must whether it has to be there
 * @param about one sentence, for the description of the API
 */
record Field(String name, Kind kind, boolean must, String about) {
  /** What it holds. */
  enum Kind {
    TEXT,
    WHOLE,
    FLAG,
    /** An object of names and texts, numbers or booleans. */
    VALUES,
    /** The bytes of a file, in base64 (RFC 4648). */
    FILE
  }

  static Field must(String name, Kind kind, String about) {
    return new Field(name, kind, true, about);
  }

  static Field may(String name, Kind kind, String about) {
    return new Field(name, kind, false, about);
  }
}
