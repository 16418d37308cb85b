package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from when to when a watch looks: {@code canary .. end}, {@code full + 5m .. end}. */
final class ArmedReader {
  /** From the start to the end, until the stages are known. */
  static final Watch.Armed ALWAYS = new Watch.Armed(moment("start"), moment("end"));

  private static final Pattern SPAN = Pattern.compile("(.+?)\\s*\\.\\.\\s*(.+)");
  private static final Pattern MOMENT =
      Pattern.compile("([a-z][a-z0-9_]*)(?:\\s*([+-])\\s*(\\w+))?");

  private final Context context;

  ArmedReader(Context context) {
    this.context = context;
  }

  Watch.Armed read(Node node) {
    String text = context.values().text(node, "armed");
    Matcher span = SPAN.matcher(text);
    if (text.isEmpty()) {
      return ALWAYS;
    }
    if (!span.matches()) {
      context
          .problems()
          .add(
              node.place(),
              "`armed: " + text + "` does not say from when to when",
              "write armed: canary .. end");
      return ALWAYS;
    }
    return new Watch.Armed(
        moment(span.group(1), node.place()), moment(span.group(2), node.place()));
  }

  private Watch.Moment moment(String text, Place place) {
    Matcher parts = MOMENT.matcher(text.strip());
    if (!parts.matches()) {
      context
          .problems()
          .add(
              place,
              "`" + text + "` is not a moment",
              "write an id, start or end, and perhaps an offset: canary + 5m");
      return moment("start");
    }
    context.names().anchor(parts.group(1), place);
    String offset = parts.group(3);
    if (offset == null) {
      return moment(parts.group(1));
    }
    Optional<Duration> duration = Spans.read(offset);
    if (duration.isEmpty()) {
      context
          .problems()
          .add(place, "`" + offset + "` in armed is not a duration", Spans.cure(offset));
    }
    Duration ahead = duration.orElse(Duration.ZERO);
    return new Watch.Moment(parts.group(1), "-".equals(parts.group(2)) ? ahead.negated() : ahead);
  }

  /** From the first item that can change the world to the end. */
  static Watch.Armed byDefault(List<Stage> stages) {
    return stages.stream()
        .flatMap(stage -> first(stage.items()).stream())
        .findFirst()
        .map(id -> new Watch.Armed(moment(id), moment("end")))
        .orElse(ALWAYS);
  }

  private static Optional<String> first(List<Item> items) {
    for (Item item : items) {
      Optional<String> id =
          switch (item) {
            case Item.Rollout rollout -> Optional.of(rollout.about().id());
            case Item.Step step -> Optional.of(step.about().id());
            case Item.Group group -> first(group.items());
            // The step in a case may never open; the choice before it does.
            case Item.Choose choose -> Optional.of(choose.about().id());
            default -> Optional.empty();
          };
      if (id.isPresent()) {
        return id;
      }
    }
    return Optional.empty();
  }

  private static Watch.Moment moment(String anchor) {
    return new Watch.Moment(anchor, Duration.ZERO);
  }
}
