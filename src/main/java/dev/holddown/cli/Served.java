package dev.holddown.cli;

import java.net.URI;

/** A web server that runs. */
public interface Served extends AutoCloseable {
  /** Where it answers. */
  URI address();

  @Override
  void close();
}
