package dev.holddown.web;

import dev.holddown.view.log.LogFiles;
import dev.holddown.view.log.LogTable;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A log in the form that was asked for; a file is one to be kept, not to be opened in a page. */
final class LogReplies {
  private LogReplies() {}

  /** {@code name}: of the file, without its ending; {@code value}: for JSON. */
  static Reply of(Call call, String name, Object value, LogTable table) {
    return switch (call.text("format")) {
      case "", "json" -> Reply.ok(value);
      case "csv" -> file("text/csv; charset=utf-8", name + ".csv", LogFiles.csv(table));
      case "markdown" ->
          file("text/markdown; charset=utf-8", name + ".md", LogFiles.markdown(table));
      case "html" -> file("text/html; charset=utf-8", name + ".html", LogFiles.html(table));
      default ->
          throw Problem.of(
              400,
              "request",
              "\"format\" is json, csv, markdown or html, not \""
                  + Values.shown(call.text("format"))
                  + "\"");
    };
  }

  static Reply.Bytes file(String type, String name, String text) {
    return file(type, name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code name}: made of letters, digits, dots and hyphens. */
  static Reply.Bytes file(String type, String name, byte[] bytes) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return new Reply.Bytes(
        type, bytes, Map.of("Content-Disposition", "attachment; filename=\"" + plain + "\""));
  }
}
