package dev.holddown.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back to the client. */
sealed interface Reply {
  /** A value as JSON (RFC 8259). */
  record Json(int status, String type, Object value, Map<String, String> headers)
      implements Reply {}

  /** A page or a part of one, for people. */
  record Html(int status, String text, Map<String, String> headers) implements Reply {
    static Html ok(String text) {
      return new Html(200, text, Map.of());
    }
  }

  /** Bytes as they are. */
  record Bytes(String type, byte[] bytes, Map<String, String> headers) implements Reply {}

  /**
   * A body that goes on until one side has enough.
   *
   * @param unused gives back what was taken for it, when it is never written
   */
  record Stream(Writing writing, Runnable unused) implements Reply {
    @Override
    public void drop() {
      unused.run();
    }
  }

  /** Nothing but a status and headers. */
  record Bare(int status, Map<String, String> headers) implements Reply {}

  /** Writes a stream; an {@link IOException} means that the client is gone. */
  interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /** Nobody takes it. */
  default void drop() {}

  static Reply ok(Object value) {
    return json(200, value);
  }

  static Reply json(int status, Object value) {
    return new Json(status, "application/json", value, Map.of());
  }

  /** A JSON answer with one more header; other answers stay as they are. */
  static Reply with(Reply reply, String name, String value) {
    if (!(reply instanceof Json json)) {
      return reply;
    }
    Map<String, String> headers = new LinkedHashMap<>(json.headers());
    headers.put(name, value);
    return new Json(json.status(), json.type(), json.value(), headers);
  }
}
