package dev.holddown.cli.link;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.LastGood;
import dev.holddown.engine.Mail;
import dev.holddown.engine.Request;
import dev.holddown.engine.Scopes;
import dev.holddown.engine.port.Conditions;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.PlaybookCodec;
import dev.holddown.view.EventKey;
import dev.holddown.view.EventLine;
import dev.holddown.view.RunView;
import dev.holddown.view.StatusView;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Answers every request, whether it came over the socket or from this process. Without an engine it
 * answers only what reads. Callers are platform threads, since it reads the store.
 */
public final class Desk {
  static final int PAGE_EVENTS_MAX = 1_000;
  private static final int CLOSED_SHOWN = 5;

  /** Runs that are read from the log for a list; older ones are told from the index alone. */
  private static final int FOLDED_MAX = 100;

  private static final int RUNS_MAX = 500;
  private static final int RUNS_LISTED_MAX = 100;
  private static final int REPLY_SECONDS_MAX = 30;

  private final Opened opened;
  private final Optional<Mail> mail;
  private final Means means;
  private final RunLoader loader;
  private final Orders orders;
  private final PermitDesk permits;

  /** What it needs beside the data. */
  public record Means(PlaybookCodec codec, Conditions conditions, InstantSource clock) {}

  private Desk(Opened opened, Optional<Mail> mail, Means means) {
    this.opened = opened;
    this.mail = mail;
    this.means = means;
    this.loader = new RunLoader(opened, means.codec());
    this.orders = new Orders(means.codec());
    this.permits = new PermitDesk(opened, means.clock());
  }

  /** In front of an engine. */
  public static Desk of(Hosted hosted, Means means) {
    return new Desk(hosted, Optional.of(hosted.mail()), means);
  }

  /** In front of a store alone. */
  public static Desk reading(Opened opened, Means means) {
    return new Desk(opened, Optional.empty(), means);
  }

  /**
   * The answer to a request.
   *
   * @throws Refused with a sentence
   */
  public Object answer(Ask ask) {
    return switch (ask.verb()) {
      case "ping" ->
          new Answers.Pong(
              ProcessHandle.current().pid(), opened.store().open().size(), opened.place());
      case "status" -> status(ask.flag("all"));
      case "show" -> show(ask.must("run"));
      case "governance" -> governance(ask.number("after", 0));
      case "log" -> log(ask.must("run"), ask.number("after", 0));
      case "verify" -> opened.store().verify();
      case "card" -> card(ask.must("run"));
      case "evidence" -> evidence(ask.must("digest"));
      case "scope" -> scope(ask);
      case "may-i-deploy" ->
          new Clearance(opened.store(), this::show)
              .of(ask.must("service"), ask.must("environment"), ask.flag("known"));
      default -> permits.answer(ask, this::must).orElseGet(() -> order(ask));
    };
  }

  // --- reading ---

  private StatusView status(boolean all) {
    List<StatusView.Line> lines = new ArrayList<>();
    int folded = 0;
    for (EventStore.IndexRow row : opened.store().open().reversed()) {
      Optional<RunState> here = mail.flatMap(m -> m.state(row.run()));
      if (here.isEmpty() && folded < FOLDED_MAX) {
        folded++;
        here = loader.load(row.run());
      }
      lines.add(here.map(s -> StatusView.line(view(s))).orElse(StatusView.line(row)));
    }
    opened.store().runs(RUNS_MAX).stream()
        .filter(row -> !row.outcome().isEmpty())
        .limit(all ? RUNS_LISTED_MAX : CLOSED_SHOWN)
        .forEach(row -> lines.add(StatusView.line(row)));
    return new StatusView(List.copyOf(lines), means.clock().instant());
  }

  /** A run as it stands. */
  RunView show(String run) {
    return view(must(run));
  }

  private RunView view(RunState state) {
    return RunView.of(state, means.clock().instant(), opened.store().latest(state.head().run()));
  }

  /** A picture, and what tells whether the next one differs by more than the time. */
  Frame frame(String run) {
    RunState state = must(run);
    List<EventStore.Sample> latest = opened.store().latest(run);
    StringBuilder key = new StringBuilder().append(state.version());
    latest.forEach(sample -> key.append('|').append(sample.reading().at()));
    return new Frame(RunView.of(state, means.clock().instant(), latest), key.toString());
  }

