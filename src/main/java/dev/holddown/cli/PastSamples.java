package dev.holddown.cli;

import dev.holddown.cli.link.Json;
import dev.holddown.engine.Replay;
import dev.holddown.playbooks.Nearest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Samples in a file, one a line: CSV (RFC 4180 without line breaks in a cell) with a head line that
 * names {@code time} and {@code value}, perhaps {@code watch} and {@code samples}, or JSON objects
 * of the same names. Read line by line; only the newest time of each watch is remembered.
 */
final class PastSamples {
  static final int LINES_MAX = 5_000_000;
  private static final int LINE_CHARS_MAX = 64 * 1024;
  private static final double MILLIS_FROM = 1e11;

  private final Path file;
  private final Replay replay;
  private final Optional<String> chosen;
  private final Optional<ZoneId> zone;
  private final Map<String, Instant> newest = new HashMap<>();
  private final Map<String, Integer> newestLine = new HashMap<>();
  private List<String> head = List.of();
  private boolean counted;
  private int number;

  /**
   * @param chosen the watch for lines that name none
   * @param zone of times that tell none; empty: such a time is refused
   */
  PastSamples(Path file, Replay replay, Optional<String> chosen, Optional<ZoneId> zone) {
    this.file = file;
    this.replay = replay;
    this.chosen = chosen;
    this.zone = zone;
  }

  /** Whether the file told how many things each value stood on. */
  boolean counted() {
    return counted;
  }

  /** Gives every sample to the replay; ends with a sentence at the first line that is wrong. */
  void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = line(in); line != null; line = line(in)) {
        number++;
        if (number > LINES_MAX) {
          throw wrong("there are more than " + LINES_MAX + " lines; replay a part of them");
        }
        String clean = number == 1 ? line.replaceFirst("^\\uFEFF", "") : line;
        if (!clean.isBlank()) {
          take(clean.strip());
        }
      }
    } catch (NoSuchFileException e) {
      throw new Stop(Exit.NO, "there is no file " + file);
    } catch (IOException e) {
      throw new Stop(Exit.NO, "the file " + file + " cannot be read: " + e.getMessage());
    }
    if (replay.results().isEmpty()) {
      throw new Stop(Exit.WAITS, "the file " + file + " holds no samples; nothing can be told");
    }
  }

  /** A line, or null at the end; one that is longer than any sample is refused, not stored. */
  private @org.jspecify.annotations.Nullable String line(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      line.append((char) c);
      if (line.length() > LINE_CHARS_MAX) {
        number++;
        throw wrong("it has more than " + LINE_CHARS_MAX + " characters; is this CSV or JSON?");
      }
      c = in.read();
    }
    return line.toString();
  }

  private Stop wrong(String why) {
    return new Stop(Exit.NO, file + ":" + number + ": " + why + "; nothing was replayed");
  }

  private void take(String line) {
    Map<String, String> cells = line.startsWith("{") ? json(line) : csv(line);
    if (cells.isEmpty()) {
      return;
    }
    String watch = watch(cells.getOrDefault("watch", ""));
    Instant at = time(cells.getOrDefault("time", ""));
    Instant before = newest.get(watch);
    if (before != null && !at.isAfter(before)) {
      String same = at.equals(before) ? "the same time as" : "a time before that of";
      throw wrong(
          "it has "
              + same
              + " line "
              + newestLine.get(watch)
              + " ("
              + before
              + "); times of a watch must rise, so sort the file by time");
    }
    newest.put(watch, at);
    newestLine.put(watch, number);
    replay.sample(watch, at, value(cells.getOrDefault("value", "")), samples(cells));
  }

  private Map<String, String> csv(String line) {
    List<String> cells = cells(line);
    if (head.isEmpty()) {
      head = cells.stream().map(String::strip).toList();
      for (String needed : List.of("time", "value")) {
        if (!head.contains(needed)) {
          throw wrong(
              "the head line names no column "
                  + needed
                  + "; it must be like time,value or time,watch,value,samples");
        }
      }
      return Map.of();
    }
    if (cells.size() != head.size()) {
      throw wrong("it has " + cells.size() + " cells where the head line has " + head.size());
    }
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      row.put(head.get(i), cells.get(i).strip());
    }
    return row;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        boolean twice = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
        if (twice) {
          cell.append('"');
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }

  private Map<String, String> json(String line) {
    JsonNode node;
    try {
      node = Json.tree(line);
    } catch (IllegalArgumentException e) {
      throw wrong("it is not JSON: " + e.getMessage());
    }
    Map<String, String> row = new HashMap<>();
    node.properties()
        .forEach(p -> row.put(p.getKey(), p.getValue().isNull() ? "" : p.getValue().asString()));
    for (String needed : List.of("time", "value")) {
      if (!row.containsKey(needed)) {
        throw wrong("the object has no " + needed);
      }
    }
    return row;
  }

  private String watch(String named) {
    List<String> known = replay.watches();
    String watch = named.isEmpty() ? chosen.orElse("") : named;
    if (watch.isEmpty() && known.size() == 1) {
      return known.getFirst();
    }
    if (watch.isEmpty()) {
      throw wrong(
          "it names no watch, and the playbook has several; add a column watch, or --watch with one"
              + " of "
              + String.join(", ", known));
    }
    return known(watch, known, this::wrong);
  }

  /** How a sentence becomes the end of the verb. */
  interface Wrong {
    Stop with(String sentence);
  }

  static String known(String watch, List<String> known, Wrong wrong) {
    if (known.contains(watch)) {
      return watch;
    }
    throw wrong.with(
        "the playbook has no sampled watch "
            + watch
            + Nearest.to(watch, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("; it has " + String.join(", ", known)));
  }

  private Instant time(String text) {
    try {
      if (text.matches("-?\\d{1,16}(\\.\\d{1,9})?")) {
        double number = Double.parseDouble(text);
        double millis = Math.abs(number) >= MILLIS_FROM ? number : number * 1000;
        return Instant.ofEpochMilli(Math.round(millis));
      }
      String iso = text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T");
      if (iso.matches(".*(Z|[+-]\\d{2}:\\d{2})$")) {
        return OffsetDateTime.parse(iso).toInstant();
      }
      LocalDateTime local = LocalDateTime.parse(iso);
      if (zone.isEmpty()) {
        throw wrong(
            "the time " + text + " tells no zone; write Z or +02:00 behind it, or give --zone");
      }
      return local.atZone(zone.get()).toInstant();
    } catch (DateTimeException e) {
      throw wrong(
          "\""
              + (text.length() > 60 ? text.substring(0, 60) + "…" : text)
              + "\" is no time; write 2026-03-01T12:00:00Z or seconds since 1970");
    }
  }

  /** NaN and an empty cell are no data: they are replayed as that. */
  private double value(String text) {
    if (text.isEmpty() || text.equalsIgnoreCase("nan") || text.equalsIgnoreCase("null")) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text.replaceFirst("^([+-]?)[Ii]nf$", "$1Infinity"));
    } catch (NumberFormatException e) {
      throw wrong("the value \"" + text + "\" is no number; leave it empty where there was none");
    }
  }

  private long samples(Map<String, String> cells) {
    String text = cells.getOrDefault("samples", "");
    if (text.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (!text.matches("\\d{1,15}(\\.0+)?")) {
      throw wrong("samples must be a whole number, not \"" + text + "\"");
    }
    counted = true;
    return Long.parseLong(text.replaceFirst("\\..*", ""));
  }
}
