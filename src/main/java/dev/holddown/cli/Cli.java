package dev.holddown.cli;

import dev.holddown.cli.link.FolderOwned;
import dev.holddown.cli.link.Json;
import dev.holddown.cli.link.Refused;
import dev.holddown.engine.port.StoreException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the verb, runs it, and turns what went wrong into a sentence. */
public final class Cli {
  private static final int USAGE_COLUMNS = 80;

  private Cli() {}

  /** Runs a verb and returns the exit code of the process. */
  public static int run(Kit kit, String... args) {
    Room room = new Room(kit);
    if (args.length > 0 && args[0].equals("status")) {
      List<String> options = List.of(args).subList(1, args.length);
      Optional<StatusVerb> plain = StatusVerb.plain(room, options);
      if (plain.isPresent()) {
        return call(room, plain.get());
      }
    }
    Function<Room, Object> named = args.length == 0 ? null : Verbs.all().get(args[0]);
    if (named == null || Verbs.KNOW_ALL.contains(args[0])) {
      return commandLine(kit).execute(args);
    }
    // Reading the annotations of all verbs takes longer than most verbs do.
    CommandLine line = new CommandLine(new Top());
    line.addSubcommand(args[0], named.apply(room));
    return dressed(line, room).execute(args);
  }

  private static int call(Room room, StatusVerb verb) {
    try {
      return verb.call();
    } catch (RuntimeException failure) {
      return failed(room, failure, verb.common.json);
    }
  }

  /** All verbs, for help, completion and the test that walks them. */
  static CommandLine commandLine(Kit kit) {
    Room room = new Room(kit);
    CommandLine line = new CommandLine(new Top());
    Verbs.all().forEach((name, verb) -> line.addSubcommand(name, verb.apply(room)));
    kit.more().forEach(line::addSubcommand);
    return dressed(line, room);
  }

  private static CommandLine dressed(CommandLine line, Room room) {
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(room.out(), true));
    line.setErr(new PrintWriter(room.err(), true));
    line.setUsageHelpWidth(USAGE_COLUMNS);
    boolean colour = room.paint().colour();
    line.setColorScheme(Help.defaultColorScheme(colour ? Help.Ansi.ON : Help.Ansi.OFF));
    line.setParameterExceptionHandler((wrong, given) -> misused(room, wrong));
    line.setExecutionExceptionHandler((failure, at, parsed) -> failed(room, failure, json(parsed)));
    return line;
  }

  private static int misused(Room room, ParameterException wrong) {
    CommandLine at = wrong.getCommandLine();
    room.err().println("holddown: " + wrong.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(wrong, at.getErr())) {
      room.err().println("See: " + at.getCommandSpec().qualifiedName() + " --help");
    }
    return Exit.USAGE;
  }

  private static int failed(Room room, Exception failure, boolean json) {
    return switch (failure) {
      case Stop stop -> say(room, json, stop.exitCode(), stop.sentence());
      case Refused refused -> say(room, json, Exit.NO, refused.sentence());
      case FolderOwned owned -> say(room, json, Exit.FAILED, String.valueOf(owned.getMessage()));
      case StoreException broken ->
          say(room, json, Exit.FAILED, String.valueOf(broken.getMessage()));
      default -> {
        failure.printStackTrace(room.err());
        yield say(
            room,
            json,
            Exit.FAILED,
            "something went wrong inside Holddown ("
                + failure
                + "); what is recorded is safe. Please report the lines above");
      }
    };
  }

  private static boolean json(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.hasMatchedOption("--json");
  }

  private static int say(Room room, boolean json, int exitCode, String sentence) {
    if (json) {
      room.out().println(Json.pretty(Map.of("ok", false, "sentence", sentence)));
    } else {
      List.of(("holddown: " + sentence).split("\n", -1)).forEach(room.err()::println);
    }
    return exitCode;
  }
}
