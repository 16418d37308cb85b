package dev.holddown.sim;

import dev.holddown.domain.kernel.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What releases change: a version, a weight and a few marks. In half of the histories it refuses
 * old tokens and does what it is told each time; in the others it knows no tokens and does the same
 * operation id once.
 */
final class Target {
  /** What one step of several targets, and each row of a list, stand for. */
  static final List<String> HOSTS = List.of("a", "b", "c");

  private final World world;
  private final boolean fences;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final Map<String, Boolean> seen = new HashMap<>();
  private final Map<String, Integer> applied = new HashMap<>();
  private final Set<String> cancelled = new HashSet<>();
  private final List<Change> exposures = new ArrayList<>();
  private Token highest = new Token(0, 0);
  private final Map<String, Token> highestForward = new HashMap<>();
  private final Map<String, Long> tampered = new HashMap<>();
  private final Set<String> strange = new HashSet<>();
  private int inFlight;

  /** Which versions took traffic from when on. */
  private record Change(long from, Set<String> versions) {}

  /** An act as it travels. {@code logical}: the same for each repeat of the same act. */
  record Order(String op, Token token, String key, Aim aim, boolean back) {
    String run() {
      return op.substring(0, op.indexOf('/'));
    }

    String logical() {
      return op.substring(0, op.lastIndexOf('.'));
    }
  }

  /** What is set to what, and of which release. */
  record Aim(String field, String value, String release) {}

  Target(World world) {
    this.world = world;
    this.fences = world.chance.of(0.5);
    fields.put("version", "v1");
    fields.put("weight", "0");
    fields.put("weight.of", "v1");
    fields.put("drain", "off");
    fields.put("note", "");
    HOSTS.forEach(host -> fields.put("fleet." + host, "v1"));
    HOSTS.forEach(host -> fields.put("farm." + host, "v1"));
    exposed();
  }

  boolean fences() {
    return fences;
  }

  /** A field; of several targets their one value, or what each has. */
  String read(String field) {
    if (!field.equals("farm")) {
      return fields.getOrDefault(field, "");
    }
    if (world.mutant == Mutant.PARTIAL_IS_DONE) {
      return fields.getOrDefault("farm.a", "");
    }
    return farm();
  }

  String farm() {
    List<String> values = HOSTS.stream().map(h -> fields.getOrDefault("farm." + h, "")).toList();
    return values.stream().distinct().count() == 1 ? values.getFirst() : values.toString();
  }

  /** Somebody who is not part of any run changes something. */
  void tamper(String field, String value) {
    world.history.add("target", "a stranger sets ", field, " to ", value);
    world.history.sometimes("a stranger changed the target");
    fields.put(field, value);
    strange.add(field);
    tampered.put(field, world.time.nowMillis());
    exposed();
  }

  /** The stranger puts back what was there, unless somebody has changed it since. */
  void mend(String field, String was) {
    if (strange.contains(field)) {
      tamper(field, was);
    }
  }

  /** Whether a stranger ever changed it. */
  boolean tampered(String field) {
    return tampered.containsKey(field);
  }

  /** Requests on their way that will land. */
  int inFlight() {
    return inFlight;
  }

  void sets(int more) {
    inFlight += more;
  }

  /** Whether an operation was done, and how it ended; empty while it has not arrived. */
  Optional<Boolean> lookup(String op) {
    return Optional.ofNullable(seen.get(op));
  }

  /** It shall not be done any more. */
  void cancel(String op) {
    cancelled.add(op);
  }

  /** An act arrives; false when it is refused. */
  boolean arrive(Order order) {
    if (cancelled.contains(order.op())) {
      world.history.sometimes("a stopped act did not land");
      return false;
    }
    world.oracles.arrives(order);
    Token forward = highestForward.getOrDefault(order.run(), new Token(0, 0));
    if (order.back() && order.token().compareTo(forward) <= 0) {
      throw new Alarm("I05", order + " does not outrank the forward token " + forward);
    }
    if (!order.back() && order.token().compareTo(forward) > 0) {
      highestForward.put(order.run(), order.token());
    }
    if (fences && order.token().compareTo(highest) < 0) {
      world.history.add("target", "refuses ", order.op(), ", its token is old");
      world.history.sometimes("an old token was refused");
      return false;
    }
    world.oracles.accepted(order);
    boolean again = order.token().equals(highest) || !fences;
    highest = order.token().compareTo(highest) > 0 ? order.token() : highest;
    if (again && seen.containsKey(order.op())) {
      world.history.sometimes("an operation came twice and was done once");
      return true;
    }
    boolean partial = order.aim().field().equals("farm") && world.fault(Faults.Kind.PARTIAL);
    if (partial) {
      farm(world.chance.between(1, HOSTS.size() - 1), order.aim().value());
      cancelled.add(order.op()); // it said no, and a copy that comes later hears the same
      return false;
    }
    seen.put(order.op(), true);
    apply(order);
    return true;
  }

  private void apply(Order order) {
    int times = applied.merge(order.logical(), 1, Integer::sum);
    world.history.add("target", "does ", order.op(), ": ", order.aim());
    world.oracles.applied(order, times);
    set(order.aim());
    if (order.aim().field().equals("weight")) {
      fields.put("weight.of", order.aim().release());
    }
    exposed();
  }

  private void set(Aim aim) {
    if (!aim.field().equals("farm")) {
      fields.put(aim.field(), aim.value());
      strange.remove(aim.field());
      return;
    }
    farm(HOSTS.size(), aim.value());
  }

  private void farm(long hosts, String value) {
    HOSTS.stream()
        .limit(hosts)
        .forEach(host -> {
          fields.put("farm." + host, value);
          strange.remove("farm." + host);
        });
  }

  /** It was refused for a reason of its own and can no longer be done. */
  void fails(Order order) {
    seen.put(order.op(), false);
  }

  private void exposed() {
    Set<String> versions = new HashSet<>();
    versions.add(read("version"));
    if (!read("weight").equals("0")) {
      versions.add(read("weight.of"));
    }
    exposures.add(new Change(world.time.nowMillis(), versions));
  }

  /** The versions that took traffic at a moment. */
  Set<String> exposed(long at) {
    for (Change change : exposures.reversed()) {
      if (change.from() <= at) {
        return change.versions();
      }
    }
    return Set.of();
  }
}
