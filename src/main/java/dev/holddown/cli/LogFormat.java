package dev.holddown.cli;

import dev.holddown.cli.link.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the lines of a server's log look: for people, or one JSON object (RFC 8259) a line. Nothing
 * that somebody else wrote begins a line of its own or steers the terminal that shows it.
 */
enum LogFormat {
  TEXT,
  JSON;

  /** Control characters, among them those that some terminals obey and JSON lets through. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  /** From now on whatever is logged in this process has this form. */
  void begin() {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      handler.setFormatter(this == JSON ? new JsonLines() : new TextLines());
    }
  }

  /** Prints lines that the server itself says. */
  Consumer<String> lines(InstantSource clock, Consumer<String> out) {
    return this == TEXT
        ? text -> out.accept(plain(text))
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
    return UNSEEN
        .matcher(Json.line(fields))
        .replaceAll(sign -> Matcher.quoteReplacement(escaped(sign.group())));
  }

  /** As JSON writes a sign by number: one, or two for a sign beyond the first 65,536. */
  private static String escaped(String sign) {
    StringBuilder text = new StringBuilder();
    sign.chars().forEach(c -> text.append(String.format(Locale.ROOT, "\\u%04x", c)));
    return text.toString();
  }

  /** On one line; what nobody sees is shown by its number. */
  private static String plain(String text) {
    return UNSEEN
        .matcher(text.strip().replaceAll("\\s*\\R\\s*", " / ").replace('\t', ' '))
        .replaceAll(sign -> String.format(Locale.ROOT, "U+%04X", sign.group().codePointAt(0)));
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  /**
   * A record of the JDK's logging for people: a line, and under it, set in, where it comes from.
   */
  static final class TextLines extends Formatter {
    @Override
    public String format(LogRecord record) {
      String line =
          record.getInstant().truncatedTo(ChronoUnit.MILLIS)
              + " "
              + record.getLevel().getName()
              + " "
              + plain(String.valueOf(record.getLoggerName()))
              + ": "
              + plain(formatMessage(record))
              + "\n";
      return record.getThrown() == null
          ? line
          : trace(record.getThrown())
              .lines()
              .map(frame -> "    " + plain(frame) + "\n")
              .collect(Collectors.joining("", line, ""));
    }
  }

  /** A record of the JDK's logging as a line. */
  static final class JsonLines extends Formatter {
    @Override
    public String format(LogRecord record) {
      return line(
              record.getInstant(),
              record.getLevel().getName(),
              String.valueOf(record.getLoggerName()),
              formatMessage(record),
              record.getThrown() == null ? "" : trace(record.getThrown()))
          + "\n";
    }
  }
}
