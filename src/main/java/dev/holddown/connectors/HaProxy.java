package dev.holddown.connectors;

import dev.holddown.connectors.support.Args;
import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.HaProxyBackend;
import dev.holddown.connectors.support.HaProxyBackend.Server;
import dev.holddown.connectors.support.HaProxyChange;
import dev.holddown.connectors.support.HaProxyChange.Wish;
import dev.holddown.connectors.support.HaProxyPort;
import dev.holddown.connectors.support.HaProxyPort.Trouble;
import dev.holddown.connectors.support.SocketCall;
import dev.holddown.connectors.support.WeightSplit;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Moves traffic between the servers of a backend of HAProxy over its runtime API, and reads back
 * what HAProxy made of it. Nothing is reloaded, and nothing is written to its configuration.
 *
 * @see <a href="https://docs.haproxy.org/2.6/management.html#9.3">management guide, 9.3</a>
 */
public final class HaProxy implements Connector {
  private static final int SERVERS_MAX = 200;
  private static final String SOCKET =
      "The stats socket, a file such as /run/haproxy/admin.sock or host:port; to change anything it"
          + " needs `level admin`";

  private final SocketCall calls;

  public HaProxy(SocketCall calls) {
    this.calls = calls;
  }

  @Override
  public String name() {
    return "haproxy";
  }

  @Override
  public List<Verb> verbs() {
    return List.of(new Weights(calls), new Shift(calls), new State(calls));
  }

  private static Manual.Builder backend(String name, String sentence) {
    return Manual.of(name, sentence)
        .required("socket", Manual.Type.TEXT, Slot.DATA, SOCKET)
        .required("backend", Manual.Type.TEXT, Slot.DATA, "The name of the backend");
  }

  private static String backendOf(Args args) throws CallRefused {
    return HaProxyPort.name("backend", args.text("backend"));
  }

  /** Servers that the argument names; each must be there. */
  private static Set<String> servers(Args args, String field) throws CallRefused {
    Set<String> names = new LinkedHashSet<>();
    for (String name : args.list(field)) {
      names.add(HaProxyPort.name("server", name));
    }
    if (names.isEmpty() || names.size() > SERVERS_MAX) {
      throw new CallRefused(
          args.action() + " needs " + field + ", a list of 1 to " + SERVERS_MAX + " servers");
    }
    return names;
  }

  private static void known(HaProxyBackend backend, Set<String> names) throws CallRefused {
    for (String name : names) {
      if (backend.server(name).isEmpty()) {
        throw new CallRefused(
            "the backend "
                + backend.name()
                + " has no server "
                + name
                + "; it has "
                + names(backend.servers(), s -> true));
      }
    }
  }

  private static String names(List<Server> servers, Predicate<Server> which) {
    return servers.stream().filter(which).map(Server::name).collect(Collectors.joining(", "));
  }

  /** {@code haproxy.weights}. */
  private record Weights(SocketCall calls) implements Asking {
    @Override
    public Manual manual() {
      return backend("haproxy.weights", "Reads how HAProxy splits a backend's new traffic.")
          .required("candidate", Manual.Type.LIST, Slot.DATA, "The servers of the new version")
          .gives("candidate", "Percent of new traffic that they get, of servers that take any")
          .gives("stable", "Percent that all other servers get; with nobody up both are 0")
          .gives("servers", "By name: weight, share (percent), status, taking, sessions")
          .gives("sessions", "Sessions that still go on at the candidate servers")
          .gives("down", "Servers with a weight that take no traffic because they are not well")
          .gives("token", "The newest token an act of Holddown left there, or empty")
          .gives("samples", "How many servers the backend has")
          .gives("value", "The same as candidate")
          .example(
              "haproxy.weights: {socket: /run/haproxy/admin.sock, backend: shop, candidate:"
                  + " [green]}");
    }

