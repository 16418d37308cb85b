package dev.holddown.connectors.support;

import dev.holddown.domain.kernel.Span;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts line by line. A line without a time of its own belongs to the line before it. */
public final class LogCount {
  /** A longer line is cut here, in characters. */
  public static final int LINE_CHARS_MAX = 64 * 1024;

  private static final int EXAMPLES_MAX = 5;
  private static final double MILLIS_FROM = 1e11;
  private static final List<String> TIMES = List.of("time", "timestamp", "@timestamp", "ts");
  private static final Pattern TIME =
      Pattern.compile(
          "^\\[?(\\d{4}-\\d{2}-\\d{2})[T ](\\d{2}:\\d{2}:\\d{2})(?:[.,](\\d{1,9}))?\\s?"
              + "(Z|[+-]\\d{2}:?\\d{2})?");

  private final LogFilter filter;
  private final Optional<Instant> since;
  private final Deadline deadline;
  private final Deque<String> examples = new ArrayDeque<>();
  private Optional<Instant> current = Optional.empty();
  private Optional<Instant> newest = Optional.empty();
  private Optional<Instant> oldest = Optional.empty();
  private long all;
  private long lines;
  private long matches;
  private long leaked;
  private long unread;

  /**
   * @param since lines before it do not count; empty: all lines do, and no time is needed
   */
  public LogCount(LogFilter filter, Optional<Instant> since, Deadline deadline) {
    this.filter = filter;
    this.since = since;
    this.deadline = deadline;
  }

  /** One more line. */
  public void line(String given) throws CallRefused {
    String line = given.length() > LINE_CHARS_MAX ? given.substring(0, LINE_CHARS_MAX) : given;
    if (line.isBlank()) {
      return;
    }
    all++;
    if ((all & 0xff) == 0 && late()) {
      throw slow();
    }
    Map<?, ?> fields = fields(line);
    if (since.isPresent()) {
      time(line, fields).ifPresent(this::at);
      if (current.isEmpty() || current.get().isBefore(since.get())) {
        return;
      }
    }
    lines++;
    unread += filter.json() && fields.isEmpty() ? 1 : 0;
    try {
      boolean leaks = filter.leaks().finds(line);
      leaked += leaks ? 1 : 0;
      if (leaks || filter.counts(line, fields, this::late)) {
        matches++;
        // first without values: of one that is cut a part would be left
        examples.addLast(Excerpt.of(filter.leaks().text(line)));
        if (examples.size() > EXAMPLES_MAX) {
          examples.removeFirst();
        }
      }
    } catch (LogFilter.TooSlow e) {
      throw slow();
    } catch (StackOverflowError e) {
      // The JDK's patterns recurse once for each repeat of a group.
      throw new CallRefused(
          "the pattern repeats a group too often for a line of "
              + line.length()
              + " characters; write it without a group under a *, or use match");
    }
  }

  private boolean late() {
    return deadline.left().isZero();
  }

  private CallRefused slow() {
    return new CallRefused(
        "the lines were not all read within "
            + Span.text(deadline.whole())
            + " ("
            + all
            + " were); narrow the window, or make the pattern simpler");
  }

  private void at(Instant time) {
    current = Optional.of(time);
    newest = Optional.of(newest.filter(n -> n.isAfter(time)).orElse(time));
    oldest = Optional.of(oldest.filter(o -> o.isBefore(time)).orElse(time));
  }

  private static Map<?, ?> fields(String line) {
    return line.startsWith("{") && Json.read(line).value().orElse("") instanceof Map<?, ?> map
        ? map
        : Map.of();
  }

  private Optional<Instant> time(String line, Map<?, ?> fields) {
    List<String> names = filter.time().isEmpty() ? TIMES : List.of(filter.time());
    for (String name : names) {
      Optional<Object> value = LogFilter.field(fields, name);
      if (value.isPresent()) {
        return value.get() instanceof Number number ? epoch(number) : iso(value.get().toString());
      }
    }
    return fields.isEmpty() ? iso(line) : Optional.empty();
  }

  /** Seconds since 1970, or milliseconds when it is too large for any date of ours. */
  private static Optional<Instant> epoch(Number number) {
    double value = number.doubleValue();
    return Optional.of(
        Instant.ofEpochMilli((long) (Math.abs(value) >= MILLIS_FROM ? value : value * 1000)));
  }

  /** A time without a zone is UTC. */
  private static Optional<Instant> iso(String text) {
    Matcher found = TIME.matcher(text);
    if (!found.find()) {
      return Optional.empty();
    }
    String fraction = found.group(3) == null ? "" : "." + found.group(3);
    String whole = found.group(1) + "T" + found.group(2) + fraction;
    String zone = found.group(4);
    try {
      if (zone == null || zone.equals("Z")) {
        return Optional.of(LocalDateTime.parse(whole).toInstant(ZoneOffset.UTC));
      }
      String offset = zone.contains(":") ? zone : zone.substring(0, 3) + ":" + zone.substring(3);
      return Optional.of(OffsetDateTime.parse(whole + offset).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * All lines were told.
   *
   * @throws CallRefused when they do not allow to count
   */
  public void finish(Instant now) throws CallRefused {
    if (since.isPresent() && all > 0 && newest.isEmpty()) {
      throw new CallRefused(
          "none of the "
              + all
              + " lines tells a time ("
              + (filter.time().isEmpty()
                  ? "ISO 8601 at its beginning, or a JSON field time, timestamp, @timestamp, ts"
                  : "the JSON field " + filter.time())
              + "); write time:, or leave window out");
    }
    if (lines > 0 && unread == lines) {
      throw new CallRefused(
          "none of the " + lines + " lines is a JSON object, which where: and time: need");
    }
  }

  /** Whether the window began before the first line that was told. */
  public boolean beganBefore() {
    return since.isEmpty() || oldest.filter(o -> !o.isAfter(since.get())).isEmpty();
  }

  /** Lines in the window. */
  public long lines() {
    return lines;
  }

  /** Lines told, in the window or not. */
  public long all() {
    return all;
  }

  /** The time of the newest line, or words for none. */
  public String newest() {
    return newest.map(Instant::toString).orElse("an unknown time");
  }

  /** What conditions see. */
  public Map<String, Object> result(Optional<Duration> window, Redaction redaction) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("value", matches);
    result.put("matches", matches);
    window.ifPresent(w -> result.put("per_second", matches * 1e9 / w.toNanos()));
    result.put("ratio", lines == 0 ? 0.0 : (double) matches / lines);
    result.put("lines", lines);
    result.put("unread", unread);
    result.put("leaked", leaked);
    result.put("examples", examples.stream().map(redaction::text).toList());
    newest.ifPresent(n -> result.put("newest", n.toString()));
    result.put("samples", lines);
    return result;
  }

  /** For the proof. */
  public String summary() {
    return matches
        + " of "
        + lines
        + " lines match ("
        + all
        + " read)\n"
        + String.join("\n", examples);
  }
}
