package dev.holddown.engine.port;

import dev.holddown.domain.playbook.Playbook;

/** The compiled playbook as bytes: what a run cites by digest, and is run from. */
public interface PlaybookCodec {
  byte[] write(Playbook playbook);

  Playbook read(byte[] bytes);

  /**
   * The digest of the way back and of the named values that it may use, as hex: what somebody signs
   * who lets it run without being asked. Where its lines stand in the file is no part of it.
   */
  String wayBack(Playbook playbook);
}
