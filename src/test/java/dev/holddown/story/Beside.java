package dev.holddown.story;

import dev.holddown.playbooks.Siblings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The playbooks that stand beside those of a story, by id. */
final class Beside implements Siblings {
  private final Map<String, String> texts = new HashMap<>();

  void put(String id, String yaml) {
    texts.put(id, yaml);
  }

  @Override
  public Optional<Source> find(String id) {
    return Optional.ofNullable(texts.get(id)).map(text -> new Source(id + ".yaml", text));
  }
}
