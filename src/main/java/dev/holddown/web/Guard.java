package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.access.Sessions;
import dev.holddown.cli.link.Desk;
import dev.holddown.engine.port.EventStore;
import dev.holddown.view.OwedList;
import dev.holddown.view.RunView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What every request must pass, whatever it is about: it comes from a page of ours when a browser
 * sends it, it is not one of too many, and the run that its path names is one that the caller may
 * see, and act on.
 */
final class Guard {
  /** Carries the form token where there is no form. */
  static final String FORM_HEADER = "Holddown-Form";

  private static final int RUNS_MAX = 10_000;
  private static final int CLOSED_MAX = 500;
  private static final int SEARCHED_MAX = 50;

  private final Desk desk;
  private final Function<String, Rights> known;
  private final RateLimit looks;
  private final RateLimit acts;

  private volatile Title titleForAll = new Title("", "");

  /** A title, and what of it is for everybody. */
  private record Title(String told, String shown) {}

  /** What a run is about never changes. */
  private final Map<String, Rights.Where> places =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Rights.Where> eldest) {
          return size() > RUNS_MAX;
        }
      };

  /** {@code known}: what somebody has of their own who is not here now. */
  Guard(Desk desk, Function<String, Rights> known, LongSupplier nanos) {
    this.desk = desk;
    this.known = known;
    this.looks = new RateLimit(RateLimit.LOOKS, nanos);
    this.acts = new RateLimit(RateLimit.ACTS, nanos);
  }

  /** Refuses a caller who asks too often; what stops or goes back is never too often. */
  void count(Route route, Caller caller) {
    boolean brakes = route.scope().filter(AccessScope.BRAKE::equals).isPresent();
    if (route.scope().isPresent() && !brakes) {
      (route.method() == Route.Method.POST ? acts : looks).count(caller.key());
    }
  }

  /**
   * Refuses what a page of somebody else's made a browser send with our cookie. A cookie that
   * counts no more lets nobody in, and keeps nobody from logging in anew.
   *
   * @param sent the form token, from the header or the field
   */
  static void ownForm(Route route, Call call, Cookies cookies, Optional<String> sent) {
    if (route.method() != Route.Method.POST || call.caller().session().isEmpty()) {
      return;
    }
    String cookie = cookies.read(call.visitor(), "session").orElse("");
    if (!Sessions.formTokenFits(cookie, sent.orElse(""))) {
      throw Problem.of(
          403,
          "form-token",
          "this was not sent by a page of your session; load the page again and send it once"
              + " more; nothing was changed");
    }
  }

  /** What a run is about. Reads the store the first time. */
  Rights.Where where(String run) {
    synchronized (places) {
      Rights.Where known = places.get(run);
      if (known != null) {
        return known;
      }
    }
    return kept(run, desk.lock(run));
  }

  private Rights.Where kept(String run, String lock) {
    Rights.Where found = Rights.Where.of(lock);
    synchronized (places) {
      places.put(run, found);
    }
    return found;
  }

  /** Refuses a run that the caller may not see, in the words for one that is not there. */
  void run(Route route, Call call) {
    AccessScope needed = route.scope().orElse(AccessScope.ADMIN);
    if (!route.path().contains("/runs/{id}") || call.caller().rights().everywhere(needed)) {
      return;
    }
    String run = call.path("id");
    Rights.Where where =
        found(run)
            .filter(call.caller()::sees)
            .orElseThrow(() ->
                Problem.of(
                    404, "hidden", "there is no run " + Values.shown(run) + " that you may see"));
    call.caller().must(needed, where);
  }

  private Optional<Rights.Where> found(String run) {
    synchronized (places) {
      Rights.Where known = places.get(run);
      if (known != null) {
        return Optional.of(known);
      }
    }
    return desk.lockOf(run).map(lock -> kept(run, lock));
  }

  /** The open runs that a caller sees, newest first. */
  List<RunView> open(Caller caller, int max) {
    return desk.open(max).stream()
        .filter(view -> caller.sees(Rights.Where.of(view.head().lock())))
        .toList();
  }

  /** What the runs that a caller sees owe. */
  OwedList owed(Caller caller) {
    OwedList all = desk.owed();
    return new OwedList(
        all.lines().stream().filter(line -> caller.sees(Rights.Where.of(line.lock()))).toList(),
        all.now(),
        all.runsLeft());
  }

  /** The runs that closed last and that a caller sees, newest first. */
  List<EventStore.IndexRow> closed(Caller caller, int max) {
    return desk.closed(CLOSED_MAX).stream()
        .filter(row -> caller.sees(Rights.Where.of(row.lock())))
        .limit(max)
        .toList();
  }

  /**
   * Refuses evidence that no run names which the caller sees.
   *
   * @param run that names it; empty: one of the newest
   */
  void evidence(Caller caller, String run, String digest) {
    if (caller.rights().everywhere(AccessScope.READ)) {
      return;
    }
    String hex = digest.replaceFirst("^sha256:", "");
    Stream<String> runs =
        run.isEmpty()
            ? Stream.concat(
                open(caller, SEARCHED_MAX).stream().map(view -> view.head().run()),
                closed(caller, SEARCHED_MAX).stream().map(EventStore.IndexRow::run))
            : Stream.of(run).filter(one -> sees(caller, one));
    if (runs.noneMatch(one -> desk.entries().names(one, hex))) {
      throw Problem.of(
          404,
          "hidden",
          "there is no such evidence that you may see; give its whole digest, and a run of yours"
              + " that names it as \"run\"");
    }
  }

  /** Whether whoever gave a delegation has the role still, of their own, where it is used. */
  boolean gives(String giver, String role, Rights.Where where) {
    return known.apply(giver).signs(role, where);
  }

  /** Which of these roles somebody has of their own, wherever. */
  List<String> still(String giver, List<String> roles) {
    Rights rights = known.apply(giver);
    return rights.anyRole() ? roles : roles.stream().filter(rights.roles()::contains).toList();
  }

  /** Refuses a signature in the name of somebody who has lost the role. */
  void mustStillGive(String giver, String role, Rights.Where where) {
    if (!gives(giver, role, where)) {
      throw Problem.of(
          403,
          "delegation",
          giver
              + " does not act as "
              + role
              + " for "
              + where.service()
              + " in "
              + where.environment()
              + " (any more), so nobody signs so for them; a delegation counts while its giver has"
              + " the role; nothing was changed");
    }
  }

  /** What keeps from a caller the runs that are not theirs, in texts about everything. */
  Veil veil(Caller caller) {
    return new Veil(
        caller.rights().everywhere(AccessScope.READ),
        run -> found(run).filter(where -> !caller.sees(where)).isPresent());
  }

  /**
   * The title that stands on every page for everybody alike: it names no run at all. Looked up once
   * for each title: one that was written before a run tells nothing of it.
   */
  String titleForAll(String title) {
    Title known = titleForAll;
    if (!known.told().equals(title)) {
      known = new Title(title, new Veil(false, run -> found(run).isPresent()).text(title));
      titleForAll = known;
    }
    return known.shown();
  }

  /** Whether a caller sees a run, for lists and streams. */
  boolean sees(Caller caller, String run) {
    return caller.rights().everywhere(AccessScope.READ)
        || found(run).filter(caller::sees).isPresent();
  }
}
