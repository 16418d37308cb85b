package dev.holddown.web;

import java.util.Optional;

/** Somebody at the door: where they come from and what their request's headers say. */
interface Visitor {
  /** The address of the connection; what a header says of addresses is not believed. */
  String address();

  /** A header; empty when it is absent. */
  Optional<String> header(String name);
}
