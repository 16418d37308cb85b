package dev.holddown.web;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.run.IncidentProof;
import dev.holddown.view.IncidentView;
import dev.holddown.view.log.IncidentLog;
import dev.holddown.web.page.SnapshotBox;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes runs that a caller may not see out of what the caller reads: an incident is everybody's,
 * and its sentences name runs of all services. For one answer; not safe for several threads.
 */
final class Veil {
  static final String ANOTHER = "another run";

  /** What may be the id of a run: words with hyphens between them, of a child also several. */
  private static final Pattern IDS = Pattern.compile("\\w+(?:[.-]+\\w+)*-+\\w+(?:[.-]+\\w+)*");

  private static final Pattern BOARDS = Pattern.compile("board/[\\w.-]*\\w");
  private static final String ANOTHER_BOARD = "board/another board";
  private static final Pattern PARTS = Pattern.compile("\\w+");
  private static final int PARTS_MAX = 12;

  /** A word beyond it is hidden, since nobody may make a server search without end. */
  private static final int LOOKS_OF_TEXT_MAX = 200;

  private final boolean open;
  private final Predicate<String> hidden;
  private final Map<String, Boolean> known = new HashMap<>();
  private int looks;

  /**
   * For one caller.
   *
   * @param open whether the caller sees every run
   * @param hidden whether there is a run of this id and the caller may not see it
   */
  Veil(boolean open, Predicate<String> hidden) {
    this.open = open;
    this.hidden = hidden;
  }

  private boolean hides(String run) {
    return known.computeIfAbsent(
        run,
        id -> {
          looks++;
          return hidden.test(id);
        });
  }

  /** A text in which each run that is not the caller's is {@link #ANOTHER}. */
  String text(String text) {
    if (open || text.indexOf('-') < 0) {
      return text;
    }
    looks = 0;
    Matcher ids = IDS.matcher(text);
    StringBuilder shown = new StringBuilder();
    while (ids.find()) {
      ids.appendReplacement(shown, Matcher.quoteReplacement(word(ids.group())));
    }
    return ids.appendTail(shown).toString().replace("run " + ANOTHER, ANOTHER);
  }

  /** An id may stand before or behind other words with hyphens; the longest that is one counts. */
  private String word(String word) {
    List<MatchResult> parts = PARTS.matcher(word).results().toList();
    if (parts.size() > PARTS_MAX) {
      return ANOTHER;
    }
    for (int length = parts.size(); length >= 2; length--) {
      for (int from = 0; from + length <= parts.size(); from++) {
        int start = parts.get(from).start();
        int end = parts.get(from + length - 1).end();
        String part = word.substring(start, end);
        if (part.indexOf('-') < 0) {
          continue;
        }
        if (looks >= LOOKS_OF_TEXT_MAX && !known.containsKey(part)) {
          return ANOTHER;
        }
        if (hides(part)) {
          return beside(word.substring(0, start)) + ANOTHER + beside(word.substring(end));
        }
      }
    }
    return word;
  }

  private String beside(String rest) {
    return rest.indexOf('-') < 0 ? rest : word(rest);
  }

  private Map<String, String> texts(Map<String, String> texts) {
    Map<String, String> shown = new LinkedHashMap<>();
    texts.forEach((name, text) -> shown.put(name, text(text)));
    return shown;
  }

  /**
   * An incident without what is not the caller's.
   *
   * @param record as it is without the runs that are not the caller's
   * @param tells whether the caller may know of a snapshot, by its source
   */
  IncidentView incident(IncidentView view, Map<String, String> record, Predicate<String> tells) {
    IncidentView.About about = view.about();
    IncidentView.Kept kept = view.kept();
    return new IncidentView(
        view.id(),
        new IncidentView.About(
            text(about.title()),
            about.severity(),
            about.services(),
            about.environments(),
            about.clock()),
        view.crew(),
        new IncidentView.Kept(
            kept.pinned().map(pin -> pin(pin, tells)),
            kept.rechecked().map(pin -> pin(pin, tells)),
            kept.runs().stream().filter(run -> !hides(run.run())).toList(),
            texts(record),
            kept.timeline().stream()
                .map(line ->
                    new Incident.Line(
                        line.at(), line.who(), line.kind(), text(boards(line.text(), tells))))
                .toList()),
        view.missing().stream().map(this::missing).distinct().toList());
  }

  private static Incident.Pin pin(Incident.Pin pin, Predicate<String> tells) {
    return new Incident.Pin(pin.digest(), pin.at(), boards(pin.source(), tells));
  }

  private static String boards(String text, Predicate<String> tells) {
    return BOARDS
        .matcher(text)
        .replaceAll(board ->
            Matcher.quoteReplacement(tells.test(board.group()) ? board.group() : ANOTHER_BOARD));
  }

  /** Lines of a run that is not the caller's are not told one by one. */
  private IncidentProof.Missing missing(IncidentProof.Missing one) {
    return hides(one.about())
        ? new IncidentProof.Missing(one.code(), "", ANOTHER + " is not proved yet")
        : new IncidentProof.Missing(one.code(), one.about(), text(one.sentence()));
  }

  /** The lines of a snapshot; a run that is not the caller's is left out. */
  List<SnapshotBox.Row> rows(List<SnapshotBox.Row> rows) {
    return open
        ? rows
        : rows.stream()
            .filter(row -> row.told().isEmpty() || !hides(row.told()))
            .map(row ->
                new SnapshotBox.Row(
                    text(row.title()), row.state(), text(row.told()), row.failing()))
            .toList();
  }

  /** A line of the incident log. */
  IncidentLog.Entry line(IncidentLog.Entry entry) {
    IncidentLog.About about = entry.about();
    return open
        ? entry
        : new IncidentLog.Entry(
            new IncidentLog.About(
                about.run(),
                text(about.title()),
                about.service(),
                about.environment(),
                about.person()),
            entry.severity(),
            entry.status(),
            entry.times(),
            texts(entry.fields()));
  }

  /** The incident log. */
  IncidentLog log(IncidentLog log) {
    return open
        ? log
        : new IncidentLog(log.entries().stream().map(this::line).toList(), log.further());
  }
}
