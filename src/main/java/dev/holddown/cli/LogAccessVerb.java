package dev.holddown.cli;

import dev.holddown.access.AccessLog;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code log access}: the access log. */
@Command(
    name = "access",
    description = {
      "Prints who logged in, who was refused and whose rights were changed, oldest first,",
      "and whether every line is the one that was written."
    },
    footer = {"", "Example:", "  holddown log access --after 120"})
final class LogAccessVerb implements Callable<Integer> {
  private static final int PAGE_MAX = 1_000;

  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Option(
      names = "--after",
      paramLabel = "N",
      description = "Only what comes after the line of this number.")
  long after;

  LogAccessVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    AccessLog log = AccessLog.in(room.folder(common), room.kit().passing().clock());
    Optional<String> broken = log.verify();
    if (common.json) {
      List<AccessLog.Entry> entries = shown(log.after(after, PAGE_MAX));
      room.json(Map.of("entries", entries, "broken", broken));
      return broken.isPresent() ? Exit.NO : Exit.DONE;
    }
    long last = after;
    for (List<AccessLog.Entry> page = log.after(last, PAGE_MAX);
        !page.isEmpty();
        page = log.after(last, PAGE_MAX)) {
      shown(page).forEach(entry -> room.out().println(line(entry)));
      last = page.getLast().number();
    }
    broken.ifPresent(why -> room.err().println("BROKEN: " + why));
    return broken.isPresent() ? Exit.NO : Exit.DONE;
  }

  /** The lines without names that were erased; those of a folder without a log are as they are. */
  private List<AccessLog.Entry> shown(List<AccessLog.Entry> entries) {
    List<String> texts =
        entries.stream()
            .map(AccessLog.Entry::deed)
            .flatMap(deed -> Stream.of(deed.person(), deed.what(), deed.why()))
            .toList();
    Optional<Link> there = room.here(common);
    if (there.isEmpty() || texts.isEmpty()) {
      return entries;
    }
    try (Link link = there.get()) {
      Iterator<String> shown =
          link.ask(Ask.of("shown").with("texts", texts), Answers.Texts.class).texts().iterator();
      return entries.stream()
          .map(entry ->
              entry.telling(
                  new AccessLog.Deed(
                      shown.next(), entry.deed().address(), shown.next(), shown.next())))
          .toList();
    }
  }

  private static String line(AccessLog.Entry entry) {
    AccessLog.Deed deed = entry.deed();
    String who = deed.person().isEmpty() ? "a stranger" : deed.person();
    String from = deed.address().isEmpty() ? "" : " from " + deed.address();
    String why = deed.why().isEmpty() ? "" : ": " + deed.why().replace('\n', ' ');
    return entry.number()
        + "  "
        + entry.at()
        + "  "
        + entry.kind()
        + "  "
        + who
        + from
        + "  "
        + deed.what().replace('\n', ' ')
        + why;
  }
}