  record Frame(RunView view, String key) {}

  private Optional<RunState> state(String run) {
    return mail.flatMap(m -> m.state(run)).or(() -> loader.load(run));
  }

  private RunState must(String run) {
    return state(run).orElseThrow(() -> missing(run));
  }

  private Refused missing(String run) {
    return new Refused(Refused.Why.MISSING, Unknown.run(run, opened.store()));
  }

  /** How many events a run has. */
  public long version(String run) {
    return must(run).version();
  }

  /** The events of a run that are about one item or gate, oldest first. */
  public List<EventLine> about(String run, String key) {
    List<EventStore.Stored> events = opened.store().read(run);
    if (events.isEmpty()) {
      throw missing(run);
    }
    return events.stream()
        .filter(event -> EventKey.of(event.entry().event()).filter(key::equals).isPresent())
        .map(EventLine::of)
        .toList();
  }

  /** What was decided for all runs. */
  public Answers.Page governance(long after) {
    List<EventLine> rest =
        opened.store().readAfter(Governance.LOG, after).stream().map(EventLine::of).toList();
    boolean more = rest.size() > PAGE_EVENTS_MAX;
    return new Answers.Page(more ? rest.subList(0, PAGE_EVENTS_MAX) : rest, more);
  }

  private Answers.Page log(String run, long after) {
    List<EventStore.Stored> rest = opened.store().readAfter(run, after);
    if (rest.isEmpty() && opened.store().read(run).isEmpty()) {
      throw missing(run);
    }
    List<EventLine> page = rest.stream().limit(PAGE_EVENTS_MAX).map(EventLine::of).toList();
    return new Answers.Page(page, rest.size() > page.size());
  }

  private Answers.Text card(String run) {
    must(run);
    return new Answers.Text(
        opened
            .card(run)
            .orElseThrow(() ->
                new Refused(
                    Refused.Why.MISSING,
                    "run "
                        + run
                        + " has no rollback card: its way back has not been frozen, or its"
                        + " playbook has none")));
  }

  private Answers.Evidence evidence(String text) {
    String hex = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
    String whole = hex.matches("[0-9a-f]{64}") ? hex : Unknown.wholeDigest(hex, opened.store());
    byte[] bytes =
        opened
            .blobs()
            .get(new Digest(whole))
            .orElseThrow(
                () -> new Refused(Refused.Why.MISSING, "there is no evidence sha256:" + whole));
    return new Answers.Evidence(whole, Base64.getEncoder().encodeToString(bytes));
  }

  /** What expressions would see at the start of a run that is only planned. */
  private Answers.Scope scope(Ask ask) {
    RunState state = orders.planned(ask, means.clock().instant());
    LastGood lastGood = new LastGood(opened.store());
    Map<String, Object> scope =
        new Scopes(means.conditions(), lastGood).of(state, means.clock().instant());
    lastGood.of(state.head()).ifPresent(good -> scope.put("last_good", good));
    return new Answers.Scope(scope);
  }

  // --- acting ---

  private Request.Reply order(Ask ask) {
    Request request = orders.read(ask, this::closed);
    Mail to =
        mail.orElseThrow(() ->
            new Refused(
                Refused.Why.UNAVAILABLE,
                "no engine is running on this data folder; nothing was changed"));
    if (request instanceof Request.ForRun forRun) {
      RunState state = must(forRun.run());
      if (state.closed()) {
        throw new Refused(
            Refused.Why.CONFLICT,
            "run "
                + forRun.run()
                + " is closed ("
                + state.outcome().map(Enum::name).orElse("")
                + "); nothing was changed");
      }
    }
    try {
      return to.post(request).get(REPLY_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      String why = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
      throw new Refused(Refused.Why.UNAVAILABLE, "the engine failed: " + why);
    } catch (TimeoutException e) {
      throw new Refused(
          Refused.Why.UNAVAILABLE,
          "the engine has not answered for "
              + REPLY_SECONDS_MAX
              + " seconds; see whether it was done with: holddown status");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(
          Refused.Why.UNAVAILABLE, "interrupted; see whether it was done with: holddown status");
    }
  }

  private boolean closed(String run) {
    return must(run).closed();
  }

  /** A person, by the name that the request gives. */
  static Actor actor(Ask ask) {
    return Actor.person(ask.must("as"));
  }
}
