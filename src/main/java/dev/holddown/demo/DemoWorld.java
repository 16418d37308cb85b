package dev.holddown.demo;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A small real world on loopback: a weighted proxy and versions of a service, each a process of its
 * own, and a deployer that starts and ends them. Ports are picked by the system, nothing is written
 * to disk, and nothing outlives the process that started it.
 *
 * <p>It is simulated only in that its service sells nothing; requests, latencies, errors, processes
 * and metrics are real. Everything in it says {@code simulated world}.
 */
public final class DemoWorld implements AutoCloseable {
  /** The version that serves when the world begins. */
  public static final String FIRST = "1.4.2";

  /** Published, and as good as the first. */
  public static final String GOOD = "1.5.0";

  /** Published, and fails under traffic. */
  public static final String BAD = "1.6.0";

  private final Child proxy;
  private final Urls urls;
  private final AdminClient admin;
  private final Deployer deployer;
  private final Duration startedIn;

  /**
   * Where the parts listen.
   *
   * @param traffic what the users of the service call
   * @param proxy admin port of the proxy, with {@code /metrics}
   * @param deployer what starts and ends versions
   */
  public record Urls(URI traffic, URI proxy, URI deployer) {}

  private DemoWorld(
      Child proxy, Duration startedIn, Urls urls, AdminClient admin, Deployer deployer) {
    this.proxy = proxy;
    this.startedIn = startedIn;
    this.urls = urls;
    this.admin = admin;
    this.deployer = deployer;
  }

  /**
   * Starts proxy, deployer and {@link #FIRST}, and publishes {@link #GOOD} and {@link #BAD}.
   *
   * @throws IOException with what a process said, when it did not start
   */
  public static DemoWorld start() throws IOException {
    long began = System.nanoTime();
    List<AutoCloseable> open = new ArrayList<>();
    try {
      Child proxy = Child.start(DemoProxy.class, "--port", "0", "--admin-port", "0");
      open.add(proxy);
      // Side by side with the proxy: two starts take hardly longer than one.
      Child first =
          Child.start(DemoService.class, "--version", FIRST, "--behaviour", "good", "--seed", "1");
      open.add(first);
      String[] ports = proxy.ready().split(" ", -1);
      URI adminUrl = Wire.url(Integer.parseInt(ports[1]));
      AdminClient admin = new AdminClient(adminUrl);
      Deployer deployer = new Deployer(admin);
      open.add(deployer);
      deployer.publish(FIRST, Behaviour.good());
      deployer.publish(GOOD, Behaviour.good());
      deployer.publish(BAD, Behaviour.fails());
      deployer.begin(FIRST, first);
      Urls urls = new Urls(Wire.url(Integer.parseInt(ports[0])), adminUrl, deployer.url());
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      return new DemoWorld(proxy, took, urls, admin, deployer);
    } catch (IOException | RuntimeException e) {
      closeAll(open);
      throw e;
    }
  }

  private static void closeAll(List<AutoCloseable> open) {
    for (AutoCloseable part : open.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        System.getLogger(DemoWorld.class.getName()).log(System.Logger.Level.WARNING, e.toString());
      }
    }
  }

  public Urls urls() {
    return urls;
  }

  /** How long the start took. */
  public Duration startedIn() {
    return startedIn;
  }

  /** Makes a version that can be deployed; a later deployment of it behaves so. */
  public void publish(String version, Behaviour behaviour) {
    deployer.publish(version, behaviour);
  }

  /** Publishes a version and starts it beside the stable one, without traffic. */
  public void deploy(String version, Behaviour behaviour) throws IOException {
    deployer.publish(version, behaviour);
    deployer.deploy(version);
  }

  /** Takes a version without traffic out again. */
  public void undeploy(String version) throws IOException {
    deployer.retire(version);
  }

  /** Gives the candidate so many percent of the traffic, as an operator without a token. */
  public void weight(int candidate) throws IOException {
    Map<String, Integer> weights = Map.of("candidate", candidate, "stable", 100 - candidate);
    admin.put("/weights", Map.of("weights", weights));
  }

  /** Puts a fault into the proxy's admin port; {@code {hang: none}} takes it out again. */
  public void fault(Map<String, ?> fault) throws IOException {
    admin.put("/faults", fault);
  }

  /** Kills a version as a crash would: the proxy is not told. */
  public void kill(String version) {
    deployer.kill(version);
  }

  /** Steady traffic through the proxy, to be closed by the caller. */
  public Traffic traffic(int perSecond) {
    return Traffic.start(urls.traffic().resolve("/checkout"), perSecond);
  }

  /** Every process of this world but the one it was started in. */
  public List<Long> pids() {
    List<Long> pids = new ArrayList<>(deployer.pids());
    pids.add(proxy.pid());
    return List.copyOf(pids);
  }

  @Override
  public void close() {
    deployer.close();
    proxy.close();
  }

  /**
   * The world alone, for a story in which the engine is killed: prints {@code ready <traffic>
   * <proxy> <deployer> <pid,pid,…>} and ends when its standard input does.
   */
  public static void main(String[] args) {
    Lifeline.hold(() -> {
      DemoWorld world = start();
      String pids = world.pids().stream().map(String::valueOf).collect(Collectors.joining(","));
      Urls urls = world.urls();
      return urls.traffic() + " " + urls.proxy() + " " + urls.deployer() + " " + pids;
    });
  }
}
