package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.demo.DocumentWorld;
import dev.holddown.domain.run.Child;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import dev.holddown.playbooks.RunnableCopy;
import dev.holddown.playbooks.SiblingFiles;
import dev.holddown.view.ItemView;
import dev.holddown.view.Layout;
import dev.holddown.view.Paint;
import dev.holddown.view.RunText;
import dev.holddown.view.RunView;
import dev.holddown.view.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A playbook of one of the five documents in its simulated world, in the story's time. */
final class DocumentRun implements AutoCloseable {
  private static final int ROUNDS_MAX = 400;
  private static final int RECHECKS_MAX = 20;

  private final Path folder;
  private final DocumentWorld outside;
  private final World world;
  private final AtomicReference<Instant> now = new AtomicReference<>(World.at("10:00:00"));
  private final List<String> signed = new ArrayList<>();
  private String run = "";
  private int people;
  private int rechecks;

  private DocumentRun(Path folder, String document) {
    this.folder = folder;
    try {
      this.outside = DocumentWorld.start(document, folder, now::get);
      this.world = World.inMemory(folder);
      world.secret("cdn_token", "t0ken-of-the-edge");
      world.secret("grafana_token", "t0ken-of-the-charts");
      world.secret("super_secret_token", "hunter2-in-the-clear");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DocumentRun of(Path folder, String document) {
    return new DocumentRun(folder, document);
  }

  /** Starts a playbook, such as {@code 000-ops-checklist/rollback.yaml}, with waits as written. */
  DocumentRun start(String file, String... more) {
    return start(1, file, more);
  }

  /** The same with waits divided, as the demo does. */
  DocumentRun start(int divided, String file, String... more) {
    try {
      Path path = Path.of("examples", file);
      RunnableCopy copy =
          RunnableCopy.of(
                  world.reader(),
                  path.toString(),
                  Files.readString(path),
                  SiblingFiles.beside(path))
              .shortened(divided);
      copy.beside().forEach((id, source) -> world.beside(id, source.text()));
      Map<String, String> inputs = new TreeMap<>(outside.inputs());
      for (String each : more) {
        inputs.put(each.split("=", 2)[0], each.split("=", 2)[1]);
      }
      List<String> declared =
          world.playbook(copy.text()).scopes().inputs().stream().map(i -> i.name()).toList();
      inputs.keySet().retainAll(declared);
      run =
          world.start(
              copy.text(),
              inputs.entrySet().stream()
                  .map(e -> e.getKey() + "=" + e.getValue())
                  .toArray(String[]::new));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands in a file of this world. */
  String folderText(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  DocumentWorld outside() {
    return outside;
  }

  World world() {
    return world;
  }

  String run() {
    return run;
  }

  RunView view() {
    return view(run);
  }

  RunState state() {
    return world.state(run);
  }

  /** The run that a line of it started. */
  RunState child(String key) {
    return Optional.ofNullable(state().children().get(key))
        .map(child -> world.state(child.run()))
        .orElseThrow();
  }

  /** This run and those that it has started. */
  private List<String> runs() {
    Stream<String> begun =
        state().children().values().stream().filter(Child::started).map(Child::run);
    return Stream.concat(Stream.of(run), begun).toList();
  }

  private RunView view(String one) {
    return RunView.of(world.state(one), world.now(), List.of());
  }

  /** What was signed, in order: {@code key as role}. */
  List<String> signed() {
    return signed;
  }

  /** Lets time pass and people sign whatever is asked of them, until it has ended. */
  DocumentRun toItsEnd() {
    for (int i = 0; i < ROUNDS_MAX && state().outcome().isEmpty(); i++) {
      if (!signs()) {
        passes(Duration.ofSeconds(20));
      }
    }
    assertThat(state().outcome()).as(this::standing).isPresent();
    return this;
  }

  /** The same until somebody is waited for at this place. */
  DocumentRun until(String key) {
    for (int i = 0; i < ROUNDS_MAX && !waitsAt(key); i++) {
      boolean any = rechecks();
      any |= fills();
      // what has just been filled in may be all that kept this place from asking
      if (!waitsAt(key) && !signsAll() && !any) {
        passes(Duration.ofSeconds(20));
      }
    }
    assertThat(waitsAt(key)).as(this::standing).isTrue();
    return this;
  }

  boolean waitsAt(String key) {
    return runs().stream()
        .flatMap(one -> view(one).standing().waiting().stream())
        .anyMatch(w -> w.key().equals(key));
  }

  void passes(Duration by) {
    now.set(world.now());
    try {
      outside.at(world.now().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    world.advance(by);
  }

  /** Time passes in steps in which the tools look at the clock too. */
  void lasts(Duration by) {
    for (Duration left = by; left.isPositive(); left = left.minusSeconds(10)) {
      passes(left.compareTo(Duration.ofSeconds(10)) < 0 ? left : Duration.ofSeconds(10));
    }
  }

  ItemStatus status(String key) {
    return state().item(key).status();
  }

  /** People sign whatever is asked of them, until a line is what it should be. */
  void becomes(String key, ItemStatus wanted) {
    for (int i = 0; i < ROUNDS_MAX && status(key) != wanted; i++) {
      signsAll();
      passes(Duration.ofSeconds(5));
    }
    assertThat(status(key)).as(key + "\n" + standing()).isEqualTo(wanted);
  }

  /** The same until a line is its turn. */
  void opens(String key) {
    for (int i = 0; i < ROUNDS_MAX && state().item(key).openedAt().isEmpty(); i++) {
      signsAll();
      passes(Duration.ofSeconds(10));
    }
    assertThat(state().item(key).openedAt()).as(this::standing).isPresent();
  }

  boolean wentBack() {
    return world.log(run).has(RunEvent.RollbackDecided.class);
  }

  /** When something first happened. */
  Instant when(Predicate<RunEvent> wanted) {
    return world.log(run).entries().stream()
        .filter(entry -> wanted.test(entry.event()))
        .findFirst()
        .map(Entry::at)
        .orElseThrow(() -> new AssertionError(standing()));
  }

  /** Each missing signature by a person of its own; whether there was any. */
  private boolean signs() {
    boolean any = rechecks();
    any |= fills();
    return signsAll() || any;
  }

  /** The open fields of each record that is asked for. */
  private boolean fills() {
    boolean any = false;
    List<ItemView> items =
        view().stages().stream()
            .flatMap(stage -> stage.items().stream())
            .flatMap(DocumentRun::all)
            .toList();
    for (Waiting waiting : view().standing().waiting()) {
      for (ItemView item : items) {
        if (item.name().key().equals(waiting.key())) {
          any |= item.form().stream().filter(field -> fill(waiting.key(), field)).count() > 0;
        }
      }
    }
    return any;
  }

  private static Stream<ItemView> all(ItemView item) {
    return Stream.concat(Stream.of(item), item.children().stream().flatMap(DocumentRun::all));
  }

  private boolean fill(String key, ItemView.Entry field) {
    if (field.ask().isEmpty() || field.value().isPresent()) {
      return false;
    }
    String role = field.ask().get();
    String text = field.type().equals("time") ? "2026-03-02T10:00:00Z" : "7";
    RunCommand fill = new RunCommand.Fill(key, role, Map.of(field.name(), text));
    return world.says(role + "-" + ++people, run, fill).isEmpty();
  }

  /** Each missing signature by a person of its own, of each run; whether there was any. */
  boolean signsAll() {
    return runs().stream().filter(this::signsAll).count() > 0;
  }

  private boolean signsAll(String one) {
    boolean any = false;
    for (Waiting waiting : view(one).standing().waiting()) {
      for (String role : waiting.ways().roles()) {
        String person = role + "-" + ++people;
        String refused =
            world.says(
                person, one, new RunCommand.Sign(waiting.key(), role, "looked at it", "in_app"));
        if (refused.isEmpty()) {
          signed.add(waiting.key() + " as " + role);
          any = true;
        }
      }
    }
    return any;
  }

  /** A slow machine may fail what measures it; an operator asks again, a few times. */
  private boolean rechecks() {
    List<String> failed =
        state().plan().playbook().stages().stream()
            .flatMap(stage -> state().plan().stage(stage.id()).stream())
            .flatMap(Node::all)
            .map(Node::key)
            .filter(key -> state().item(key).status() == ItemStatus.FAILED)
            .filter(key -> rechecks++ < RECHECKS_MAX)
            .toList();
    failed.forEach(key -> world.says("ann", run, new RunCommand.Recheck(key, "asked again")));
    return !failed.isEmpty();
  }

  /** Where it stands, for a test that fails. */
  String standing() {
    return view().standing()
        + "\n"
        + String.join(
            "\n", RunText.lines(view(), new Layout(160, Layout.Detail.FULL, Paint.plain())))
        + "\nunanswered: "
        + outside.unanswered();
  }

  @Override
  public void close() {
    world.close();
    outside.close();
  }
}
