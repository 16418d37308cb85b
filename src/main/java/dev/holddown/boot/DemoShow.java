package dev.holddown.boot;

import dev.holddown.cli.Show;
import dev.holddown.demo.DemoWorld;
import dev.holddown.demo.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The demo's world with its traffic. */
final class DemoShow implements Show {
  /** Enough that ten percent of it fills a four-second window with samples. */
  private static final int REQUESTS_PER_SECOND = 100;

  private static final int LOOKED_AT = 100;

  private final DemoWorld world;
  private final Traffic traffic;
  private final Spoken spoken;

  private DemoShow(DemoWorld world, Spoken spoken) {
    this.world = world;
    this.traffic = world.traffic(REQUESTS_PER_SECOND);
    this.spoken = spoken;
  }

  static DemoShow start(Spoken spoken) {
    try {
      DemoWorld world = DemoWorld.start();
      spoken.collect();
      return new DemoShow(world, spoken);
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's world cannot be started: " + e.getMessage(), e);
    }
  }

  @Override
  public Versions versions() {
    return new Versions(DemoWorld.FIRST, DemoWorld.GOOD, DemoWorld.BAD);
  }

  @Override
  public Map<String, String> places() {
    DemoWorld.Urls urls = world.urls();
    return Map.of(
        "edge", urls.traffic().toString(),
        "proxy", urls.proxy().toString(),
        "deployer", urls.deployer().toString());
  }

  @Override
  public String lastRequests() {
    return traffic.last(LOOKED_AT).sentence();
  }

  @Override
  public boolean servedBy(String version) {
    Traffic.Snapshot last = traffic.last(LOOKED_AT);
    return last.requests() == LOOKED_AT
        && last.errors() == 0
        && last.versions().keySet().equals(java.util.Set.of(version));
  }

  @Override
  public List<String> said() {
    return spoken.take();
  }

  @Override
  public void close() {
    traffic.close();
    world.close();
  }
}
