package dev.holddown.web;

/**
 * A value that a request may carry, in its query or its body.
 *
 * @param must whether it has to be there
 * @param about one sentence, for the description of the API
 * @param lacking the status of the answer when it has to be there and is not
 */
record Field(String name, Kind kind, boolean must, String about, int lacking) {
  /** How an approval was given: without it nothing may rest on it (RFC 9110, 15.5.21). */
  static final Field METHOD =
      new Field("method", Kind.TEXT, true, "say how it was asked for, such as phone", 422);

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
    return new Field(name, kind, true, about, 400);
  }

  static Field may(String name, Kind kind, String about) {
    return new Field(name, kind, false, about, 400);
  }
}
