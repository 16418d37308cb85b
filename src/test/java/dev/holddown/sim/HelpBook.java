package dev.holddown.sim;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The playbook of a run that a run starts. */
final class HelpBook {
  private HelpBook() {}

  /** What a line of it starts: inside its lock, or about something else. */
  static Playbook about(String service) {
    List<Item> items =
        List.of(
            Lines.check("help_looks", "health", "ok"),
            Lines.step("help_does", "helped", "yes", 20, 2),
            new Item.Signoff(
                Lines.about("help_signed", Optional.of(Lines.sign("operator", 1, List.of())))));
    Stage only =
        new Stage(
            "help",
            "help",
            Item.Order.LISTED,
            Duration.ZERO,
            Optional.empty(),
            items,
            Place.none());
    return new Playbook(
        "help",
        "A run that a run starts",
        "",
        new Playbook.Subject(service, List.of("prod")),
        new Playbook.Scopes(List.of(), Map.of(), Map.of(), Map.of(), Map.of()),
        List.of(only),
        List.of(),
        Optional.empty());
  }
}
