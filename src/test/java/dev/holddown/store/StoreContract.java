package dev.holddown.store;

import dev.holddown.engine.port.EventStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store that is open during a test; what it has to do stands in the contracts. */
abstract class StoreContract {
  EventStore store;

  /** Opens the store of this test: the first time a new one, then what the one before left. */
  abstract EventStore open();

  @BeforeEach
  void open_a_new_store() {
    store = open();
  }

  @AfterEach
  void close_the_store() {
    store.close();
  }

  void reopen() {
    store.close();
    store = open();
  }
}
