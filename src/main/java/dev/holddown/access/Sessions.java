package dev.holddown.access;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is logged in, in {@code sessions.json} (0600): kept on the server, so that it can end them,
 * and on disk, so that a restart logs nobody out. A session ends when it is not used for {@link
 * #IDLE}, {@link #LIFE} after its start, with the password, and with the user.
 */
public final class Sessions {
  /** An unused session ends after this. */
  public static final Duration IDLE = Duration.ofHours(2);

  /** Any session ends after this. */
  public static final Duration LIFE = Duration.ofHours(12);

  /** One of an emergency account ends after this. */
  public static final Duration EMERGENCY_LIFE = Duration.ofHours(1);

  /** How exactly it is known when a session was used last; each note is a write to disk. */
  static final Duration NOTED = Duration.ofMinutes(1);

  private static final int SESSIONS_MAX = 10_000;
  private static final int ID_CHARACTERS = 12;
  private static final Pattern COOKIE = Pattern.compile("([a-z0-9]{1,16})_([a-z0-9]{1,128})");

  private final Kept<Content> kept;
  private final LocalUsers users;
  private final InstantSource clock;
  private final Map<String, Instant> seen = new ConcurrentHashMap<>();

  /** One session as it lies on disk; of its secret only the SHA-256. */
  record Entry(Session session, String hash) {}

  /** The whole file; {@code provider}: a digest of the settings, absent in files of before. */
  record Content(List<Entry> sessions, Optional<String> provider) {
    String at() {
      return provider.orElse("");
    }
  }

  /** A new session; {@code cookie} is what the browser sends. */
  public record Begun(Session session, String cookie) {}

  private Sessions(Kept<Content> kept, LocalUsers users, InstantSource clock) {
    this.kept = kept;
    this.users = users;
    this.clock = clock;
  }

  /** Those of a data folder and its users. */
  public static Sessions in(Path folder, LocalUsers users, InstantSource clock) {
    return new Sessions(
        new Kept<>(
            folder.resolve("sessions.json"),
            "sessions",
            Content.class,
            new Content(List.of(), Optional.empty())),
        users,
        clock);
  }

  /** Logs somebody in, with a secret that no earlier session had. */
  public Begun begin(Session.Who who, Supplier<String> secrets) {
    String secret = secrets.get();
    String drawn = secrets.get();
    String id = drawn.substring(Math.max(0, drawn.length() - ID_CHARACTERS));
    Instant now = clock.instant();
    Duration life = who.way() == Session.Way.EMERGENCY ? EMERGENCY_LIFE : LIFE;
    Session session = new Session(id, who, new Session.Times(now, now, now.plus(life)));
    change(entries -> {
      if (entries.size() >= SESSIONS_MAX) {
        entries.stream()
            .min(Comparator.comparing(entry -> entry.session().times().seenAt()))
            .ifPresent(entries::remove);
      }
      entries.add(new Entry(session, Secrets.hash(id, secret)));
      return entries;
    });
    return new Begun(session, id + "_" + secret);
  }

  /** The session of a cookie, which is in use by that; empty when it does not count now. */
  public Optional<Session> find(String cookie) {
    Matcher written = COOKIE.matcher(cookie);
    if (!written.matches()) {
      return Optional.empty();
    }
    Optional<Session> found =
        kept.get().sessions().stream()
            .filter(entry -> entry.session().id().equals(written.group(1)))
            .filter(e -> Secrets.same(e.hash(), Secrets.hash(written.group(1), written.group(2))))
            .map(Entry::session)
            .filter(this::alive)
            .findFirst();
    found.ifPresent(this::note);
    return found;
  }

  /** Whether the session of this id still counts. Asking does not keep it alive. */
  public boolean counts(String id) {
    return kept.get().sessions().stream()
        .map(Entry::session)
        .anyMatch(session -> session.id().equals(id) && alive(session));
  }

  private boolean alive(Session session) {
    Instant now = clock.instant();
    boolean idle = !now.isBefore(seenAt(session).plus(IDLE));
    if (idle || !now.isBefore(session.times().endsAt())) {
      return false;
    }
    Session.Way way = session.who().way();
    if (way != Session.Way.PASSWORD && way != Session.Way.EMERGENCY) {
      return true;
    }
    return users
        .find(session.who().person())
        .flatMap(user -> user.life().passwordAt())
        .filter(set -> !set.isAfter(session.times().startedAt()))
        .isPresent();
  }

  private Instant seenAt(Session session) {
    Instant here = seen.getOrDefault(session.id(), Instant.EPOCH);
    Instant stored = session.times().seenAt();
    return here.isAfter(stored) ? here : stored;
  }

  private void note(Session session) {
    Instant now = clock.instant();
    seen.put(session.id(), now);
    if (now.isBefore(session.times().seenAt().plus(NOTED))) {
      return;
    }
    change(entries -> {
      entries.replaceAll(entry ->
          entry.session().id().equals(session.id())
              ? new Entry(used(entry.session(), now), entry.hash())
              : entry);
      return entries;
    });
  }

  private static Session used(Session session, Instant now) {
    Session.Times times = session.times();
    return new Session(
        session.id(), session.who(), new Session.Times(times.startedAt(), now, times.endsAt()));
  }

  /** Everybody who is logged in now. */
  public List<Session> list() {
    return kept.get().sessions().stream().map(Entry::session).filter(this::alive).toList();
  }

  /** Forgets those that have ended by themselves. */
  public void forgetEnded() {
    if (list().size() < kept.get().sessions().size()) {
      change(UnaryOperator.identity());
    }
  }

  /**
   * Says at which identity provider people log in from now on; sessions that began at another one,
   * or with other settings, end at once.
   *
   * @param settings all of them, in one text; empty for no provider
   */
  public void provider(String settings) {
    String now = settings.isEmpty() ? "" : Secrets.hash("provider", settings);
    if (!now.equals(kept.get().at())) {
      kept.change(content -> {
        List<Entry> others =
            content.sessions().stream()
                .filter(entry -> entry.session().who().way() != Session.Way.PROVIDER)
                .toList();
        return new Content(others, Optional.of(now));
      });
    }
  }

  /** Ends a session at once. */
  public void end(String id) {
    endAll(session -> session.id().equals(id));
  }

  /** Ends every session of a person at once. */
  public void endOf(String person) {
    endAll(session -> session.who().person().equals(person));
  }

  private void endAll(Predicate<Session> which) {
    change(entries -> {
      entries.removeIf(entry -> which.test(entry.session()));
      return entries;
    });
  }

  private void change(UnaryOperator<List<Entry>> change) {
    kept.change(content -> {
      List<Entry> alive = new ArrayList<>(content.sessions());
      alive.removeIf(entry -> !alive(entry.session()));
      List<Entry> after = change.apply(alive);
      seen.keySet().retainAll(after.stream().map(entry -> entry.session().id()).toList());
      return new Content(List.copyOf(after), content.provider());
    });
  }

  /** What a form must send beside a cookie: whoever cannot read the page does not know it. */
  public static String formToken(String cookie) {
    return Secrets.hash("form", cookie);
  }

  /** Whether a form sent what belongs to the cookie. */
  public static boolean formTokenFits(String cookie, String sent) {
    return Secrets.same(formToken(cookie), sent);
  }
}
