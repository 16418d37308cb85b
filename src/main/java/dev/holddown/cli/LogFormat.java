package dev.holddown.cli;

import dev.holddown.cli.link.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** How the lines of a server's log look: for people, or one JSON object (RFC 8259) a line. */
enum LogFormat {
  TEXT,
  JSON;

  /** From now on whatever is logged in this process has this form. */
  void begin() {
    if (this == JSON) {
      for (Handler handler : Logger.getLogger("").getHandlers()) {
        handler.setFormatter(new JsonLines());
      }
    }
  }

  /** Prints lines that the server itself says. */
  Consumer<String> lines(InstantSource clock, Consumer<String> out) {
    return this == TEXT
        ? out
        : text -> out.accept(line(clock.instant(), "INFO", "dev.holddown.server", text, ""));
  }

  private static String line(
      Instant at, String level, String logger, String message, String error) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("at", at.toString());
    fields.put("level", level);
    fields.put("logger", logger);
    fields.put("message", message);
    if (!error.isEmpty()) {
      fields.put("error", error);
    }
    return Json.line(fields);
  }

  /** A record of the JDK's logging as a line. */
  static final class JsonLines extends Formatter {
    @Override
    public String format(LogRecord record) {
      StringWriter error = new StringWriter();
      if (record.getThrown() != null) {
        record.getThrown().printStackTrace(new PrintWriter(error, true));
      }
      return line(
              record.getInstant(),
              record.getLevel().getName(),
              String.valueOf(record.getLoggerName()),
              formatMessage(record),
              error.toString())
          + "\n";
    }
  }
}
