package dev.holddown.access;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Codes by which somebody sets a password, each once and not for long, in {@code invitations.json}
 * (0600): for one named user, or for whoever sets the server up.
 */
public final class Invitations {
  /** How long the first administrator has. */
  public static final Duration SETUP_LIFE = Duration.ofHours(1);

  /** How long somebody who was invited has. */
  public static final Duration USER_LIFE = Duration.ofHours(24);

  private static final String SALT = "invitation";
  private static final int OPEN_MAX = 200;

  private final Kept<Content> kept;
  private final InstantSource clock;

  /** One as it lies on disk; of the code only its SHA-256. */
  record Entry(Invitation invitation, String hash) {}

  /** The whole file. */
  record Content(List<Entry> open) {}

  /**
   * What a code allows.
   *
   * @param person whose password may be set; empty: the first administrator's, with any name
   */
  public record Invitation(Optional<String> person, Instant expiresAt) {}

  private Invitations(Kept<Content> kept, InstantSource clock) {
    this.kept = kept;
    this.clock = clock;
  }

  /** Those of a data folder. */
  public static Invitations in(Path folder, InstantSource clock) {
    return new Invitations(
        new Kept<>(
            folder.resolve("invitations.json"),
            "invitations",
            Content.class,
            new Content(List.of())),
        clock);
  }

  /** A new code; one that was given before for the same counts no longer. */
  public String add(Optional<String> person, Supplier<String> secrets) {
    String code = secrets.get();
    Duration life = person.isPresent() ? USER_LIFE : SETUP_LIFE;
    Invitation invitation = new Invitation(person, clock.instant().plus(life));
    kept.change(content -> {
      List<Entry> open = alive(content);
      open.removeIf(entry -> entry.invitation().person().equals(person));
      if (open.size() >= OPEN_MAX) {
        throw new IllegalArgumentException(
            OPEN_MAX + " invitations are open, which is the most; nothing was changed");
      }
      open.add(new Entry(invitation, Secrets.hash(SALT, code)));
      return new Content(List.copyOf(open));
    });
    return code;
  }

  private List<Entry> alive(Content content) {
    Instant now = clock.instant();
    List<Entry> alive = new ArrayList<>(content.open());
    alive.removeIf(entry -> !now.isBefore(entry.invitation().expiresAt()));
    return alive;
  }

  /** What a code allows now; it goes on to count. */
  public Optional<Invitation> find(String code) {
    String hash = Secrets.hash(SALT, code);
    return alive(kept.get()).stream()
        .filter(entry -> Secrets.same(entry.hash(), hash))
        .map(Entry::invitation)
        .findFirst();
  }

  /** Uses a code up; of several who do, one gets what it allows. */
  public Optional<Invitation> take(String code) {
    String hash = Secrets.hash(SALT, code);
    List<Invitation> taken = new ArrayList<>();
    kept.change(content -> {
      List<Entry> open = alive(content);
      open.stream()
          .filter(entry -> Secrets.same(entry.hash(), hash))
          .forEach(entry -> taken.add(entry.invitation()));
      open.removeIf(entry -> Secrets.same(entry.hash(), hash));
      return new Content(List.copyOf(open));
    });
    return taken.stream().findFirst();
  }
}
