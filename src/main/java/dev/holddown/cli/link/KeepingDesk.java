package dev.holddown.cli.link;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.people.NameMask;
import dev.holddown.engine.Thinning;
import dev.holddown.engine.port.ErasedNames;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Keeping;
import dev.holddown.playbooks.WorkspaceContent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers what is asked of what is kept, what is removed, and which names are shown no more. */
final class KeepingDesk {
  static final int TEXTS_MAX = 5_000;
  private static final int RUNS_NAMED = 3;

  private final Opened opened;

  KeepingDesk(Opened opened) {
    this.opened = opened;
  }

  /** The answer; empty for what is not asked here. */
  Optional<Object> answer(Ask ask, Instant now) {
    return switch (ask.verb()) {
      case "retention" -> Optional.of(retention(ask, now));
      case "erase-name" -> Optional.of(erase(ask, now));
      case "shown" -> Optional.of(shown(ask));
      default -> Optional.empty();
    };
  }

  private Keeping keeping() {
    return opened
        .keeping()
        .orElseThrow(() -> new Refused(Refused.Why.CONFLICT, "nothing is kept beside this log"));
  }

  // --- retention ---

  private Answers.Retention retention(Ask ask, Instant now) {
    Thinning.Rule rule = rule(ask);
    Thinning thinning = new Thinning(opened.store(), keeping());
    Thinning.Plan plan = thinning.plan(rule, now);
    Answers.Removal would =
        new Answers.Removal(
            plan.runs(), plan.evidence().size(), plan.bytes(), plan.samples(), plan.messages());
    if (!ask.flag("apply")) {
      return new Answers.Retention(false, would, plan.spared(), 0);
    }
    Thinning.Done done = thinning.apply(rule, plan, now);
    return new Answers.Retention(true, would, plan.spared(), done.left());
  }

  /** What was asked for, else what the workspace in force says. */
  private Thinning.Rule rule(Ask ask) {
    Map<String, Duration> said =
        opened instanceof Hosted hosted ? said(hosted.workspace()) : Map.of();
    Thinning.Rule rule =
        new Thinning.Rule(
            days(ask, "evidence").or(() -> Optional.ofNullable(said.get("evidence"))),
            days(ask, "messages").or(() -> Optional.ofNullable(said.get("messages"))));
    if (rule.keepsAll()) {
      throw new Refused(
          Refused.Why.CONFLICT,
          "nothing says how long something is kept, so everything is: write retention: {evidence:"
              + " 400d} into the document of kind workspace that is in force here, or give"
              + " --evidence 400; nothing was removed");
    }
    return rule;
  }

  private static Map<String, Duration> said(Optional<WorkspaceKeeper> keeper) {
    return keeper
        .flatMap(WorkspaceKeeper::content)
        .map(WorkspaceContent::retention)
        .orElse(Map.of());
  }

  private static Optional<Duration> days(Ask ask, String name) {
    long days = ask.number(name, 0);
    return days <= 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
  }

  /** What is said of evidence that is not there. */
  String gone(String digest) {
    return opened
        .keeping()
        .flatMap(keeping -> keeping.retention().tombstone(new Digest(digest)))
        .map(stone ->
            "evidence sha256:"
                + digest
                + " was removed at "
                + stone.at()
                + ": "
                + stone.why()
                + "; the log still cites its digest, by which a copy of it can be proved")
        .orElse("there is no evidence sha256:" + digest);
  }

  // --- names ---

  /** Names that are shown no more, as they are now. */
  NameMask mask() {
    return opened.keeping().map(keeping -> keeping.erased().mask()).orElseGet(NameMask::nothing);
  }

  /** Changes when one is added. */
  int erasures() {
    return opened.keeping().map(keeping -> keeping.erased().all().size()).orElse(0);
  }

  private Answers.Erased erase(Ask ask, Instant now) {
    String name = ask.must("name");
    ErasedNames names = keeping().erased();
    String key = names.key(() -> ask.must("key"));
    String hash = NameMask.hash(key, name);
    int words = NameMask.words(name);
    NameMask only = NameMask.of(key, List.of(new NameMask.Hidden(1, hash, words)));
    List<String> open =
        opened.store().open().stream()
            .map(EventStore.IndexRow::run)
            .filter(run -> named(run, only))
            .toList();
    if (!open.isEmpty()) {
      throw new Refused(
          Refused.Why.CONFLICT,
          name
              + " stands in "
              + (open.size() == 1 ? "an open run" : open.size() + " open runs")
              + " ("
              + String.join(", ", open.subList(0, Math.min(RUNS_NAMED, open.size())))
              + "): who decides in a run must be known until it is closed; nothing was changed");
    }
    ErasedNames.Erased erased = names.add(hash, words, now);
    keeping().retention().dropTold(name);
    return new Answers.Erased(NameMask.instead(erased.number()));
  }

  private boolean named(String run, NameMask only) {
    return opened.store().read(run).stream()
        .anyMatch(event ->
            only.touches(event.entry().actor().name())
                || only.touches(String.valueOf(event.entry().event())));
  }

  private Answers.Texts shown(Ask ask) {
    NameMask mask = mask();
    List<String> texts =
        ask.args().get("texts") instanceof List<?> given
            ? given.stream().limit(TEXTS_MAX).map(String::valueOf).map(mask::shown).toList()
            : List.of();
    return new Answers.Texts(texts);
  }

  /**
   * Evidence as it may be shown: a text without hidden names; other bytes with one are withheld.
   */
  byte[] shown(String digest, byte[] bytes) {
    NameMask mask = mask();
    if (mask.empty()) {
      return bytes;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String shown = mask.shown(text);
      return shown.equals(text) ? bytes : shown.getBytes(StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      if (mask.touches(new String(bytes, StandardCharsets.ISO_8859_1))
          || mask.touches(new String(bytes, StandardCharsets.UTF_8))) {
        throw new Refused(
            Refused.Why.MISSING,
            "evidence sha256:"
                + digest
                + " is no text, and a name stands in it that was erased: it is not shown");
      }
      return bytes;
    }
  }
}
