package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What people lay beside a run: words and files. It changes no verdict. */
final class Remarks {
  static final int REMARKS_MAX = 1_000;
  static final int FILES_MAX = 100;
  static final int TEXT_CHARACTERS_MAX = 4_000;

  private final RunState s;
  private final Actor actor;

  Remarks(RunState state, Actor actor) {
    this.s = state;
    this.actor = actor;
  }

  Direct.Outcome comment(RunCommand.Comment c) {
    String text = c.text().strip();
    if (text.isEmpty()) {
      return Direct.Outcome.no("the comment is empty; nothing was added");
    }
    if (text.length() > TEXT_CHARACTERS_MAX) {
      return Direct.Outcome.no(
          "the comment has "
              + text.length()
              + " characters, of which "
              + TEXT_CHARACTERS_MAX
              + " are taken; attach it as a file");
    }
    return about(c.key())
        .or(() -> full("comments", count(s.remarks.values()), REMARKS_MAX))
        .map(Direct.Outcome::no)
        .orElseGet(() -> Direct.Outcome.of(new RunEvent.Commented(c.key(), actor.name(), text)));
  }

  Direct.Outcome attach(RunCommand.Attach c) {
    return about(c.key())
        .or(() -> full("files", count(s.files.values()), FILES_MAX))
        .map(Direct.Outcome::no)
        .orElseGet(() -> Direct.Outcome.of(new RunEvent.Attached(c.key(), actor.name(), c.file())));
  }

  /** Why nothing can be laid beside this. */
  private Optional<String> about(String key) {
    boolean known =
        key.equals(Remark.RUN)
            || s.plan().node(key).isPresent()
            || Preparations.has(s, key)
            || Signing.rule(s, key).isPresent();
    return known
        ? Optional.empty()
        : Optional.of("no item \"" + key + "\" in this run; see: holddown show " + s.head.run());
  }

  private Optional<String> full(String what, int count, int max) {
    return count < max
        ? Optional.empty()
        : Optional.of("run " + s.head.run() + " has " + max + " " + what + ", which is the most");
  }

  private static <T> int count(Collection<List<T>> lists) {
    return lists.stream().mapToInt(List::size).sum();
  }
}
