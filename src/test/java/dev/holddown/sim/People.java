package dev.holddown.sim;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.Waiver;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.PermitCommand;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** People look in now and then, answer what waits for them, and at times do odd things. */
final class People {
  private static final List<String> NAMES = List.of("sam", "ann", "abe", "lea", "quin");
  private static final List<String> ROLES = List.of("approver", "lead", "qa", "senior", "operator");
  private static final int PATIENCE = 4;

  private final World world;
  private final Map<String, Integer> rechecks = new HashMap<>();
  private SimProcess process;
  private boolean sober;
  private int turn;

  People(World world) {
    this.world = world;
    this.process = world.cluster.processes().getFirst();
  }

  /** From now on they answer at once and do nothing odd. */
  void soberUp() {
    sober = true;
  }

  /** Somebody looks in, and comes again later. */
  void visit() {
    world.time.in(sober ? 3_000 : world.chance.between(1_000, 8_000), this::visit);
    Optional<SimProcess> up = world.cluster.anyUp();
    if (up.isPresent()) {
      process = up.get();
      world.oracles.runs().values().stream()
          .map(RunRules::state)
          .filter(state -> !state.closed())
          .toList()
          .forEach(this::look);
    }
  }

  private void look(RunState s) {
    for (Job job : Run.todo(s, process.machine().now())) {
      if (job.work() instanceof Job.Work.Person person && (sober || world.chance.of(0.6))) {
        answer(s, person);
      }
    }
    if (s.held().filter(why -> why.contains("frozen")).isPresent() && world.chance.of(0.3)) {
      letThrough(s);
    }
    if (!sober && s.item("pause").baking() && world.chance.of(0.2)) {
      say(s, new RunCommand.Decline("pause", world.chance.one(ROLES), "not yet"));
    }
    if (!sober && world.fault(Faults.Kind.WHIM)) {
      say(s, whim(s));
    }
    if (!sober && world.fault(Faults.Kind.OPPOSITES)) {
      List<RunCommand> both = opposites();
      both.forEach(command -> say(s, command));
    }
  }

  private void letThrough(RunState s) {
    String name = world.chance.one(NAMES);
    world
        .freezes
        .override(s, name, process.machine().now())
        .ifPresent(command -> say(s, command, name));
  }

  private void answer(RunState s, Job.Work.Person p) {
    if (p.what().startsWith("say whether")) {
      String op = s.item(p.key()).act().orElseThrow().act().op();
      boolean landed = world.target.lookup(op).orElse(false);
      say(s, new RunCommand.Settle(p.key(), landed, "I looked"));
    } else if (p.key().startsWith("waiver/") && isOver(s, p.key().substring(7))) {
      if (stuck(s, "over")) {
        say(s, new RunCommand.Rollback("enough"));
      } else {
        waive(s, p.key().substring(7));
      }
    } else if (p.what().startsWith("resume") && p.what().contains(" is void") && !tired(s)) {
      waivable(s).forEach(key -> waive(s, key));
    } else if (p.what().startsWith("resume")) {
      say(s, stuck(s, "run") ? enough(s) : new RunCommand.Resume("go on"));
    } else if (p.what().startsWith("fill in")) {
      fill(s, p);
    } else if (p.what().startsWith("mend") || p.what().startsWith("skip it")) {
      mend(s);
    } else {
      for (String role : ROLES) {
        if (p.who().contains(role)) {
          say(s, new RunCommand.Sign(p.key(), role, "fine"));
        }
      }
    }
  }

  /** Not always all of it at once. */
  private void fill(RunState s, Job.Work.Person p) {
    Map<String, String> texts = new HashMap<>();
    List<String> names = List.of(p.what().substring("fill in ".length()).split(", "));
    for (String name : names) {
      if (sober || texts.isEmpty() || world.chance.of(0.5)) {
        texts.put(name, name.equals("tickets") && (sober || world.chance.of(0.8)) ? "3" : "as is");
      }
    }
    for (String role : ROLES) {
      if (p.who().contains(role)) {
        say(s, new RunCommand.Fill(p.key(), role, texts));
      }
    }
  }

  private static RunCommand enough(RunState s) {
    return s.plan().playbook().rollback().isPresent()
        ? new RunCommand.Rollback("enough")
        : new RunCommand.Abort("enough");
  }

  /** Lines that did not pass, and that somebody may let through. */
  private static List<String> waivable(RunState s) {
    return s.plan().playbook().stages().stream()
        .flatMap(st -> st.gate().stream())
        .flatMap(gate -> gate.waivable().keySet().stream())
        .filter(key -> s.item(key).status().ended() && !s.item(key).status().good())
        .toList();
  }

  /** Whether a waiver came to its end before anybody approved it. */
  private boolean isOver(RunState s, String key) {
    return Optional.ofNullable(s.permits().waivers().get(key))
        .filter(w -> !process.machine().now().isBefore(w.waiver().expires()))
        .isPresent();
  }

  private boolean tired(RunState s) {
    return waivable(s).isEmpty() || stuck(s, "waive") || world.chance.of(0.3);
  }

  private void waive(RunState s, String key) {
    Instant now = process.machine().now();
    Waiver.Reasons reasons = new Waiver.Reasons("it is known", "low", "");
    Instant expires = now.plusSeconds(world.chance.between(20, 400));
    say(s, new PermitCommand.Waive(key, new Waiver("", "", reasons, now, expires)));
  }

