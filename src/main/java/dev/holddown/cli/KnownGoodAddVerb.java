package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code known-good add}: adopts what runs as known good, observed and not proven. */
@Command(
    name = "add",
    description = {
      "Adopts the version that runs as known good, so that the first release has a way back.",
      "It is shown as observed, not proven."
    },
    footer = {
      "",
      "Example:",
      "  holddown known-good add --service shop --env prod --input version=1.4.1 \\",
      "    --reason 'has run since May'"
    })
final class KnownGoodAddVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Option(names = "--service", required = true, paramLabel = "S", description = "The service.")
  String service = "";

  @Option(names = "--env", required = true, paramLabel = "E", description = "The environment.")
  String environment = "";

  @Option(
      names = "--input",
      required = true,
      paramLabel = "NAME=VALUE",
      description = "What last_good() gives; once for each name.")
  List<String> inputs = new ArrayList<>();

  @Option(names = "--reason", required = true, paramLabel = "WHY", description = "How it is known.")
  String reason = "";

  KnownGoodAddVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String pair : inputs) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw Stop.usage("--input " + pair + ": write it as name=value");
      }
      values.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    Starting starting =
        new Starting(playbook(), environment, values, person.name(room.environment()));
    Ask ask = starting.ask("adopt", room.kit()).with("reason", reason);
    try (Link link = room.acting(common)) {
      Request.Reply reply = link.ask(ask, Request.Reply.class);
      if (common.json) {
        room.json(reply);
      } else if (reply.accepted()) {
        room.out()
            .println(
                "adopted as known good for "
                    + service
                    + "/"
                    + environment
                    + ", observed and not"
                    + " proven (run "
                    + reply.run()
                    + ")");
      }
      if (!reply.accepted()) {
        throw new Stop(Exit.NO, reply.sentence());
      }
      return Exit.DONE;
    }
  }

  private Playbook playbook() {
    return new Playbook(
        "known_good",
        "Known good",
        reason,
        new Playbook.Subject(service, List.of(environment)),
        new Playbook.Scopes(List.of(), Map.of(), Map.of(), Map.of(), Map.of()),
        List.of(),
        List.of(),
        Optional.empty());
  }
}
