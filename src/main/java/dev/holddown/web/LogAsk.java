package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.LogDesk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a request wants of a log: the same fields for pages, API and files. */
final class LogAsk {
  /** Each stands in the address; what is empty asks for nothing. */
  static final List<String> FILTERS =
      List.of("q", "person", "run", "service", "environment", "from", "to");

  private LogAsk() {}

  static Field[] fields() {
    return new Field[] {
      Field.may("q", Field.Kind.TEXT, "words in the line; also a digest, a version, an input"),
      Field.may("person", Field.Kind.TEXT, "whose; the whole name"),
      Field.may("run", Field.Kind.TEXT, "of which run"),
      Field.may("service", Field.Kind.TEXT, "of which service"),
      Field.may("environment", Field.Kind.TEXT, "in which environment"),
      Field.may("from", Field.Kind.TEXT, "from this day or moment (UTC) on"),
      Field.may("to", Field.Kind.TEXT, "before this day or moment (UTC)"),
      Field.may("before", Field.Kind.WHOLE, "where the page before said that it goes on"),
      Field.may("limit", Field.Kind.WHOLE, "1 to 500 lines, 50 when absent"),
      Field.may("format", Field.Kind.TEXT, "json, csv, markdown or html; json when absent")
    };
  }

  /** What the caller wants, and what they may see of it. */
  static LogDesk.Part part(Call call) {
    long limit = call.number("limit", LogDesk.LINES_USUAL);
    if (limit < 1 || limit > LogDesk.LINES_MAX) {
      throw Problem.of(400, "request", "\"limit\" is 1 to " + LogDesk.LINES_MAX);
    }
    Ask ask = Ask.of("log").with("before", call.number("before", 0)).with("limit", limit);
    for (Map.Entry<String, String> value : wanted(call).entrySet()) {
      ask = ask.with(value.getKey(), value.getValue());
    }
    LogDesk.Part part = LogDesk.part(ask);
    return new LogDesk.Part(
        part.filter(), part.before(), part.max(), lock -> sees(call.caller(), lock));
  }

  private static boolean sees(Caller caller, String lock) {
    return lock.isEmpty()
        ? caller.rights().everywhere(AccessScope.READ)
        : caller.sees(Rights.Where.of(lock));
  }

  /** The filters that were given, in their order. */
  static Map<String, String> wanted(Call call) {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (String name : FILTERS) {
      if (!call.text(name).isBlank()) {
        wanted.put(name, call.text(name).strip());
      }
    }
    return wanted;
  }
}
