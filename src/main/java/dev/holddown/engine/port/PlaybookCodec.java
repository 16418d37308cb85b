package dev.holddown.engine.port;

import dev.holddown.domain.playbook.Playbook;

/** The compiled playbook as bytes: what a run cites by digest, and is run from. */
public interface PlaybookCodec {
  byte[] write(Playbook playbook);

  Playbook read(byte[] bytes);
}
