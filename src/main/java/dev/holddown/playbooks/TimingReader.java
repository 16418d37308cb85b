package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Said;
import dev.holddown.domain.playbook.Timing;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.playbooks.grammar.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads when something may begin and when it is late: {@code needs}, {@code opens}, {@code due}.
 */
final class TimingReader {
  private static final Pattern MOMENT =
      Pattern.compile("([a-z][a-z0-9_.]*)(?:\\s*([+-])\\s*(\\w+))?");

  private final Context context;

  TimingReader(Context context) {
    this.context = context;
  }

  /** Empty when it says nothing of it. */
  Optional<Timing> read(Keys keys) {
    List<String> needs = keys.offers("needs") ? needs(keys) : List.of();
    Optional<Watch.Moment> opens = moment(keys, "opens");
    Optional<Watch.Moment> due = moment(keys, "due");
    return needs.isEmpty() && opens.isEmpty() && due.isEmpty()
        ? Optional.empty()
        : Optional.of(new Timing(needs, opens, due, false));
  }

  private List<String> needs(Keys keys) {
    List<String> needs = new ArrayList<>();
    TypeReader reader = new TypeReader(context, keys.self());
    for (Node node : keys.take("needs").map(context.values()::list).orElse(List.of())) {
      Said said = reader.read(node, new Type.Known(Type.Names.PLACE), "needs", reader.wide());
      if (said instanceof Said.Plain plain) {
        needs.add(String.valueOf(plain.value()));
      }
    }
    return List.copyOf(needs);
  }

  /** A moment under a key; a mistake in it was told. */
  Optional<Watch.Moment> moment(Keys keys, String key) {
    TypeReader reader = new TypeReader(context, key.equals("due") ? "" : keys.self());
    return keys.take(key)
        .map(node -> reader.read(node, new Type.Moment(false), key, reader.wide()))
        .filter(Said.Plain.class::isInstance)
        .map(said -> MOMENT.matcher(String.valueOf(((Said.Plain) said).value())))
        .filter(Matcher::matches)
        .map(parts -> {
          Duration ahead =
              Optional.ofNullable(parts.group(3)).flatMap(Spans::read).orElse(Duration.ZERO);
          return new Watch.Moment(
              parts.group(1), "-".equals(parts.group(2)) ? ahead.negated() : ahead);
        });
  }
}
