package dev.holddown.engine.port;

import dev.holddown.domain.playbook.Playbook;
import java.util.List;
import java.util.Map;

/** The compiled playbook as bytes: what a run cites by digest, and is run from. */
public interface PlaybookCodec {
  byte[] write(Playbook playbook);

  Playbook read(byte[] bytes);

  /**
   * The digest of the way back and of the named values that it may use, as hex: what somebody signs
   * who lets it run without being asked. Where its lines stand in the file is no part of it.
   */
  String wayBack(Playbook playbook);

  /** Inputs read against what a playbook declares. {@code problems}: each a sentence. */
  record Inputs(Map<String, Object> values, List<String> problems) {}

  /** The inputs of a run of this playbook, as another run gives them; as they are by default. */
  default Inputs inputs(Playbook playbook, Map<String, Object> given) {
    return new Inputs(given, List.of());
  }
}
