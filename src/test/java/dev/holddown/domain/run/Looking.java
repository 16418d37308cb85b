package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A watch, built in code: every 10 s, the longest gap 30 s, armed from start to end. */
final class Looking {
  static final String BREACH = "breach";
  private final String id;
  private Watch.Armed armed = armed("start", Duration.ZERO, "end", Duration.ZERO);
  private final List<Watch.Level> levels = new ArrayList<>();
  private Watch.Policy noData = Watch.Policy.hold();
  private Watch.Policy onError = Watch.Policy.hold();
  private Duration every = Duration.ofSeconds(10);
  private Optional<String> declaredBy = Optional.empty();

  private Looking(String id) {
    this.id = id;
  }

  static Looking at(String id) {
    return new Looking(id);
  }

  /** The one level of a plain watch. */
  Looking sustained(Duration lasting, Watch.Then... then) {
    return level(BREACH, lasting, then);
  }

  Looking level(String name, Duration lasting, Watch.Then... then) {
    levels.add(new Watch.Level(name, new Expr("x", Line.NOWHERE), lasting, List.of(then)));
    return this;
  }

  Looking from(String anchor) {
    armed = new Watch.Armed(new Watch.Moment(anchor, Duration.ZERO), armed.to());
    return this;
  }

  Looking to(String anchor, Duration offset) {
    armed = new Watch.Armed(armed.from(), new Watch.Moment(anchor, offset));
    return this;
  }

  Looking every(Duration pace) {
    every = pace;
    return this;
  }

  Looking noData(Watch.Policy policy) {
    noData = policy;
    return this;
  }

  Looking onError(Watch.Policy policy) {
    onError = policy;
    return this;
  }

  /** Never sampled: a person in this role pulls it. */
  Looking declaredBy(String role) {
    declaredBy = Optional.of(role);
    return this;
  }

  Watch build() {
    Watch.Source source =
        declaredBy
            .<Watch.Source>map(Watch.Source.Declared::new)
            .orElse(new Watch.Source.OfCall(Line.call("prometheus.query"), Optional.empty(), 1));
    Watch.Pace pace =
        new Watch.Pace(every, every.multipliedBy(3), Duration.ofSeconds(10), noData, onError);
    return new Watch(id, id, source, armed, List.copyOf(levels), pace, Line.NOWHERE);
  }

  static Watch.Then rollback() {
    return then(Watch.Then.Deed.ROLLBACK);
  }

  static Watch.Then propose() {
    return then(Watch.Then.Deed.PROPOSE);
  }

  static Watch.Then page(String who) {
    return new Watch.Then(Watch.Then.Deed.PAGE, List.of(who), Duration.ZERO);
  }

  static Watch.Then tell(String whom) {
    return new Watch.Then(Watch.Then.Deed.NOTIFY, List.of(whom), Duration.ZERO);
  }

  static Watch.Then later(Duration after, Watch.Then then) {
    return new Watch.Then(then.deed(), then.to(), after);
  }

  private static Watch.Then then(Watch.Then.Deed deed) {
    return new Watch.Then(deed, List.of(), Duration.ZERO);
  }

  private static Watch.Armed armed(String from, Duration after, String to, Duration past) {
    return new Watch.Armed(new Watch.Moment(from, after), new Watch.Moment(to, past));
  }
}
