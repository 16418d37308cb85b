package dev.holddown.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** An answer that is not what was asked for, as Problem Details (RFC 9457). */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final transient Map<String, Object> more;
  private final transient Map<String, String> headers;

  private Problem(
      int status,
      String code,
      String detail,
      Map<String, Object> more,
      Map<String, String> headers) {
    super(detail);
    this.status = status;
    this.code = code;
    this.more = more;
    this.headers = headers;
  }

  /** {@code code}: a fixed word for programs; {@code detail}: a sentence for people. */
  static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail, Map.of(), Map.of());
  }

  /** The same with one more member. */
  Problem with(String name, Object value) {
    Map<String, Object> members = new LinkedHashMap<>(more);
    members.put(name, value);
    return new Problem(status, code, detail(), members, headers);
  }

  /** The same with one more sentence for people. */
  Problem saying(String sentence) {
    return new Problem(status, code, detail() + "; " + sentence, more, headers);
  }

  /** The same with a header of the answer. */
  Problem header(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Problem(status, code, detail(), more, all);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  Map<String, Object> more() {
    return more;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** As it goes out. */
  Reply reply() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", title());
    body.put("status", status);
    body.put("detail", detail());
    body.put("code", code);
    body.putAll(more);
    return new Reply.Json(status, "application/problem+json", body, headers);
  }

  /** The phrase of the status, which RFC 9457 wants where the type is about:blank. */
  private String title() {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Content";
      case 423 -> "Locked";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      default -> status >= 500 ? "Internal Server Error" : "Refused";
    };
  }
}
