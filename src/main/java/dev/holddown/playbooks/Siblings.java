package dev.holddown.playbooks;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The playbooks that stand beside one that is read, by their ids. */
@FunctionalInterface
public interface Siblings {
  /** The file that holds a playbook of this id; empty when none does. */
  Optional<Source> find(String id);

  /** A file and what is in it. */
  record Source(String file, String text) {}

  /** Those among files that are at hand, by their names. */
  static Siblings among(Map<String, byte[]> files) {
    return id ->
        files.entrySet().stream()
            .map(file -> new Source(file.getKey(), text(file.getValue())))
            .filter(source -> holding(id).matcher(source.text()).find())
            .findFirst();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Finds the line that gives a file this id. */
  static Pattern holding(String id) {
    return Pattern.compile("(?m)^id:[ \\t]*[\"']?" + Pattern.quote(id) + "[\"']?[ \\t]*(#.*)?$");
  }

  /** Nothing stands beside it. */
  static Siblings none() {
    return id -> Optional.empty();
  }
}
