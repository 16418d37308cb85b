package dev.holddown.playbooks.markdown;

import java.util.List;

/** A page that was read before, onto the playbook that came of it. */
public final class Reimport {
  private final Paper paper;

  private Reimport(Paper paper) {
    this.paper = paper;
  }

  public static Reimport of(Paper paper, String file, byte[] playbook) {
    return new Reimport(paper);
  }

  public String write(PlaybookWriter.Subject subject) {
    return PlaybookWriter.write(paper, subject);
  }

  public List<String> differences() {
    return List.of();
  }
}