    @Override
    public Answer ask(Question question) throws InterruptedException {
      Args args = new Args("haproxy.weights", question.args());
      HaProxyPort port;
      String name;
      Set<String> candidate;
      try {
        port = HaProxyPort.at(calls, args, question.timeout());
        name = backendOf(args);
        candidate = servers(args, "candidate");
      } catch (CallRefused e) {
        return Answer.error(e.sentence(), question.at(), Proof.none());
      }
      try {
        HaProxyBackend backend = port.backend(name);
        known(backend, candidate);
        return Answer.of(
            result(backend, candidate), backend.servers().size(), question.at(), port.proof());
      } catch (Trouble | CallRefused e) {
        return Answer.error(String.valueOf(e.getMessage()), question.at(), port.proof());
      }
    }

    private static Map<String, Object> result(HaProxyBackend backend, Set<String> candidate) {
      double share = backend.share(candidate);
      Set<String> others = backend.servers().stream().map(Server::name).collect(Collectors.toSet());
      others.removeAll(candidate);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("value", share);
      result.put("candidate", share);
      result.put("stable", backend.share(others));
      result.put("servers", backend.plain());
      result.put(
          "sessions",
          backend.servers().stream()
              .filter(s -> candidate.contains(s.name()))
              .mapToLong(Server::sessions)
              .sum());
      result.put("down", down(backend));
      result.put("token", backend.token());
      result.put("samples", (long) backend.servers().size());
      return result;
    }
  }

  private static List<String> down(HaProxyBackend backend) {
    return backend.servers().stream()
        .filter(s -> !s.taking() && !s.takenOut() && s.weights().set() > 0)
        .map(Server::name)
        .toList();
  }

  private static Deed notSent(CallRefused e) {
    return new Deed.Failed(e.sentence() + "; nothing was sent", Proof.none());
  }

  /** {@code haproxy.shift}: the router of a rollout. */
  private record Shift(SocketCall calls) implements Acting {
    @Override
    public Manual manual() {
      return backend(
              "haproxy.shift",
              "Gives the candidate servers so many percent of a backend's new traffic; all other"
                  + " servers share the rest. Sessions that a cookie or a table ties to a server"
                  + " stay there.")
          .required("candidate", Manual.Type.LIST, Slot.DATA, "The servers of the new version")
          .required("weight", Manual.Type.INT, Slot.DATA, "0 to 100 percent")
          .gives("weight", "Percent of new traffic that the candidate now gets")
          .gives("servers", "By name: weight, share, status, taking, sessions")
          .gives("changed", "How many servers got another weight")
          .gives("samples", "Always 1: one act was done")
          .example(
              "haproxy.shift: {socket: /run/haproxy/admin.sock, backend: shop, candidate: [green],"
                  + " weight: 10}");
    }

    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      Args args = new Args("haproxy.shift", operation.args());
      try {
        HaProxyPort port = HaProxyPort.at(calls, args, operation.timeout());
        String name = backendOf(args);
        Set<String> candidate = servers(args, "candidate");
        int percent =
            args.whole("weight", 0, 100)
                .orElseThrow(() -> new CallRefused("haproxy.shift needs weight, 0 to 100"));
        return HaProxyChange.make(port, operation, name, b -> wishes(b, candidate, percent));
      } catch (CallRefused e) {
        return notSent(e);
      }
    }

