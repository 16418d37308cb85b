package dev.holddown.store;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore;
import dev.holddown.testing.SettableClock;
import java.time.Duration;

class MemoryClaimsTest extends ClaimsContract {
  private final MemoryEventStore.Disk disk = new MemoryEventStore.Disk();
  private final SettableClock clock = SettableClock.at("2026-03-02T10:00:00Z");

  @Override
  Claims openClaims() {
    return new MemoryClaims(disk, clock.nanos());
  }

  @Override
  EventStore openStore() {
    return new MemoryEventStore(disk);
  }

  @Override
  void passes(Duration by) {
    clock.advance(by);
  }
}
