package dev.holddown.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code incident}: turns incident mode on and off, and tells of incidents. */
@Command(
    name = "incident",
    description = "Turns incident mode on and off, and tells of incidents.",
    footer = {"", "Example:", "  holddown incident start 'no duck pulses' --severity P0"})
final class IncidentVerb implements Callable<Integer> {
  @Mixin VerbOptions common = new VerbOptions();
  @Spec CommandSpec spec = CommandSpec.create();

  /** With all that it does. */
  static picocli.CommandLine whole(Room room) {
    return new picocli.CommandLine(new IncidentVerb())
        .addSubcommand("list", new IncidentListVerb(room))
        .addSubcommand("start", new IncidentStartVerb(room))
        .addSubcommand("show", new IncidentShowVerb(room))
        .addSubcommand("join", new IncidentJoinVerb(room))
        .addSubcommand("note", new IncidentNoteVerb(room))
        .addSubcommand("recheck", new IncidentRecheckVerb(room))
        .addSubcommand("record", new IncidentRecordVerb(room))
        .addSubcommand("resolve", new IncidentResolveVerb(room))
        .addSubcommand("leave", new IncidentLeaveVerb(room));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Exit.USAGE;
  }
}
