package dev.holddown.cli;

import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.Stats;
import dev.holddown.engine.Replay;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.engine.port.Ports;
import dev.holddown.playbooks.InputReader;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}: past samples through the watches of a playbook. */
@Command(
    name = "replay",
    description = {
      "Runs past samples through a playbook's watches, as a run would have: when each would have",
      "begun, cleared and fired, and what would have followed. Nothing is run.",
      "SAMPLES is CSV with a head line (time,value, perhaps watch and samples) or JSON lines of the"
          + " same names. Without a file, --from and --to ask the watches' own source.",
      "Exit codes: 0 told, 1 a file is wrong, 3 a watch had no sample that could be judged."
    },
    footer = {
      "",
      "Examples:",
      "  holddown replay samples.csv --playbook release.yaml --watch error_rate",
      "  holddown replay --playbook release.yaml --from 2026-03-01T12:00:00Z --to"
          + " 2026-03-01T18:00:00Z"
    })
final class ReplayVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", arity = "0..1", paramLabel = "SAMPLES", description = "The file.")
  String file = "";

  @Option(
      names = {"-p", "--playbook"},
      required = true,
      paramLabel = "FILE",
      description = "The playbook whose watches look.")
  Path playbook = Path.of("");

  @Option(names = "--watch", paramLabel = "ID", description = "For samples that name no watch.")
  String watch = "";

  @Option(
      names = {"-i", "--input"},
      paramLabel = "NAME=VALUE",
      description = "An input of the playbook that a watch uses.")
  List<String> inputs = new ArrayList<>();

  @Option(names = "--env", paramLabel = "E", description = "Which of its environments.")
  String environment = "";

  @Option(
      names = "--baseline",
      paramLabel = "NUMBER",
      description = "What a watch with a baseline compares with.")
  String baseline = "";

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Of times that tell none, such as Europe/Berlin.")
  String zone = "";

  @Option(names = "--from", paramLabel = "TIME", description = "Ask the source from here on.")
  String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "Up to here.")
  String to = "";

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      description = "Between two samples (the watch's every).")
  String step = "";

  ReplayVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (file.isEmpty() == (from.isEmpty() && to.isEmpty())) {
      throw Stop.usage("give either a file of samples, or --from and --to");
    }
    Playbook book = new PlaybookFiles(room, common).sound(playbook);
    Replay replay =
        new Replay(
            book,
            head(book),
            new Ports.Outside(
                room.kit().language().verbs(),
                new FromEnvironment(room.environment()),
                room.kit().language().conditions()),
            stats());
    if (replay.watches().isEmpty()) {
      throw new Stop(Exit.NO, playbook + " has no watch that is sampled");
    }
    Optional<String> chosen =
        Optional.of(watch)
            .filter(id -> !id.isEmpty())
            .map(id -> PastSamples.known(id, replay.watches(), Stop::usage));
    boolean counted = true;
    if (file.isEmpty()) {
      ask(book, replay, chosen);
    } else {
      PastSamples samples = new PastSamples(Path.of(file), replay, chosen, zone());
      samples.read();
      counted = samples.counted();
    }
    return tell(replay, counted);
  }

  private int tell(Replay replay, boolean counted) {
    Map<String, Replay.One> results = replay.results();
    if (common.json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("counted", counted);
      all.put(
          "watches",
          results.entrySet().stream()
              .map(e -> ReplayText.plain(e.getKey(), e.getValue()))
              .toList());
      room.json(all);
    } else {
      results.forEach((key, one) -> room.out().println(ReplayText.lines(key, one)));
      if (!counted) {
        room.out()
            .println("The samples do not tell what they stood on: min-samples counted as met.");
      }
    }
    boolean told = results.values().stream().allMatch(one -> one.seen() > 0);
    return told && !results.isEmpty() ? Exit.DONE : Exit.WAITS;
  }

  private void ask(Playbook book, Replay replay, Optional<String> chosen)
      throws InterruptedException {
    Instant first = time("--from", from);
    Instant last = time("--to", to);
    if (!first.isBefore(last)) {
      throw Stop.usage("--from " + from + " is not before --to " + to);
    }
    Plan plan = Plan.of(book);
    List<String> asked = chosen.map(List::of).orElse(replay.watches());
    for (String key : asked) {
      Duration pace = step.isEmpty() ? plan.watch(key).watch().pace().every() : step();
      Optional<Integer> answers;
      try {
        answers = replay.past(key, first, last, pace);
      } catch (ConditionException | IllegalArgumentException e) {
        throw new Stop(Exit.NO, "the watch " + key + " cannot be asked: " + e.getMessage());
      }
      if (answers.isEmpty()) {
        throw new Stop(
            Exit.NO,
            "the source of the watch " + key + " keeps no history; replay a file of samples");
      }
    }
  }

  private Duration step() {
    try {
      Duration read = Duration.parse("PT" + step.toUpperCase(Locale.ROOT));
      if (read.compareTo(Duration.ofMillis(1)) >= 0) {
        return read;
      }
    } catch (DateTimeException e) {
      throw Stop.usage("--step " + step + " is no duration; write 15s or 1m");
    }
    throw Stop.usage("--step " + step + " must be above nothing");
  }

  private static Instant time(String option, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw Stop.usage(option + " " + text + " is no time with a zone; write 2026-03-01T12:00:00Z");
    }
  }

  private Optional<ZoneId> zone() {
    try {
      return zone.isEmpty() ? Optional.empty() : Optional.of(ZoneId.of(zone));
    } catch (DateTimeException e) {
      throw Stop.usage("--zone " + zone + " is no time zone; write UTC, +02:00 or Europe/Berlin");
    }
  }

  private Optional<Stats> stats() {
    if (baseline.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Stats(Double.parseDouble(baseline), 0, 1));
    } catch (NumberFormatException e) {
      throw Stop.usage("--baseline " + baseline + " is no number");
    }
  }

  /** Inputs that were given or have a default; what a watch does not use may be left out. */
  private RunHead head(Playbook book) {
    InputReader.Given given =
        InputReader.read(
            book.scopes().inputs().stream()
                .filter(input ->
                    input.fallback().isPresent()
                        || inputs.stream().anyMatch(p -> p.startsWith(input.name() + "=")))
                .toList(),
            inputs);
    if (!given.problems().isEmpty()) {
      throw new Stop(Exit.NO, String.join("\nholddown: ", given.problems()));
    }
    List<String> known = book.subject().environments();
    if (!environment.isEmpty() && !known.contains(environment)) {
      throw Stop.usage(
          "--env " + environment + ": the playbook may go to " + String.join(", ", known));
    }
    return new RunHead(
        "replay",
        book.id(),
        book.title(),
        book.subject().service(),
        environment.isEmpty() ? known.getFirst() : environment,
        RunHead.Mode.RELEASE,
        given.values(),
        "replay",
        Optional.empty());
  }
}
