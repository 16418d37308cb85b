package dev.holddown.connectors.support;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A backend of HAProxy as {@code show servers state} and {@code show stat} told it together.
 *
 * @param token the newest token that an act of ours has left there; empty when there is none
 * @see <a href="https://docs.haproxy.org/2.6/management.html#9.1">management guide, 9.1 and 9.3</a>
 */
public record HaProxyBackend(String name, List<HaProxyBackend.Server> servers, String token) {
  /**
   * One server.
   *
   * @param weight as it was set
   * @param effective as it counts now: less while it starts slowly
   * @param status as HAProxy words it: UP, DOWN, DRAIN, MAINT, no check …
   * @param backup whether it gets traffic only when all others are down
   * @param sessions how many go on
   */
  public record Server(String name, Weights weights, String status, boolean backup, long sessions) {
    /** Whether new traffic may go to it. */
    public boolean taking() {
      return status.startsWith("UP") || status.equals("no check");
    }

    /** Whether a person or a playbook took it out, rather than its health. */
    public boolean takenOut() {
      return status.startsWith("DRAIN") || status.startsWith("MAINT");
    }
  }

  /** A weight as it was set, and as it counts at the moment. */
  public record Weights(int set, int effective) {}

  /**
   * Reads the answer to {@code show servers state}, {@code show stat} and {@code get var} in one.
   *
   * @throws CallRefused when it is something else; the sentence quotes HAProxy
   */
  public static HaProxyBackend read(String name, String text) throws CallRefused {
    List<Map<String, String>> states = new ArrayList<>();
    Map<String, Map<String, String>> stats = new LinkedHashMap<>();
    List<String> head = List.of();
    String separator = " ";
    String token = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("# ")) {
        separator = line.startsWith("# pxname,") ? "," : " ";
        head = List.of(line.substring(2).split(separator, -1));
      } else if (line.contains("type=str value=<")) {
        token = line.replaceFirst(".*type=str value=<", "").replaceFirst(">.*", "");
      } else if (!head.isEmpty() && line.startsWith(name + ",")) {
        Map<String, String> row = row(head, line.split(",", -1));
        stats.put(row.getOrDefault("svname", ""), row);
      } else if (!head.isEmpty() && separator.equals(" ") && line.contains(" " + name + " ")) {
        states.add(row(head, line.split(" ", -1)));
      }
    }
    List<Server> servers = new ArrayList<>();
    for (Map<String, String> state : states) {
      Map<String, String> stat = stats.get(state.getOrDefault("srv_name", ""));
      if (stat == null) {
        throw new CallRefused("its two answers do not fit each other");
      }
      servers.add(server(state, stat));
    }
    if (servers.isEmpty()) {
      throw new CallRefused(
          head.isEmpty() && !text.isBlank()
              ? "it said: " + Excerpt.of(text)
              : "the backend " + name + " has no servers");
    }
    return new HaProxyBackend(name, List.copyOf(servers), token);
  }

  private static Map<String, String> row(List<String> head, String[] cells) {
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < Math.min(head.size(), cells.length); i++) {
      row.put(head.get(i), cells[i]);
    }
    return row;
  }

  private static Server server(Map<String, String> state, Map<String, String> stat)
      throws CallRefused {
    try {
      return new Server(
          state.getOrDefault("srv_name", ""),
          new Weights(
              Integer.parseInt(state.getOrDefault("srv_uweight", "")),
              Integer.parseInt(stat.getOrDefault("weight", ""))),
          stat.getOrDefault("status", ""),
          stat.getOrDefault("bck", "0").equals("1"),
          Long.parseLong(stat.getOrDefault("scur", "0")));
    } catch (NumberFormatException e) {
      throw new CallRefused("its answer holds no weight where one belongs");
    }
  }

  /** The server of this name. */
  public Optional<Server> server(String server) {
    return servers.stream().filter(s -> s.name().equals(server)).findFirst();
  }

  /**
   * The percent of new traffic that these servers get together; 0 when nobody gets any. Backups
   * count only when no other server takes traffic.
   */
  public double share(Set<String> names) {
    boolean backups = servers.stream().noneMatch(s -> s.taking() && !s.backup());
    double total = 0;
    double own = 0;
    for (Server server : servers) {
      if (server.taking() && server.backup() == backups) {
        total += server.weights().effective();
        own += names.contains(server.name()) ? server.weights().effective() : 0;
      }
    }
    return total == 0 ? 0 : 100 * own / total;
  }

  /** All servers, as plain values for conditions. */
  public Map<String, Object> plain() {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Server server : servers) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("weight", (long) server.weights().set());
      one.put("share", share(Set.of(server.name())));
      one.put("status", server.status());
      one.put("taking", server.taking());
      one.put("sessions", server.sessions());
      all.put(server.name(), one);
    }
    return all;
  }
}
