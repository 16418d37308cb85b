package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Deed;
import dev.holddown.spi.IncidentMode;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the incident mode of this workspace on, and tells whether it is. */
public final class Incidents implements Connector {
  private final IncidentMode mode;

  public Incidents(IncidentMode mode) {
    this.mode = mode;
  }

  @Override
  public String name() {
    return "incident";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new Mode(mode), new Start(mode));
  }

  /** {@code incident.mode}. */
  private record Mode(IncidentMode mode) implements Asking {
    @Override
    public Manual manual() {
      return Manual.of("incident.mode", "Tells whether incident mode is on in this workspace.")
          .gives("on", "whether it is on")
          .gives("id", "the incident, or empty")
          .gives("severity", "how bad it is, in the team's word, or empty")
          .gives("level", "the same on the common scale, 1 (worst) to 4; 0 while it is off")
          .gives("started", "when it was turned on, UTC, or empty")
          .gives("snapshot", "SHA-256 of the snapshot that everybody sees, or empty")
          .gives("samples", "always 1: one switch was looked at")
          .gives("value", "1 while it is on, else 0")
          .example("incident.mode: {}");
    }

    @Override
    public Answer ask(Question question) {
      try {
        Optional<IncidentMode.On> on = mode.now();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("value", on.isPresent() ? 1L : 0L);
        result.put("on", on.isPresent());
        result.put("id", on.map(IncidentMode.On::id).orElse(""));
        result.put("severity", on.map(IncidentMode.On::severity).orElse(""));
        result.put("level", (long) on.map(IncidentMode.On::level).orElse(0));
        result.put("started", on.map(o -> o.startedAt().toString()).orElse(""));
        result.put("snapshot", on.map(IncidentMode.On::pinned).orElse(""));
        return Answer.of(result, 1, question.at(), new Proof("incident.mode", result.toString()));
      } catch (IllegalStateException e) {
        return Answer.error(String.valueOf(e.getMessage()), question.at(), Proof.none());
      }
    }
  }

  /** {@code incident.start}. */
  private record Start(IncidentMode mode) implements Acting {
    @Override
    public Manual manual() {
      return Manual.of(
              "incident.start",
              "Turns incident mode on for everybody: one start, one pinned snapshot. While it is"
                  + " on already, nothing begins anew.")
          .required("severity", Manual.Type.TEXT, Slot.DATA, "a word of the people document: P0")
          .required("title", Manual.Type.TEXT, Slot.WORDS, "what is wrong, in a few words")
          .gives("id", "the incident")
          .gives("samples", "always 1: one switch was pressed")
          .example("incident.start: {severity: P0, title: Rollback of beak}");
    }

    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      Args args = new Args("incident.start", operation.args());
      try {
        IncidentMode.Wish wish = new IncidentMode.Wish(args.text("severity"), args.text("title"));
        IncidentMode.On on = mode.start(wish);
        return new Deed.Landed(
            Map.of("id", on.id(), "samples", 1L),
            new Proof("incident.start " + wish, on.toString()));
      } catch (CallRefused e) {
        return new Deed.Failed(e.sentence(), Proof.none());
      } catch (IllegalArgumentException | IllegalStateException e) {
        return new Deed.Failed(String.valueOf(e.getMessage()), Proof.none());
      }
    }
  }
}
