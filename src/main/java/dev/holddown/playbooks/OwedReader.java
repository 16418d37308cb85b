package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Form;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads what is owed: when, by whom, and what meets it. */
final class OwedReader {
  /** Who owes what names nobody. */
  private static final String ANYBODY = "operator";

  private static final Duration EVERY_LEAST = Duration.ofSeconds(10);
  private static final Duration REMIND_LEAST = Duration.ofMinutes(10);
  private static final Duration KEPT_ON = Duration.ofDays(1);
  private static final Duration SIGNED_FOR = Duration.ofHours(24);

  private final Context context;
  private final Surroundings around;
  private final Set<String> ids = new LinkedHashSet<>();

  OwedReader(Context context, Surroundings around) {
    this.context = context;
    this.around = around;
  }

  List<Obligation> read(List<Node> nodes) {
    List<Obligation> all = new ArrayList<>();
    for (Node node : nodes) {
      read(Keys.of(context, "what is owed", node)).ifPresent(all::add);
    }
    context
        .pending()
        .kept()
        .forEach(kept -> all.add(remove(kept, free("old_" + kept.about().id()))));
    return all;
  }

  private Optional<Obligation> read(Keys keys) {
    String title = keys.must("owe", "name what is owed").isPresent() ? keys.text("owe") : "";
    String id = free(Ids.from(title));
    String owner = owner(keys);
    Obligation.Term term = term(keys);
    Optional<Item> item = item(keys, about(id, title, keys.place(), Optional.empty()));
    Duration remind = keys.has("remind") ? keys.lasting("remind") : Duration.ZERO;
    if (!remind.isZero() && remind.compareTo(REMIND_LEAST) < 0) {
      context
          .problems()
          .add(keys.valuePlace("remind"), "`remind` of what is owed is at least 10m", "");
    }
    Obligation.Telling telling = telling(keys, remind);
    keys.finish();
    return item.map(met -> new Obligation(met, owner, term, telling));
  }

  private String free(String id) {
    return unique(Obligation.PREFIX + id, ids);
  }

  /** The id, or one that begins with it, that was not taken yet; it is taken then. */
  static String unique(String id, Set<String> taken) {
    String unique = id;
    for (int n = 2; !taken.add(unique); n++) {
      unique = id + "_" + n;
    }
    return unique;
  }

  private static Item.About about(String id, String title, Place place, Optional<SignRule> sign) {
    return new Item.About(
        id,
        title,
        place,
        Optional.empty(),
        Optional.empty(),
        sign,
        Duration.ZERO,
        Duration.ZERO,
        List.of(),
        Map.of());
  }

  private String owner(Keys keys) {
    return keys.take("owner")
        .map(node -> {
          Keys inside = Keys.of(context, "an owner", node);
          String role =
              inside
                  .must("role", "write owner: {role: incident_commander}")
                  .map(named -> context.values().role(named, "role"))
                  .orElse(ANYBODY);
          inside.finish();
          return role;
        })
        .orElse(ANYBODY);
  }

  // --- when ---

  private Obligation.Term term(Keys keys) {
    TimingReader moments = new TimingReader(context);
    Watch.Moment from =
        moments.moment(keys, "from").orElse(new Watch.Moment("start", Duration.ZERO));
    Optional<Watch.Moment> until = moments.moment(keys, "until");
    Optional<Watch.Moment> due = moments.moment(keys, "due");
    Duration every =
        keys.has("every") ? keys.lasting("every") : keys.duration("every", Duration.ZERO);
    Optional<Obligation.Between> between = keys.take("between").flatMap(this::between);
    long said = List.of("every", "due", "between").stream().filter(keys::has).count();
    if (said != 1) {
      context
          .problems()
          .add(
              keys.place(),
              "what is owed says once when it is late: with every, due or between",
              "write due: ended + 24h, or between: [24h, 48h] with from:, or every: 15m with from:"
                  + " and until:");
    }
    if (keys.has("every") && !keys.has("until")) {
      context.problems().add(keys.place(), "what is owed again and again has an end", "add until:");
    }
    if (!every.isZero() && every.compareTo(EVERY_LEAST) < 0) {
      context
          .problems()
          .add(keys.valuePlace("every"), "`every` of what is owed is at least 10s", "");
    }
    return new Obligation.Term(from, until, due, every, between);
  }

  private Optional<Obligation.Between> between(Node node) {
    List<Duration> ends =
        context.values().list(node).stream()
            .flatMap(end -> context.values().duration(end, "between").stream())
            .toList();
    if (ends.size() != 2 || ends.getFirst().compareTo(ends.getLast()) >= 0) {
      context
          .problems()
          .add(
              node.place(),
              "`between` is two durations, the shorter first",
              "write between: [24h, 48h]");
      return Optional.empty();
    }
    return Optional.of(new Obligation.Between(ends.getFirst(), ends.getLast()));
  }

