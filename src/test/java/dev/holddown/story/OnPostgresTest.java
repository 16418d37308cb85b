package dev.holddown.story;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** A handful of the stories, told once more on PostgreSQL. */
class OnPostgresTest {
  @Nested
  class Restarts extends RestartTest {
    @Override
    World newWorld(Path at) {
      return World.onPostgres(at);
    }
  }

  @Nested
  class Queues extends QueueTest {
    @Override
    World newWorld(Path at) {
      return World.onPostgres(at);
    }
  }

  @Nested
  class RollbackTimes extends RollbackTriggerTimingTest {
    @Override
    World newWorld(Path at) {
      return World.onPostgres(at);
    }
  }

  @Nested
  class Signoffs extends SignoffTest {
    @Override
    World newWorld(Path at) {
      return World.onPostgres(at);
    }
  }

  @Nested
  class Children extends ChildRunTest {
    @Override
    World newWorld(Path at) {
      return World.onPostgres(at);
    }
  }

  @Nested
  class Sleeps extends SleepTest {
    @Override
    World newWorld(Path at) {
      return World.onPostgres(at);
    }
  }
}