    private static List<Wish> wishes(HaProxyBackend backend, Set<String> candidate, int percent)
        throws CallRefused {
      known(backend, candidate);
      List<Server> own =
          backend.servers().stream().filter(s -> candidate.contains(s.name())).toList();
      List<Server> rest =
          backend.servers().stream()
              .filter(s -> !candidate.contains(s.name()) && !s.backup())
              .toList();
      String backups = names(own, Server::backup);
      if (!backups.isEmpty()) {
        throw new CallRefused(
            backups + " of " + backend.name() + " is a backup and gets no share of the traffic");
      }
      int in = (int) own.stream().filter(s -> !s.takenOut()).count();
      int others = (int) rest.stream().filter(s -> !s.takenOut()).count();
      if (percent > 0 && in == 0) {
        throw new CallRefused(
            "every candidate server is drained or in maintenance: " + names(own, s -> true));
      }
      if (percent < 100 && others == 0) {
        throw new CallRefused(
            "no other server of "
                + backend.name()
                + " is there to take the rest: "
                + (rest.isEmpty() ? "all are candidates" : names(rest, s -> true) + " taken out"));
      }
      WeightSplit split = WeightSplit.of(percent, Math.max(in, 1), Math.max(others, 1));
      List<Wish> wishes = new ArrayList<>();
      own.forEach(s -> wishes.add(weigh(backend, s, split.candidate())));
      rest.forEach(s -> wishes.add(weigh(backend, s, split.stable())));
      // Weights above nothing first: at no moment does every server have none.
      wishes.sort(Comparator.comparing((Wish w) -> w.wanted().equals("weight 0")));
      return wishes;
    }

    private static Wish weigh(HaProxyBackend backend, Server server, int weight) {
      return new Wish(
          server.name(),
          "set server " + backend.name() + "/" + server.name() + " weight " + weight,
          "weight " + weight,
          s -> s.weights().set() == weight);
    }

    /** Whatever the reference: the percent of new traffic that the candidate gets now. */
    @Override
    public Deed look(Operation operation, String reference) throws InterruptedException {
      Args args = new Args("haproxy.shift", operation.args());
      try {
        HaProxyPort port = HaProxyPort.at(calls, args, operation.timeout());
        Set<String> candidate = servers(args, "candidate");
        HaProxyBackend backend = port.backend(backendOf(args));
        known(backend, candidate);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("weight", backend.share(candidate));
        result.put("servers", backend.plain());
        result.put("samples", 1L);
        return new Deed.Landed(result, port.proof());
      } catch (CallRefused e) {
        return new Deed.Unknown(e.sentence() + "; nothing was asked", Proof.none());
      } catch (Trouble e) {
        return new Deed.Unknown(e.sentence(), Proof.none());
      }
    }

    @Override
    public Fence fence() {
      return Fence.COMPARE;
    }
  }

  /** {@code haproxy.state}: takes servers out, or puts them back. */
  private record State(SocketCall calls) implements Acting {
    /** What a server is told to be. */
    private enum Told {
      READY,
      DRAIN,
      MAINT
    }

    @Override
    public Manual manual() {
      return backend("haproxy.state", "Drains servers, stops all their traffic, or puts them back.")
          .required("servers", Manual.Type.LIST, Slot.DATA, "The servers")
          .required(
              "state",
              Manual.Type.TEXT,
              Slot.LITERAL,
              "ready; drain: no new sessions, those going on may end; maint: no traffic, no checks")
          .gives("servers", "By name: weight, share, status, taking, sessions")
          .gives("changed", "How many servers were told something new")
          .gives("samples", "Always 1: one act was done")
          .example(
              "haproxy.state: {socket: /run/haproxy/admin.sock, backend: shop, servers: [blue],"
                  + " state: drain}");
    }

    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      Args args = new Args("haproxy.state", operation.args());
      try {
        HaProxyPort port = HaProxyPort.at(calls, args, operation.timeout());
        String name = backendOf(args);
        Set<String> servers = servers(args, "servers");
        args.text("state");
        Told told = args.word("state", Told.READY);
        return HaProxyChange.make(port, operation, name, b -> wishes(b, servers, told));
      } catch (CallRefused e) {
        return notSent(e);
      }
    }

    private static List<Wish> wishes(HaProxyBackend backend, Set<String> servers, Told told)
        throws CallRefused {
      known(backend, servers);
      String word = told.name().toLowerCase(Locale.ROOT);
      return servers.stream()
          .map(server ->
              new Wish(
                  server,
                  "set server " + backend.name() + "/" + server + " state " + word,
                  word,
                  told == Told.READY
                      ? s -> !s.takenOut()
                      : s -> s.status().startsWith(told.name())))
          .toList();
    }

    @Override
    public Fence fence() {
      return Fence.COMPARE;
    }
  }
}
