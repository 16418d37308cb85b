package dev.holddown.web;

import java.util.Map;
import java.util.Optional;

/**
 * A request whose caller may make it and whose fields are of the right kinds.
 *
 * @param path the values of the names in the path
 * @param values the fields of query or body
 * @param visitor who sent it, from where
 */
record Call(Caller caller, Map<String, String> path, Map<String, Object> values, Visitor visitor) {
  /** A value of the path. */
  String path(String name) {
    return path.getOrDefault(name, "");
  }

  /** A text field; empty when it is absent. */
  String text(String name) {
    return String.valueOf(values.getOrDefault(name, ""));
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  /** A whole number, or the one given when it is absent. */
  long number(String name, long otherwise) {
    return values.get(name) instanceof Long number ? number : otherwise;
  }

  /** From where it came. */
  String address() {
    return visitor.address();
  }

  Optional<String> header(String name) {
    return visitor.header(name);
  }
}
