package dev.holddown.web;

import dev.holddown.access.AccessLog;
import dev.holddown.view.log.LogFilter;
import dev.holddown.view.log.LogTable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The access log as it is filtered and shown. */
final class AccessLines {
  private AccessLines() {}

  static List<AccessLog.Entry> read(AccessLog log, LogFilter filter, long before, int max) {
    return log.before(before, max, entry -> wanted(filter, entry));
  }

  private static boolean wanted(LogFilter filter, AccessLog.Entry entry) {
    AccessLog.Deed deed = entry.deed();
    String words = filter.words().toLowerCase(Locale.ROOT);
    return filter.period().holds(Instant.parse(entry.at()))
        && (filter.person().isEmpty() || filter.person().equals(deed.person()))
        && deed.what().contains(filter.run())
        && Stream.of(entry.kind(), deed.person(), deed.address(), deed.what(), deed.why())
            .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(words));
  }

  static LogTable table(List<AccessLog.Entry> entries) {
    return new LogTable(
        "Access log",
        List.of("When (UTC)", "Kind", "Who", "Address", "What", "Why", "Number", "Hash"),
        entries.stream()
            .map(e ->
                List.of(
                    e.at(),
                    e.kind(),
                    e.deed().person(),
                    e.deed().address(),
                    e.deed().what(),
                    e.deed().why(),
                    String.valueOf(e.number()),
                    e.hash()))
            .toList(),
        "");
  }
}
