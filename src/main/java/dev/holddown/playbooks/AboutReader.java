package dev.holddown.playbooks;

import dev.holddown.domain.playbook.EvidenceNeed;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Timing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what every kind of item has. */
final class AboutReader {
  private final Context context;

  AboutReader(Context context) {
    this.context = context;
  }

  /** {@code kind} is the key whose value is the title. */
  Item.About read(Keys keys, String kind, Surroundings around) {
    String title = kind.equals("use") ? GroupReader.title(keys) : keys.text(kind);
    String id = context.names().id(keys, title);
    Optional<Item.Each> each = new EachReader(context).read(keys, around.scope());
    Scope inside = EachReader.within(around.scope(), each);
    Optional<Expr> when =
        keys.take("when").map(node -> context.expressions().condition(node, "when", inside));
    Optional<SignRule> sign = new SignReader(context).read(keys, "sign", around.scope());
    instead(keys, kind, sign);
    waivable(keys, kind, id, around);
    Duration fresh = keys.duration("fresh", Duration.ZERO);
    Duration timeBox = keys.duration("time-box", Duration.ZERO);
    return new Item.About(
        id,
        title,
        keys.place(),
        each,
        when,
        sign,
        fresh,
        timeBox,
        notApplicable(keys),
        notes(keys),
        timing(keys, around));
  }

  /** Nothing on the way back waits for a time or a line: its phases say what they need. */
  private Optional<Timing> timing(Keys keys, Surroundings around) {
    Optional<Timing> timing = new TimingReader(context).read(keys);
    for (String key : List.of("needs", "opens")) {
      if (around.wayBack() && keys.has(key)) {
        context
            .problems()
            .add(
                keys.valuePlace(key),
                "`" + key + "` would hold up the way back",
                "put it into a later phase, with needs: of the phase");
      }
    }
    return timing;
  }

  /** Only a proof can have a signature in its place. */
  private void instead(Keys keys, String kind, Optional<SignRule> sign) {
    boolean instead = sign.filter(rule -> rule.when() == SignRule.When.NOT_PASSED).isPresent();
    if (instead && (!kind.equals("check") || keys.actions().isEmpty() && !keys.has("metric"))) {
      context
          .problems()
          .add(
              keys.valuePlace("sign"),
              "`when: not-passed` stands in place of a proof, and here is none",
              "leave it out, or add an action with expect:");
    }
  }

  /** Remembered until the gate of the stage is known. */
  private void waivable(Keys keys, String kind, String id, Surroundings around) {
    Optional<Node> node = keys.take("waivable");
    if (node.isEmpty()) {
      return;
    }
    if (!kind.equals("check") || around.wayBack()) {
      context
          .problems()
          .add(
              node.get().place(),
              "only a check on the way forward may be waived",
              "leave waivable: out");
    }
    List<String> roles = List.of();
    boolean waivable = true;
    if (node.get() instanceof Node.Mapping) {
      Keys inside = Keys.of(context, "`waivable`", node.get());
      roles =
          inside
              .must("by", "name the role that may approve it")
              .map(by -> context.values().list(by))
              .orElse(List.of())
              .stream()
              .map(role -> context.values().role(role, "by"))
              .toList();
      inside.finish();
    } else {
      waivable = context.values().flag(node.get(), "waivable");
    }
    if (waivable) {
      context.pending().waivable().put(id, new Pending.Waivable(roles, node.get().place()));
    }
  }

  private List<String> notApplicable(Keys keys) {
    return keys.take("not-applicable")
        .map(node -> {
          Keys inside = Keys.of(context, "`not-applicable`", node);
          List<String> roles =
              inside
                  .must("by", "name the role that may say so")
                  .map(by -> context.values().list(by))
                  .orElse(List.of())
                  .stream()
                  .map(role -> context.values().role(role, "by"))
                  .toList();
          inside.finish();
          return roles;
        })
        .orElse(List.of());
  }

  /** Where a link leads: written out, or a name of the playbook's links. */
  private String target(Node.Entry link) {
    String text = context.values().text(link.value(), link.key());
    Map<String, String> links = context.names().declared().links();
    if (text.matches("[a-z][a-z0-9_]*") && !links.containsKey(text)) {
      context.values().unknown(link.value().place(), "link", text, links.keySet());
    }
    return links.getOrDefault(text, text);
  }

  /** Under which names what the line found is kept as evidence. */
  private void keep(Keys keys, Map<String, String> notes) {
    keys.take(EvidenceNeed.KEEP)
        .ifPresent(node -> {
          List<String> names = context.values().texts(node, EvidenceNeed.KEEP);
          names.forEach(name -> context.values().isName(name, node.place(), "the kept name"));
          notes.put(EvidenceNeed.KEEP, String.join(", ", names));
        });
  }

  private Map<String, String> notes(Keys keys) {
    Map<String, String> notes = new LinkedHashMap<>();
    for (String key : List.of("about", "note", "quote", "awaits")) {
      keys.take(key).ifPresent(node -> notes.put(key, context.values().text(node, key)));
    }
    for (String key : List.of("tags", "serves")) {
      keys.take(key)
          .ifPresent(node -> notes.put(key, String.join(", ", context.values().texts(node, key))));
    }
    if (keys.offers(EvidenceNeed.KEEP)) {
      keep(keys, notes);
    }
    keys.take("imported")
        .ifPresent(node ->
            notes.put("imported", context.values().oneOf(node, "imported", List.of("ticked"))));
    keys.take("links")
        .ifPresent(node -> {
          for (Node.Entry link : Keys.of(context, "`links`", node).all()) {
            notes.put("link " + link.key(), target(link));
          }
        });
    return Ordered.copy(notes);
  }
}
