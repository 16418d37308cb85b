package dev.holddown.web.page;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.view.FreezeCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One occurrence of a freeze, as the calendar lists it. */
public record FreezeRow(Name name, Time time, Ways ways) {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm xxx", Locale.ENGLISH);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  /** Which freeze. {@code source}: the workspace, or who began it by command. */
  public record Name(String id, String why, String owner, String scope, String source) {}

  /**
   * When.
   *
   * @param from and {@code to}: in UTC, with the weekday
   * @param zone the zone by whose clock it was written; empty for UTC
   * @param local the same times by that clock, with their offsets
   * @param left how long until it ends, or begins; empty when it is over
   */
  public record Time(String from, String to, String zone, String local, String left) {}

  /**
   * Who lifts it.
   *
   * @param override roles that may let a run through, in words
   * @param command whether it may be ended here
   * @param hits open runs that it stops, that the reader sees
   */
  public record Ways(String override, boolean command, List<Hit> hits) {}

  /** A run, and the form by which it is let through. */
  public record Hit(String title, String href, String overrideHref) {}

  /** {@code hits}: as {@link Ways}. */
  public static FreezeRow of(FreezeCalendar.Occurrence occurrence, Instant now, List<Hit> hits) {
    Freeze freeze = occurrence.of().freeze();
    String source =
        occurrence.of().command() ? "begun by " + occurrence.of().begunBy() : "workspace";
    return new FreezeRow(
        new Name(
            freeze.id(),
            freeze.about().why(),
            freeze.about().owner(),
            freeze.scope().toString(),
            source),
        time(occurrence, now),
        new Ways(
            roles(freeze).isEmpty() ? "nobody" : String.join(" or ", roles(freeze)),
            occurrence.of().command() && occurrence.of().ended().isEmpty(),
            hits));
  }

  /** The roles that may let a run through. */
  public static List<String> roles(Freeze freeze) {
    return freeze.override().stream()
        .flatMap((Freeze.Override o) -> o.sign().needed().stream())
        .map(SignRule.RoleCount::role)
        .toList();
  }

  private static Time time(FreezeCalendar.Occurrence occurrence, Instant now) {
    ZoneId zone = occurrence.of().zone();
    boolean utc = zone.equals(ZoneOffset.UTC) || zone.getId().equals("UTC");
    Optional<Instant> to = occurrence.to();
    String left = "";
    if (now.isBefore(occurrence.from())) {
      left = "begins in " + span(now, occurrence.from());
    } else if (to.filter(now::isBefore).isPresent()) {
      left = "ends in " + span(now, to.get());
    }
    return new Time(
        UTC.format(occurrence.from()),
        to.map(UTC::format).orElse("until it is ended"),
        utc ? "" : zone.getId(),
        utc
            ? ""
            : LOCAL.format(occurrence.from().atZone(zone))
                + to.map(end -> " to " + LOCAL.format(end.atZone(zone))).orElse(""),
        left);
  }

  private static String span(Instant from, Instant to) {
    Duration whole = Duration.between(from, to);
    Duration shown =
        whole.compareTo(Duration.ofHours(2)) > 0
            ? Duration.ofMinutes(whole.toMinutes())
            : Duration.ofSeconds(whole.toSeconds());
    return Span.text(shown);
  }
}
