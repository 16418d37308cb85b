package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.conditions.Cel;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.Documents;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.GovernanceCommand;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunHead;
import dev.holddown.engine.Holdings;
import dev.holddown.engine.Membership;
import dev.holddown.engine.Redactor;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Ports;
import dev.holddown.engine.port.Space;
import dev.holddown.playbooks.PlaybookJson;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.Reading;
import dev.holddown.spi.Verb;
import dev.holddown.store.FileBlobs;
import dev.holddown.store.FileSecrets;
import dev.holddown.store.MemoryClaims;
import dev.holddown.store.MemoryEventStore;
import dev.holddown.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Several processes over one store, in one time. A process may be killed, or stopped and continued;
 * its wall clock may be wrong, its stopwatch is not. It begins on Monday, 2026-03-02 at 10:00:00Z.
 */
final class Cluster implements AutoCloseable {
  private final Path folder;
  private final SettableClock clock = SettableClock.at("2026-03-02T10:00:00Z");
  private final MemoryEventStore.Disk disk = new MemoryEventStore.Disk();
  private final EventStore reading = new MemoryEventStore(disk);
  private final StoryConnector story = new StoryConnector(clock);
  private final Cel cel = new Cel();
  private final Beside beside = new Beside();
  private final Map<String, Verb> verbs = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private Documents documents = Documents.none();
  private int runs;

  Cluster(Path folder) {
    this.folder = folder;
    story.verbs().forEach(verb -> verbs.put(verb.manual().name(), verb));
  }

  /** A process. */
  final class Node {
    private final String name;
    private final MemoryClaims claims = new MemoryClaims(disk, clock.nanos());
    private final Holdings holdings = Holdings.among(clock.nanos());
    private final Turns turns = new Turns(clock);
    private final Office office;
    private final Membership membership;
    private Instant nextBeat = clock.instant();
    private boolean stopped;
    private boolean gone;
    private int lapses;

    private Node(String name, Duration ahead) {
      this.name = name;
      MemoryEventStore store = new MemoryEventStore(disk);
      story.inTurnsOf(turns);
      Ports ports = ports(store, () -> clock.instant().plus(ahead));
      Office.As as = new Office.As(name, holdings);
      this.office = new Office(ports, new Redactor(), clock, turns, as);
      Membership.Node node = new Membership.Node(name, this::lapses);
      this.membership = new Membership(claims, store, holdings, clock.nanos(), node);
      membership.beat();
      office.open();
    }

    private void lapses() {
      lapses++;
      office.stop();
    }

    private Optional<Instant> next() {
      return stopped || gone
          ? Optional.empty()
          : Stream.of(office.next(), Optional.of(nextBeat))
              .flatMap(Optional::stream)
              .min(Comparator.naturalOrder());
    }

    /** What it was about to do comes first, and only then the look at the stopwatch. */
    private void rest() {
      if (stopped || gone) {
        return;
      }
      office.rest();
      membership.watch();
      if (!nextBeat.isAfter(clock.instant())) {
        nextBeat = clock.instant().plus(Claims.RENEW_EVERY);
        membership.beat();
      }
      office.rest();
    }

    /** As SIGSTOP: it stands, and knows nothing of it. */
    void stops() {
      stopped = true;
    }

    /** As SIGCONT. */
    void goesOn() {
      stopped = false;
      rest();
    }

    /** As kill -9. */
    void dies() {
      gone = true;
      office.kill();
    }

    /** Ends as it should. */
    void leaves() {
      gone = true;
      office.kill();
      membership.leave();
    }

    /** The store no longer answers its renewals, or does again. */
    void isCutOff(boolean off) {
      claims.cut(off);
    }

    int lapsesSoFar() {
      return lapses;
    }

    /** How many partitions the store says are this process's. */
    long partitions() {
      MemoryClaims look = new MemoryClaims(disk, clock.nanos());
      return look.renew(new Claims.Member("nobody", 0)).partitions().stream()
          .filter(p -> p.owner().filter(o -> o.name().equals(name)).isPresent())
          .count();
    }

    boolean owns(String service) {
      return holdings.mayAct(service + "/prod");
    }

    Office office() {
      return office;
    }

    /** What a person says at this node; empty when it was taken. */
    String hears(String person, String run, RunCommand command) {
      Request.Reply reply =
          office.post(new Request.ForRun(run, command, Actor.person(person))).join();
      office.rest();
      return reply.accepted() ? "" : reply.sentence();
    }

