package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Timing;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
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
    Item first =
        new Item.Message(
            part(about, sent, message.about().title(), message.about().sign(), Optional.empty()),
            message.to(),
            message.text(),
            message.form());
    SignRule sign =
        new SignRule(List.of(new SignRule.RoleCount(role, 1)), 0, false, List.of(), SIGNED_FOR);
    Timing due =
        new Timing(List.of(), Optional.empty(), Optional.of(new Watch.Moment(sent, within)), false);
    Item second =
        new Item.Signoff(
            part(about, read, "Read: " + about.title(), Optional.of(sign), Optional.of(due)));
    return new Item.Group(unsigned(about), Item.Order.LISTED, List.of(first, second));
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

  /** Who confirms the message signs for it and not for the group. */
  private static Item.About unsigned(Item.About of) {
    return new Item.About(
        of.id(),
        of.title(),
        of.place(),
        of.each(),
        of.when(),
        Optional.empty(),
        of.fresh(),
        of.timeBox(),
        of.notApplicableBy(),
        of.notes(),
        of.timing());
  }
}
