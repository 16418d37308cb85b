package dev.holddown.playbooks;

import dev.holddown.domain.playbook.EvidenceNeed;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Timing;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a message that is acknowledged: a group of two lines, the message as it is sent and the
 * signature of whoever read it, which is late when it takes too long.
 */
final class AckReader {
  private static final Duration SIGNED_FOR = Duration.ofHours(24);

  private final Context context;

  AckReader(Context context) {
    this.context = context;
  }

  Item read(Keys keys, Item.About about, Surroundings around) {
    Optional<Node> ack = keys.take("ack");
    Item.Message message = new MessageReader(context).read(keys, about, around);
    if (ack.isEmpty()) {
      return message;
    }
    if (around.wayBack()) {
      context
          .problems()
          .add(
              ack.get().place(),
              "`ack` would hold up the way back",
              "leave it out, or put it into the first stage of a playbook of its own");
    }
    Keys inside = Keys.of(context, "`ack`", ack.get());
    String role =
        inside
            .must("role", "write ack: {role: on_call, within: 10m}")
            .map(node -> context.values().role(node, "role"))
            .orElse("");
    inside.must("within", "write ack: {role: on_call, within: 10m}");
    Duration within = inside.has("within") ? inside.lasting("within") : Duration.ZERO;
    inside.finish();
    String sent = context.names().made(about.id() + "_sent", about.place());
    String read = context.names().made(about.id() + "_read", about.place());
    Map<String, String> notes = new LinkedHashMap<>(about.notes());
    Map<String, String> kept = // by the message: what gathers other lines keeps nothing itself
        Optional.ofNullable(notes.remove(EvidenceNeed.KEEP))
            .map(names -> Map.of(EvidenceNeed.KEEP, names))
            .orElse(Map.of());
    Item.About told =
        part(about, sent, message.about().title(), Optional.empty(), Optional.empty());
    Item first =
        new Item.Message(
            with(told, message.about().sign(), kept), message.to(), message.text(), message.form());
    SignRule sign =
        new SignRule(List.of(new SignRule.RoleCount(role, 1)), 0, false, List.of(), SIGNED_FOR);
    Timing due =
        new Timing(List.of(), Optional.empty(), Optional.of(new Watch.Moment(sent, within)), false);
    Item second =
        new Item.Signoff(
            part(about, read, "Read: " + about.title(), Optional.of(sign), Optional.of(due)));
    // who confirms the message signs for it and not for the group
    Item.About all = with(about, Optional.empty(), Ordered.copy(notes));
    return new Item.Group(all, Item.Order.LISTED, List.of(first, second));
  }

  private static Item.About part(
      Item.About of, String id, String title, Optional<SignRule> sign, Optional<Timing> timing) {
    return new Item.About(
        id,
        title,
        of.place(),
        of.each(),
        Optional.empty(),
        sign,
        Duration.ZERO,
        Duration.ZERO,
        List.of(),
        Map.of(),
        timing);
  }

  private static Item.About with(
      Item.About of, Optional<SignRule> sign, Map<String, String> notes) {
    return new Item.About(
        of.id(),
        of.title(),
        of.place(),
        of.each(),
        of.when(),
        sign,
        of.fresh(),
        of.timeBox(),
        of.notApplicableBy(),
        notes,
        of.timing());
  }
}
