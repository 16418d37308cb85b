package dev.holddown.store;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.RunEvent;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a Holddown of the first form would have written, as it is read today: each event that has an
 * older form is encoded in that and lifted again by the real codec.
 */
public final class OlderForms {
  private static final EventCodec CODEC = EventCodec.current();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private OlderForms() {}

  /** The same entries after a version before wrote them and this one read them. */
  public static List<Entry> lifted(List<Entry> entries) {
    return entries.stream()
        .map(entry ->
            older(entry.event())
                .map(coded -> new Entry(entry.at(), entry.actor(), CODEC.decode(coded)))
                .orElse(entry))
        .toList();
  }

  private static Optional<EventCodec.Coded> older(RunEvent event) {
    return switch (event) {
      case RunEvent.Owned e -> Optional.of(without(e, "ahead"));
      case RunEvent.Overtook e -> Optional.of(without(e, "life"));
      case RunEvent.Signed e -> Optional.of(without(e, "covered"));
      case RunEvent.SignatureVoided e -> {
        ObjectNode tree = tree(CODEC.encode(e));
        tree.remove("why");
        yield Optional.of(form1(CODEC.encode(e), tree.put("now", "expired")));
      }
      default -> Optional.empty();
    };
  }

  private static EventCodec.Coded without(RunEvent event, String field) {
    EventCodec.Coded coded = CODEC.encode(event);
    ObjectNode tree = tree(coded);
    tree.remove(field);
    return form1(coded, tree);
  }

  private static ObjectNode tree(EventCodec.Coded coded) {
    return (ObjectNode) JSON.readTree(coded.payload());
  }

  private static EventCodec.Coded form1(EventCodec.Coded coded, ObjectNode tree) {
    return new EventCodec.Coded(coded.type(), 1, JSON.writeValueAsBytes(tree));
  }
}
