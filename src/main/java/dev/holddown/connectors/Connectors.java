package dev.holddown.connectors;

import dev.holddown.connectors.support.HttpCall;
import dev.holddown.connectors.support.ProcessCall;
import dev.holddown.connectors.support.SocketCall;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Freezes;
import dev.holddown.spi.IncidentMode;
import dev.holddown.spi.Verb;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The list of all connectors: a new one is one file, one test and one line here. */
public final class Connectors {
  private Connectors() {}

  /** All connectors. */
  public static List<Connector> all(Setup setup) {
    HttpCall calls = new HttpCall(setup.time().nanos(), setup.egress());
    ProcessCall processes = new ProcessCall(setup.time().nanos(), setup.environment());
    SocketCall sockets = new SocketCall(setup.time().nanos(), setup.egress());
    return List.of(
        new Http(calls),
        new Exec(processes, setup.folder()),
        new Messages(setup.terminal(), setup.folder(), calls),
        new Prometheus(calls),
        new OpenMetrics(setup.time().clock(), calls),
        new Proxy(calls),
        new HaProxy(sockets),
        new GraphQl(calls),
        new Tcp(sockets),
        new Tls(sockets, setup.folder()),
        new Dns(sockets),
        new WebSockets(sockets),
        new Logs(calls, processes, setup.folder()),
        new Git(processes, setup.folder()),
        new Sql(sockets, setup.folder()),
        new Incidents(IncidentMode.away()),
        new FreezeLooks(Freezes.away()),
        new Load(sockets, setup.time().nanos()));
  }

  /** All verbs by name. */
  public static SortedMap<String, Verb> verbs(Setup setup) {
    return verbs(all(setup));
  }

  /**
   * The verbs of these connectors by name.
   *
   * @throws IllegalStateException when two offer the same name, or one a name outside its own
   */
  public static SortedMap<String, Verb> verbs(List<Connector> connectors) {
    SortedMap<String, Verb> verbs = new TreeMap<>();
    Map<String, String> owners = new HashMap<>();
    for (Connector connector : connectors) {
      for (Verb verb : connector.verbs()) {
        String name = verb.manual().name();
        String owner = connector.getClass().getSimpleName();
        if (!name.matches(java.util.regex.Pattern.quote(connector.name()) + "\\.[a-z][a-z0-9_]*")) {
          throw new IllegalStateException(
              "the connector "
                  + owner
                  + " offers "
                  + name
                  + ", which does not begin with "
                  + connector.name()
                  + ". and one word; Holddown does not start");
        }
        String other = owners.putIfAbsent(name, owner);
        if (other != null) {
          throw new IllegalStateException(
              name
                  + " is offered twice, by "
                  + other
                  + " and by "
                  + owner
                  + "; Holddown does not start");
        }
        verbs.put(name, verb);
      }
    }
    return Collections.unmodifiableSortedMap(verbs);
  }
}
