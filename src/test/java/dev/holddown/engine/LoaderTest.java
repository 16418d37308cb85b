package dev.holddown.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.PlaybookCodec;
import dev.holddown.engine.port.Ports;
import dev.holddown.sim.NoConditions;
import dev.holddown.sim.NoSecrets;
import dev.holddown.sim.NoVerbs;
import dev.holddown.store.MemoryEventStore;
import dev.holddown.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How often the playbook of many runs is put on the disk. */
class LoaderTest {
  private final SettableClock clock = SettableClock.at("2026-03-02T10:00:00Z");
  private final Shelf shelf = new Shelf();
  private final Loader loader = new Loader(ports());

  @Test
  void many_runs_of_one_playbook_put_it_once() {
    Playbook playbook = playbook("a");
    Digest digest = loader.keep(playbook);

    for (int i = 0; i < 100; i++) {
      clock.advance(Duration.ofSeconds(5));
      assertThat(loader.keep(playbook)).isEqualTo(digest);
    }

    assertThat(shelf.puts).containsExactly("a");
  }

  @Test
  void after_ten_minutes_it_is_put_again_so_that_tidying_sees_that_it_is_wanted() {
    Playbook playbook = playbook("a");
    loader.keep(playbook);

    clock.advance(Duration.ofMinutes(10));
    loader.keep(playbook);

    assertThat(shelf.puts).containsExactly("a", "a");
  }

  @Test
  void a_clock_that_was_set_back_proves_nothing() {
    Playbook playbook = playbook("a");
    loader.keep(playbook);

    clock.set(clock.instant().minusSeconds(1));
    loader.keep(playbook);

    assertThat(shelf.puts).containsExactly("a", "a");
  }

  @Test
  void another_playbook_is_put_at_once_and_the_first_anew_when_it_comes_back() {
    Playbook a = playbook("a");
    loader.keep(a);

    Digest other = loader.keep(playbook("b"));
    loader.keep(a);

    assertThat(shelf.puts).containsExactly("a", "b", "a");
    assertThat(loader.plan(other.hex()).playbook().id()).isEqualTo("b");
  }

  private static Playbook playbook(String id) {
    return new Playbook(
        id,
        id,
        "",
        new Playbook.Subject("shop", List.of("prod")),
        new Playbook.Scopes(List.of(), Map.of(), Map.of(), Map.of(), Map.of()),
        List.of(),
        List.of(),
        Optional.empty());
  }

  private Ports ports() {
    return new Ports(
        new MemoryEventStore(),
        shelf,
        shelf,
        new Ports.Outside(new NoVerbs(), new NoSecrets(), new NoConditions()),
        new Ports.Passing(clock, () -> "id"));
  }

  /** Notes each put, and reads a playbook from its id. */
  private static final class Shelf implements Blobs, PlaybookCodec {
    private final List<String> puts = new ArrayList<>();
    private final Map<Digest, byte[]> kept = new HashMap<>();

    @Override
    public Digest put(byte[] bytes) {
      puts.add(new String(bytes, StandardCharsets.UTF_8));
      kept.put(Digest.of(bytes), bytes);
      return Digest.of(bytes);
    }

    @Override
    public Optional<byte[]> get(Digest digest) {
      return Optional.ofNullable(kept.get(digest));
    }

    @Override
    public byte[] write(Playbook playbook) {
      return playbook.id().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Playbook read(byte[] bytes) {
      return playbook(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public String wayBack(Playbook playbook) {
      return "";
    }
  }
}