    /** A decision for all runs that is said at this node; empty when it was taken. */
    String decides(String person, GovernanceCommand command) {
      Request.Reply reply = office.post(new Request.Govern(command, Actor.person(person))).join();
      office.rest();
      return reply.accepted() ? "" : reply.sentence();
    }

    /** Starts a run of a service here. Gives its id. */
    String start(String yaml, String service) {
      Playbook playbook = playbook(yaml.replace("SERVICE", service));
      RunHead head =
          new RunHead(
              "run" + ++runs,
              playbook.id(),
              playbook.title(),
              service,
              "prod",
              RunHead.Mode.RELEASE,
              Map.of(),
              "ann",
              Optional.empty());
      Request.Reply reply =
          office.post(new Request.Start(playbook, head, Actor.person("ann"))).join();
      assertThat(reply.accepted()).as(reply.sentence()).isTrue();
      office.rest();
      return head.run();
    }
  }

  private Ports ports(EventStore store, InstantSource told) {
    Ports.Verbs found =
        new Ports.Verbs() {
          @Override
          public Optional<Verb> find(String action) {
            return Optional.ofNullable(verbs.get(action));
          }

          @Override
          public List<String> names() {
            return List.copyOf(verbs.keySet());
          }
        };
    return new Ports(
        store,
        new FileBlobs(folder),
        new PlaybookJson(),
        new Ports.Outside(
            found, new FileSecrets(folder, Map.of()), cel, Space.ample(), () -> documents),
        new Ports.Passing(told, () -> "id"));
  }

  private Playbook playbook(String yaml) {
    Reading read =
        PlaybookReader.of(verbs.values(), cel.check())
            .read("story.yaml", yaml.getBytes(StandardCharsets.UTF_8), beside);
    assertThat(read.problems()).isEmpty();
    return read.playbook().orElseThrow();
  }

  /** A playbook that stands beside those that are started, at every node. */
  void beside(String id, String yaml) {
    beside.put(id, yaml);
  }

  /** What the workspace says of permits from now on, at every node. */
  void workspace(String... files) {
    documents = Papers.of(PlaybookReader.of(verbs.values(), cel.check()), files);
  }

  Node node(String name) {
    return node(name, Duration.ZERO);
  }

  /** A process whose wall clock is ahead of the true time, or behind it. */
  Node node(String name, Duration ahead) {
    Node node = new Node(name, ahead);
    nodes.add(node);
    return node;
  }

  Curve metric(String name) {
    return story.metric(name);
  }

  Target target(String name) {
    return story.target(name);
  }

  /** A service whose runs are this node's. */
  String serviceOf(Node node) {
    return serviceWhere(node::owns);
  }

  static String serviceWhere(Predicate<String> fits) {
    return Stream.iterate(0, i -> i + 1).map(i -> "s" + i).filter(fits).findFirst().orElseThrow();
  }

  Instant now() {
    return clock.instant();
  }

  /** Lets time pass, stopping at each moment at which a process has something to do. */
  void advance(Duration by) {
    Instant until = clock.instant().plus(by);
    nodes.forEach(Node::rest);
    for (Optional<Instant> next = next(until); next.isPresent(); next = next(until)) {
      if (next.get().isAfter(clock.instant())) {
        clock.advance(Duration.between(clock.instant(), next.get()));
      }
      nodes.forEach(Node::rest);
    }
    clock.advance(Duration.between(clock.instant(), until));
    nodes.forEach(Node::rest);
  }

  private Optional<Instant> next(Instant until) {
    return nodes.stream()
        .flatMap(node -> node.next().stream())
        .min(Comparator.naturalOrder())
        .filter(at -> !at.isAfter(until));
  }

  Log log(String run) {
    return new Log(reading.read(run).stream().map(EventStore.Stored::entry).toList());
  }

  /** The nodes that took the run over, in order. */
  List<String> owners(String run) {
    return log(run).all(RunEvent.Owned.class).stream().map(RunEvent.Owned::node).toList();
  }

  List<EventStore.Sample> samples(String run, String watch, Instant since) {
    return reading.samples(run, watch, since);
  }

  @Override
  public void close() {
    nodes.stream().filter(node -> !node.gone).forEach(Node::dies);
    assertThat(reading.verify().firstBad()).isEmpty();
  }
}