  private boolean stuck(RunState s, String what) {
    return rechecks.merge(s.head().run() + "|" + what, 1, Integer::sum) > PATIENCE;
  }

  private void mend(RunState s) {
    List<String> bad = new ArrayList<>();
    s.plan().playbook().stages().stream()
        .flatMap(st -> s.plan().stage(st.id()).stream())
        .flatMap(Node::all)
        .map(Node::key)
        .filter(key -> s.item(key).status().ended() && !s.item(key).status().good())
        .forEach(bad::add);
    Stream.concat(
            Stream.of("rollback/to"),
            s.plan().baselines().keySet().stream().map(k -> "baseline/" + k))
        .filter(key -> s.item(key).status().ended() && !s.item(key).status().good())
        .forEach(bad::add);
    s.plan().undo().stream()
        .map(Node::key)
        .filter(key -> s.item(key).status().ended() && !s.item(key).status().good())
        .forEach(bad::add);
    // on the way back there is nothing else left to lose patience for
    if (s.phase() != Phase.ROLLING_BACK && stuck(s, "mend")) {
      say(
          s,
          world.chance.of(0.5)
              ? new RunCommand.Abort("enough")
              : new RunCommand.Rollback("enough"));
      return;
    }
    List<String> waivable = waivable(s);
    for (String key : bad) {
      if (waivable.contains(key) && world.chance.of(0.6)) {
        waive(s, key);
      } else {
        say(s, new RunCommand.Recheck(key, "once more"));
      }
    }
  }

  /** Two operators want opposite things at the same moment. */
  private List<RunCommand> opposites() {
    RunCommand abort = new RunCommand.Abort("stop it");
    RunCommand back = new RunCommand.Rollback("take it back");
    return switch ((int) world.chance.between(0, 3)) {
      case 0 -> List.of(new RunCommand.Hold("wait"), new RunCommand.Resume("go on"));
      case 1 -> List.of(abort, back);
      case 2 -> List.of(back, abort);
      default ->
          List.of(
              new RunCommand.Sign("approval", "approver", "fine"),
              new RunCommand.Decline("approval", "approver", "not fine"));
    };
  }

  /** What becomes of an act is told as it is, though nobody asked. */
  private RunCommand truly(RunState s, String key) {
    boolean landed =
        s.item(key).act().flatMap(a -> world.target.lookup(a.act().op())).orElse(false);
    return new RunCommand.Settle(key, landed, "I looked");
  }

  /** Nobody passes over a step that takes something back, and then waits for its proof. */
  private static String skippable(RunState s, String key) {
    boolean step = s.plan().node(key).filter(n -> n.item() instanceof Item.Step).isPresent();
    return step && s.plan().inRollback(key) ? "old_version" : key;
  }

  private RunCommand whim(RunState s) {
    Stream<Node> forward =
        s.plan().playbook().stages().stream().flatMap(st -> s.plan().stage(st.id()).stream());
    Stream<Node> back =
        s.plan().rollbackPhases().stream().flatMap(ph -> s.plan().phase(ph.id()).stream());
    List<String> opened =
        Stream.concat(forward, back)
            .flatMap(Node::all)
            .map(Node::key)
            .filter(key -> s.item(key).openedAt().isPresent())
            .toList();
    String key = opened.isEmpty() ? "shift" : world.chance.one(opened);
    return switch ((int) world.chance.between(0, 15)) {
      case 0, 1 -> new RunCommand.Hold("wait a moment");
      case 2 -> new RunCommand.Resume("go on");
      case 3 -> new RunCommand.Abort("stop it");
      case 4 -> new RunCommand.Rollback("take it back");
      case 5 -> new RunCommand.Skip(skippable(s, key), "not needed");
      case 6 -> new RunCommand.Decline("approval", "approver", "not like this");
      case 7 -> new RunCommand.Decline("rollback/approval", "senior", "not needed");
      case 8 -> new RunCommand.Sign(key, world.chance.one(ROLES), "in passing");
      case 9 -> new RunCommand.NotApplicable(skippable(s, key), "operator", "it is not here");
      case 10 -> new RunCommand.Declare("pulled", "operator", "I do not like it");
      case 11 -> truly(s, key);
      case 12, 13 -> new RunCommand.Reopen(key, "it was not as it seemed");
      case 14 -> new RunCommand.Decline("pause", world.chance.one(ROLES), "not yet");
      default -> new RunCommand.Recheck(key, "look again");
    };
  }

  /** One in five clicks is a double click; which of several people it is, is left to chance. */
  private void say(RunState s, RunCommand command) {
    say(s, command, sober ? NAMES.get(turn++ % NAMES.size()) : world.chance.one(NAMES));
  }

  private void say(RunState s, RunCommand command, String name) {
    Actor actor = Actor.person(name);
    Request request = new Request.ForRun(s.head().run(), command, actor);
    world.history.add(actor.name(), "asks ", s.head().run(), " ", command);
    int clicks = !sober && world.chance.of(0.2) ? 2 : 1;
    for (int i = 0; i < clicks; i++) {
      process.post(
          request,
          reply -> {
            if (!reply.accepted()) {
              world.freezes.answered(s, command, reply);
              world.history.add(actor.name(), "is told: ", reply.sentence());
            }
          });
    }
  }
}
