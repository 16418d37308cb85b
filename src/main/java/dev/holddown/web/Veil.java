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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes runs that a caller may not see out of what the caller reads: an incident is everybody's,
 * and its sentences name runs of all services. For one answer; not safe for several threads.
 */
final class Veil {
  static final String ANOTHER = "another run";

  /** What may be the id of a run: words with hyphens between them. */
  private static final Pattern IDS = Pattern.compile("\\w+(?:[.-]\\w+)*-\\w+(?:[.-]\\w+)*");

  private static final int PARTS_MAX = 12;

  private final boolean open;
  private final Predicate<String> hidden;
  private final Map<String, Boolean> known = new HashMap<>();

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
    return known.computeIfAbsent(run, hidden::test);
  }

  /** A text in which each run that is not the caller's is {@link #ANOTHER}. */
  String text(String text) {
    if (open || text.indexOf('-') < 0) {
      return text;
    }
    Matcher ids = IDS.matcher(text);
    StringBuilder shown = new StringBuilder();
    while (ids.find()) {
      ids.appendReplacement(shown, Matcher.quoteReplacement(word(ids.group())));
    }
    return ids.appendTail(shown).toString().replace("run " + ANOTHER, ANOTHER);
  }

  /** An id may stand before or behind other words with hyphens. */
  private String word(String word) {
    String[] parts = word.split("-", PARTS_MAX);
    for (int length = parts.length; length >= 2; length--) {
      for (int from = 0; from + length <= parts.length; from++) {
        String part = String.join("-", List.of(parts).subList(from, from + length));
        if (hides(part)) {
          return word(word.replace(part, ANOTHER));
        }
      }
    }
    return word;
  }

  private Map<String, String> texts(Map<String, String> texts) {
    Map<String, String> shown = new LinkedHashMap<>();
    texts.forEach((name, text) -> shown.put(name, text(text)));
    return shown;
  }

  /** An incident without what is not the caller's. */
  IncidentView incident(IncidentView view) {
    if (open) {
      return view;
    }
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
            kept.pinned(),
            kept.rechecked(),
            kept.runs().stream().filter(run -> !hides(run.run())).toList(),
            texts(kept.record()),
            kept.timeline().stream()
                .map(line -> new Incident.Line(line.at(), line.who(), line.kind(), said(line)))
                .toList()),
        view.missing().stream().map(this::missing).distinct().toList());
  }

  private String said(Incident.Line line) {
    return text(line.text());
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
