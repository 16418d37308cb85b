package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.Signing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run would ask and do, with final values where they are known. Nothing is started. */
final class DryRun {
  private final Room room;
  private final VerbOptions common;

  DryRun(Room room, VerbOptions common) {
    this.room = room;
    this.common = common;
  }

  /** The plan. */
  record Outline(
      String what, List<Part> stages, List<String> watches, List<Part> back, List<String> owed) {}

  /** A stage or phase of it. */
  record Part(String title, List<PlannedItem> items) {}

  int of(Starting starting) {
    Plan plan = Plan.of(starting.playbook());
    PlannedItems items = new PlannedItems(room.kit().language(), plan, scope(starting));
    List<Part> stages = new ArrayList<>();
    for (Stage stage : starting.playbook().stages()) {
      List<PlannedItem> lines = new ArrayList<>(items.all(plan.stage(stage.id())));
      stage
          .gate()
          .ifPresent(
              gate -> lines.add(items.gate(Signing.gateKey(stage.id()), stage.title(), gate)));
      stages.add(new Part(stage.title(), lines));
    }
    List<Part> back = new ArrayList<>();
    for (RollbackPlan.Phase phase : plan.rollbackPhases()) {
      back.add(new Part(phase.title(), items.all(plan.phase(phase.id()))));
    }
    if (!plan.undo().isEmpty()) {
      back.add(new Part("Undo, owed before the run may close", items.all(plan.undo())));
    }
    Outline outline =
        new Outline(
            starting.playbook().title()
                + " for "
                + starting.playbook().subject().service()
                + "/"
                + starting.environment(),
            stages,
            plan.watches().values().stream().map(DryRun::watch).toList(),
            back,
            starting.playbook().obligations().stream().map(OwedWords::of).toList());
    if (common.json) {
      room.json(outline);
    } else {
      print(outline, items.wayBack());
    }
    return Exit.DONE;
  }

  /** What expressions would see; asked of the engine or the store, since last_good() is there. */
  private Map<String, Object> scope(Starting starting) {
    Optional<Link> link = room.reading(common);
    if (link.isEmpty()) {
      Map<String, Object> names = new LinkedHashMap<>();
      names.put("inputs", starting.inputs());
      names.put(
          "subject",
          Map.of(
              "service",
              starting.playbook().subject().service(),
              "environment",
              starting.environment()));
      return names;
    }
    try (Link open = link.get()) {
      Ask ask = starting.ask("scope", room.kit());
      return open.ask(ask, Answers.Scope.class).scope();
    }
  }

  private static String watch(Plan.WatchKey key) {
    Watch watch = key.watch();
    String from = watch.armed().from().anchor();
    String to = watch.armed().to().anchor();
    StringBuilder text = new StringBuilder(watch.title());
    key.row().ifPresent(row -> text.append(" [").append(row).append(']'));
    if (watch.source() instanceof Watch.Source.Declared declared) {
      return text.append(", pulled by ").append(declared.role()).toString();
    }
    text.append(", armed ").append(from).append(" .. ").append(to);
    for (Watch.Level level : watch.levels()) {
      text.append("; ").append(level.breach().source()).append(" for ");
      text.append(dev.holddown.domain.kernel.Span.text(level.sustained()));
      if (!level.then().isEmpty()) {
        text.append(" → ").append(PlannedItems.deeds(level));
      }
    }
    return text.toString();
  }

  private void print(Outline outline, String wayBack) {
    List<String> lines = new ArrayList<>();
    lines.add("DRY RUN: nothing is started.  " + outline.what());
    outline.stages().forEach(part -> part(lines, part));
    if (!outline.owed().isEmpty()) {
      lines.add("");
      lines.add("Owed");
      outline.owed().forEach(owed -> lines.add("  " + owed));
    }
    if (!outline.watches().isEmpty()) {
      lines.add("");
      lines.add("Watches");
      outline.watches().forEach(watch -> lines.add("  " + watch));
    }
    lines.add("");
    lines.add(
        outline.back().isEmpty()
            ? "No way back: the playbook has no rollback:"
            : "The way back" + wayBack);
    outline.back().forEach(part -> part(lines, part));
    lines.add("");
    lines.add("DRY RUN: nothing was started.");
    room.print(lines);
  }

  private static void part(List<String> lines, Part part) {
    lines.add("");
    lines.add(part.title());
    for (PlannedItem item : part.items()) {
      String indent = "  ".repeat(item.depth() + 1);
      lines.add(indent + item.kind() + "  " + item.title() + "  (" + item.key() + ")");
      item.details().forEach(detail -> lines.add(indent + "    " + detail));
    }
  }
}
