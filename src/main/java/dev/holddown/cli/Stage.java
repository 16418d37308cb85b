package dev.holddown.cli;

import java.nio.file.Path;
import java.util.Map;

/** The simulated world of one of the five documents, with a kit whose programs are simulated. */
public interface Stage extends AutoCloseable {
  /** The same program, but what it runs is found in the simulated world first. */
  Kit kit();

  /** Where the files of its runs lie. */
  Path workspace();

  /** Inputs of the document's playbooks. */
  Map<String, String> inputs();

  @Override
  void close();
}
