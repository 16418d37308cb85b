package dev.holddown.cli;

import java.util.List;
import java.util.Map;

/** The small world that the demo releases in: real processes and traffic on this machine. */
public interface Show extends AutoCloseable {
  /** The versions in the order they serve: the one that serves first, a good one, a failing one. */
  Versions versions();

  /** Inputs of the demo's playbook that tell where things are. */
  Map<String, String> places();

  /** Who answered the last requests, as a sentence. */
  String lastRequests();

  /** Whether every one of the last requests was answered well by this version. */
  boolean servedBy(String version);

  /** What messages to the terminal said since the last call. */
  List<String> said();

  @Override
  void close();

  /** Three versions of one service. */
  record Versions(String first, String good, String failing) {}
}