  private Obligation.Telling telling(Keys keys, Duration remind) {
    List<String> page = List.of();
    List<String> tell = List.of();
    Optional<Node> overdue = keys.take("overdue");
    if (overdue.isPresent()) {
      Keys inside = Keys.of(context, "`overdue`", overdue.get());
      page = all(inside, "page", (node, key) -> context.values().role(node, key));
      tell =
          all(
              inside,
              "notify",
              (node, key) -> {
                String address = context.values().text(node, key);
                MessageReader.address(context, address, node);
                return address;
              });
      inside.finish();
    }
    return new Obligation.Telling(remind, page, tell);
  }

  private List<String> all(Keys keys, String key, BiFunction<Node, String, String> read) {
    return keys.take(key).map(context.values()::list).orElse(List.of()).stream()
        .map(node -> read.apply(node, key))
        .toList();
  }

  // --- what ---

  private Optional<Item> item(Keys keys, Item.About about) {
    List<String> kinds = List.of("message", "check", "record").stream().filter(keys::has).toList();
    if (kinds.size() != 1) {
      context
          .problems()
          .add(
              keys.place(),
              kinds.isEmpty()
                  ? "nothing meets what is owed"
                  : "what is owed is met by one thing, not by a " + String.join(" and a ", kinds),
              "write one of message:, check: or record:");
      kinds.forEach(keys::take);
      return Optional.empty();
    }
    Node node = keys.take(kinds.getFirst()).orElseThrow();
    return switch (kinds.getFirst()) {
      case "message" -> {
        Keys inside = Keys.of(context, "an owed message", node);
        Item message = new MessageReader(context).read(inside, about, around);
        inside.finish();
        yield Optional.of(message);
      }
      case "check" -> {
        Optional<Probe> probe = new ProbeReader(context).block(keys, "check", around.scope());
        yield probe.map(p -> new Item.Check(about, Optional.of(p), List.of()));
      }
      default -> record(Keys.of(context, "an owed record", node), about);
    };
  }

  private Optional<Item> record(Keys keys, Item.About about) {
    keys.must("into", "name the book it is written into, such as into: postmortem");
    String into = keys.text("into");
    Optional<Form> form =
        keys.must("fields", "write fields: {cause: {ask: operator}}")
            .map(node -> new FormReader(context).read(node, around.scope()));
    keys.finish();
    return form.map(fields -> new Item.Record(about, into, fields));
  }

  // --- what is kept for a while ---

  // --- what a mode left out ---

  /** A line that a run of this mode left out: it is owed when the run has ended. */
  static Obligation afterwards(String id, Item item, String mode, Duration later) {
    Item.About of = item.about();
    Item.About about =
        new Item.About(
            id,
            of.title(),
            of.place(),
            Optional.empty(),
            of.when(),
            of.sign(),
            Duration.ZERO,
            Duration.ZERO,
            of.notApplicableBy(),
            of.notes());
    Item met =
        switch (item) {
          case Item.Check check -> new Item.Check(about, check.probe(), List.of());
          case Item.Record record -> new Item.Record(about, record.into(), record.form());
          default -> new Item.Signoff(about);
        };
    String owner =
        of.sign()
            .flatMap(rule -> rule.needed().stream().findFirst())
            .map(SignRule.RoleCount::role)
            .orElse(ANYBODY);
    Watch.Moment ended = new Watch.Moment("ended", Duration.ZERO);
    Obligation.Term term =
        new Obligation.Term(
            ended,
            Optional.empty(),
            Optional.of(new Watch.Moment("ended", later)),
            Duration.ZERO,
            Optional.empty());
    Obligation.Telling telling = new Obligation.Telling(Duration.ZERO, List.of(), List.of());
    return new Obligation(met, owner, term, telling, Optional.of(mode));
  }

  /** A person says that the old version is gone; what was taken back is not removed. */
  private static Obligation remove(Pending.Kept kept, String id) {
    Item.About of = kept.about();
    SignRule sign =
        new SignRule(List.of(new SignRule.RoleCount(ANYBODY, 1)), 0, false, List.of(), SIGNED_FOR);
    Item.About about =
        about(
            id, "Remove the old version, kept since: " + of.title(), of.place(), Optional.of(sign));
    Obligation.Term term =
        new Obligation.Term(
            new Watch.Moment(of.id(), Duration.ZERO),
            Optional.of(new Watch.Moment("rollback.decided", Duration.ZERO)),
            Optional.empty(),
            Duration.ZERO,
            Optional.of(new Obligation.Between(kept.lasts(), kept.lasts().plus(KEPT_ON))));
    return new Obligation(
        new Item.Check(about, Optional.empty(), List.of()),
        ANYBODY,
        term,
        new Obligation.Telling(Duration.ZERO, List.of(), List.of()));
  }
}
