package dev.holddown.web.page;

import dev.holddown.view.EventLine;
import dev.holddown.view.RunView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An event of the log; digests of evidence in its text are links. */
public record LogLine(long version, Moment at, String actor, List<Part> parts, Link link) {
  private static final Pattern EVIDENCE = Pattern.compile("evidence sha256:([0-9a-f]{64})");
  private static final int HASH_SHOWN = 12;

  /** A part of the sentence; {@code href} empty for mere words. */
  public record Part(String text, String href) {}

  /** Its type, and its hash: the whole and the start of it. */
  public record Link(String type, String hash, String start) {}

  static LogLine of(EventLine line, RunView run) {
    Instant now = run.head().times().now();
    return new LogLine(
        line.version(),
        Moment.of(line.at(), now),
        line.actor(),
        parts(line.text(), run.head().run()),
        new Link(
            line.link().type(),
            line.link().hash(),
            line.link().hash().substring(0, Math.min(HASH_SHOWN, line.link().hash().length()))));
  }

  private static List<Part> parts(String text, String run) {
    List<Part> parts = new ArrayList<>();
    Matcher found = EVIDENCE.matcher(text);
    int from = 0;
    while (found.find()) {
      parts.add(new Part(text.substring(from, found.start()), ""));
      String digest = found.group(1);
      parts.add(
          new Part(
              "evidence sha256:" + digest.substring(0, HASH_SHOWN) + "…",
              Links.evidence(digest, run)));
      from = found.end();
    }
    parts.add(new Part(text.substring(from), ""));
    return parts;
  }
}
