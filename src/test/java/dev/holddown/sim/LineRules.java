package dev.holddown.sim;

import dev.holddown.domain.playbook.Form;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is filled in and opened again of the lines of one run, and the order of its phases. */
final class LineRules {
  private final World world;
  private final Set<String> begun = new HashSet<>();
  private final Map<String, Set<String>> filled = new HashMap<>();

  LineRules(World world) {
    this.world = world;
  }

  /** Something is done for this line, on the Go of the stages before. */
  void begun(String key) {
    begun.add(key);
  }

  void reopened(String key) {
    filled.remove(key);
  }

  void filled(RunState s, RunEvent.Filled e) {
    Form form = ((Item.Record) s.plan().node(e.key()).orElseThrow().item()).form();
    for (Form.Field field : form.fields()) {
      boolean named = e.values().containsKey(field.name());
      if (named && !field.ask().equals(Optional.of(e.role()))) {
        throw new Alarm("record", field + " is filled in by " + e.role());
      }
    }
    filled.computeIfAbsent(e.key(), key -> new HashSet<>()).addAll(e.values().keySet());
  }

  /** A log entry closes when all its fields are filled. */
  void passed(RunState s, String key) {
    if (s.plan().node(key).map(Node::item).orElse(null) instanceof Item.Record of) {
      Set<String> there = filled.getOrDefault(key, Set.of());
      of.form().fields().stream()
          .filter(field -> !there.contains(field.name()))
          .findFirst()
          .ifPresent(field -> {
            throw new Alarm("record", key + " is closed without " + field);
          });
      world.history.sometimes("a log entry was closed");
    }
  }

  /** What was decided on a Go stays, once anything was done on it. */
  void stageReopened(RunState s, String id) {
    boolean after = false;
    for (Stage stage : s.plan().playbook().stages()) {
      boolean acted =
          s.plan().stage(stage.id()).stream()
              .flatMap(Node::all)
              .anyMatch(n -> n.acts() && begun.contains(n.key()));
      if (after && acted) {
        throw new Alarm("reopened", id + " is reopened though " + stage.id() + " stands on it");
      }
      after |= stage.id().equals(id);
    }
    world.history.sometimes("a Go was taken back");
  }

  /** Phases follow one another; an overdue one lets those pass that do not need it. */
  void inOrder(RunState s, String opened) {
    List<RollbackPlan.Phase> before = new ArrayList<>();
    for (RollbackPlan.Phase phase : s.plan().rollbackPhases()) {
      if (phase.id().equals(opened)) {
        for (RollbackPlan.Phase b : before) {
          RunState.PlaceState place = s.place(b.id());
          boolean lets = place.overdue() && !phase.needs().contains(b.id());
          if (!place.closed() && !lets) {
            throw new Alarm("order", "phase " + opened + " opens before " + b.id() + " is over");
          }
        }
      }
      before.add(phase);
    }
  }
}
