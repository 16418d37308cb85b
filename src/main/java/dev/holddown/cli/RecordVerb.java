package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code record}: fill in a log entry. */
@Command(
    name = "record",
    description = {
      "Fills in fields of a record, or what a message asks before it is sent.",
      "What is proposed for the role and not given is taken as it is proposed."
    },
    footer = {
      "",
      "Example:",
      "  holddown record promote_checkout-7k2m log cause='slow query' users=40 --role operator"
    })
final class RecordVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(
      arity = "1..*",
      paramLabel = "[RUN] ITEM [NAME=VALUE…]",
      description = "The item, after its run when several are open; then its fields.")
  List<String> words = new ArrayList<>();

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "The role in which they are filled in.")
  String role = "";

  RecordVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    List<String> places = words.stream().filter(word -> !word.contains("=")).toList();
    if (places.isEmpty() || places.size() > 2) {
      throw new Stop(
          Exit.USAGE, "say which item, after its run when several are open, then NAME=VALUE");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      String name = word.substring(0, Math.max(0, equals));
      if (equals >= 0 && fields.put(name, word.substring(equals + 1)) != null) {
        throw new Stop(Exit.USAGE, name + " is given twice; give it once");
      }
    }
    Ask ask = Ask.of("record").with("role", role).with("fields", fields);
    return new Orders(room, common, person).forItem(places, ask, "filled in");
  }
}
