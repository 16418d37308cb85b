package dev.holddown.store;

import dev.holddown.engine.port.EventStore;
import org.junit.jupiter.api.Nested;

class MemoryEventStoreTest {
  private final MemoryEventStore.Disk disk = new MemoryEventStore.Disk();

  @Nested
  class Events extends EventStoreContract {
    @Override
    EventStore open() {
      return new MemoryEventStore(disk);
    }
  }

  @Nested
  class Messages extends OutboxContract {
    @Override
    EventStore open() {
      return new MemoryEventStore(disk);
    }
  }

  @Nested
  class Locks extends LockContract {
    @Override
    EventStore open() {
      return new MemoryEventStore(disk);
    }
  }

  @Nested
  class Index extends IndexContract {
    @Override
    EventStore open() {
      return new MemoryEventStore(disk);
    }
  }

  @Nested
  class Samples extends SampleContract {
    @Override
    EventStore open() {
      return new MemoryEventStore(disk);
    }
  }
}
