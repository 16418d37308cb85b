package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Watch.Then;
import dev.holddown.domain.playbook.Watch.Then.Deed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a watch does: {@code rollback}, {@code propose}, {@code {page: …}} and so on. */
final class ThenReader {
  private static final List<String> WORDS = List.of("propose", "rollback");
  private static final List<String> DEEDS = List.of("rollback", "propose", "notify", "page");

  private final Context context;
  private final Parts parts;

  ThenReader(Context context, Parts parts) {
    this.context = context;
    this.parts = parts;
  }

  /** The deeds under {@code then:}, in the order written. */
  List<Then> read(Keys keys) {
    List<Then> deeds = new ArrayList<>();
    for (Node node : keys.take("then").map(context.values()::list).orElse(List.of())) {
      deed(node).ifPresent(deeds::add);
    }
    return List.copyOf(deeds);
  }

  /** One deed; nothing, with a problem, when it is none. */
  Optional<Then> deed(Node node) {
    return deed(node, Duration.ZERO);
  }

  private Optional<Then> deed(Node node, Duration after) {
    return switch (node) {
      case Node.Scalar scalar -> word(scalar, after);
      case Node.Mapping mapping -> mapping(mapping, after);
      case Node.Broken ignored -> Optional.empty();
      case Node.Listing listing -> {
        context.problems().add(listing.place(), "one deed must stand here, not a list", "");
        yield Optional.empty();
      }
    };
  }

  private Optional<Then> word(Node.Scalar scalar, Duration after) {
    if (!WORDS.contains(scalar.text())) {
      context
          .problems()
          .add(
              scalar.place(),
              "`then: " + scalar.text() + "` is not known",
              scalar.text().equals("page") || scalar.text().equals("notify")
                  ? "say whom: {" + scalar.text() + ": on_call}"
                  : Nearest.cure(scalar.text(), DEEDS));
      return Optional.empty();
    }
    if (!parts.wayBack()) {
      context
          .problems()
          .add(
              scalar.place(),
              "`then: " + scalar.text() + "`, and the playbook has no rollback:",
              "add a rollback: block with the way back");
    }
    Deed deed = scalar.text().equals("rollback") ? Deed.ROLLBACK : Deed.PROPOSE;
    return Optional.of(new Then(deed, List.of(), after));
  }

  private Optional<Then> mapping(Node.Mapping mapping, Duration after) {
    Keys keys = Keys.of(context, "`then`", mapping);
    Optional<Then> deed = Optional.empty();
    if (keys.has("do") || keys.has("after")) {
      keys.must("after", "write {after: 5m, do: propose}");
      Duration wait = keys.duration("after", Duration.ZERO);
      deed = keys.must("do", "write {after: 5m, do: propose}").flatMap(n -> deed(n, wait));
    } else if (keys.has("notify")) {
      List<String> to = context.values().texts(keys.take("notify").orElseThrow(), "notify");
      to.forEach(address -> MessageReader.address(context, address, mapping));
      deed = Optional.of(new Then(Deed.NOTIFY, to, after));
    } else if (keys.has("page")) {
      List<String> to =
          context.values().list(keys.take("page").orElseThrow()).stream()
              .map(role -> context.values().role(role, "page"))
              .toList();
      deed = Optional.of(new Then(Deed.PAGE, to, after));
    } else if (keys.has("runbook")) {
      Node named = keys.take("runbook").orElseThrow();
      String use = context.values().text(named, "runbook");
      context.pending().runbook(use, Optional.empty(), named.place());
      deed = Optional.of(new Then(Deed.RUNBOOK, List.of(use), after));
    } else {
      DEEDS.forEach(keys::entry);
      if (mapping.entries().isEmpty()) {
        context.problems().add(mapping.place(), "`then` does nothing", "write rollback or propose");
      }
    }
    keys.finish();
    return deed;
  }
}
