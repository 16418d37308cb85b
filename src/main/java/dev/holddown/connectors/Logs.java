package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.Deadline;
import dev.holddown.connectors.support.HttpCall;
import dev.holddown.connectors.support.LogCount;
import dev.holddown.connectors.support.LogFilter;
import dev.holddown.connectors.support.LogSource;
import dev.holddown.connectors.support.ProcessCall;
import dev.holddown.connectors.support.Redaction;
import dev.holddown.domain.kernel.Span;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts lines of a log. Zero lines read prove nothing: the log may have been moved or stopped. */
public final class Logs implements Connector {
  private final Means means;

  /**
   * @param folder the workspace, in which files of logs and programs are
   */
  public Logs(HttpCall http, ProcessCall processes, Path folder) {
    this.means = new Means(http, processes, folder);
  }

  private record Means(HttpCall http, ProcessCall processes, Path folder) {}

  @Override
  public String name() {
    return "logs";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new Count(means));
  }

  /** {@code logs.count}. */
  private record Count(Means means) implements Asking {
    @Override
    public Manual manual() {
      return Manual.of("logs.count", "Counts the lines of a log that match, within a time window.")
          .optional(
              "file",
              Manual.Type.TEXT,
              Slot.LITERAL,
              "a file, or app*.log for several; relative to the workspace")
          .optional("program", Manual.Type.TEXT, Slot.LITERAL, "a program that writes the lines")
          .optional("args", Manual.Type.LIST, Slot.ARGV, "its arguments; no shell reads them")
          .optional("url", Manual.Type.TEXT, Slot.URL, "an address that answers with the lines")
          .secret("headers", Manual.Type.MAP, Slot.HEADER, "request headers, such as Authorization")
          .optional("match", Manual.Type.TEXT, Slot.DATA, "text that a line must hold, as it is")
          .optional("pattern", Manual.Type.TEXT, Slot.LITERAL, "a regular expression it must hold")
          .optional(
              "where",
              Manual.Type.MAP,
              Slot.DATA,
              "fields of a JSON line and the values they must have, such as {level: error}")
          .secret(
              "secrets",
              Manual.Type.LIST,
              Slot.LITERAL,
              "secrets whose values no line may hold, such as [{secret: token}]: a line with one of"
                  + " them matches too, as it is, URL-encoded, in base64 or in JSON; compared in"
                  + " memory, never shown or kept")
          .optional(
              "window",
              Manual.Type.DURATION,
              Slot.LITERAL,
              "only lines of this long up to now; without it all lines, and no rate")
          .optional(
              "time",
              Manual.Type.TEXT,
              Slot.LITERAL,
              "the JSON field that holds the time (time, timestamp, @timestamp or ts); a plain"
                  + " line begins with it, in ISO 8601")
          .optional("timeout", Manual.Type.DURATION, Slot.LITERAL, "of the whole count")
          .gives("matches", "how many lines match")
          .gives("per_second", "matches a second of the window (with window only)")
          .gives("ratio", "matches by lines")
          .gives("lines", "how many lines were read in the window")
          .gives("unread", "lines that are no JSON where JSON was needed; none of them matches")
          .gives("leaked", "how many of the matches hold the value of one of the secrets")
          .gives("examples", "the last five lines that match, shortened")
          .gives("newest", "the time of the newest line (with window only)")
          .gives("samples", "the same as lines; zero lines read prove nothing")
          .gives("value", "the same as matches")
          .example(
              "logs.count: {url: \"http://logs.example/tail\", where: {level: error}, window: 5m}");
    }

    @Override
    public Answer ask(Question question) throws InterruptedException {
      Args args = new Args("logs.count", question.args());
      Redaction redaction = Redaction.of(question.args());
      LogSource source = new LogSource(means.http, means.processes, means.folder);
      LogCount count;
      Optional<Duration> window;
      try {
        Deadline deadline = means.http.deadline(args.duration("timeout", question.timeout()));
        window = args.optionalDuration("window");
        count = new LogCount(LogFilter.of(args), window.map(w -> question.at().minus(w)), deadline);
        source.read(args, count, deadline);
        count.finish(question.at());
      } catch (CallRefused e) {
        Proof proof = new Proof(source.asked(), redaction.text(e.sentence()));
        return Answer.error(redaction.text(e.sentence()), question.at(), proof);
      }
      Map<String, Object> result = count.result(window, redaction);
      Proof proof = new Proof(source.asked(), redaction.text(count.summary()));
      if (count.lines() == 0) {
        String why =
            count.all() == 0
                ? "no line was read from " + source.asked()
                : "none of the "
                    + count.all()
                    + " lines of "
                    + source.asked()
                    + " is of the last "
                    + window.map(Span::text).orElse("")
                    + "; the newest is of "
                    + count.newest();
        return Answer.noData(redaction.text(why), question.at(), proof);
      }
      return Answer.of(result, count.lines(), question.at(), proof);
    }
  }
}
