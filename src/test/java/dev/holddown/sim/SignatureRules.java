package dev.holddown.sim;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.Signature;
import dev.holddown.domain.run.Signing;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Remembers what was there when somebody signed, and compares when it is built upon. */
final class SignatureRules {
  private final Map<String, Map<String, String>> signedFor = new HashMap<>();

  void signed(RunState s, RunEvent.Signed e) {
    boolean starter = e.person().equals(s.head().starter());
    if (starter && Signing.rule(s, e.key()).filter(SignRule::notStarter).isPresent()) {
      throw new Alarm("I18", e.person() + " started the run and signs " + e.key());
    }
    signedFor.put(e.key() + "|" + e.role() + "|" + e.person(), content(s, e.key()));
  }

  /** Throws unless enough people signed what is there now. */
  void check(RunState s, String key, SignRule rule, Instant at) {
    Map<String, String> now = content(s, key);
    for (SignRule.RoleCount needed : rule.needed()) {
      Set<String> people = new HashSet<>();
      Set<String> all = new HashSet<>();
      for (Signature signature : s.item(key).signatures()) {
        String id = key + "|" + signature.role() + "|" + signature.person();
        boolean current = now.equals(signedFor.get(id));
        boolean valid = !at.isAfter(signature.at().plus(rule.valid()));
        boolean may = !rule.notStarter() || !signature.person().equals(s.head().starter());
        if (signature.role().equals(needed.role())) {
          all.add(signature.person());
        }
        if (signature.role().equals(needed.role()) && current && valid && may) {
          people.add(signature.person());
        }
      }
      if (all.size() < needed.count()) {
        throw new Alarm("I19", key + " is passed with " + all + " where " + needed + " sign");
      }
      if (people.size() < needed.count()) {
        throw new Alarm(
            "I16", key + " is passed with " + people + " for " + now + "; signed " + signedFor);
      }
    }
  }

  /** The verdicts that a signer looks back on, and the build. */
  private static Map<String, String> content(RunState s, String key) {
    Map<String, String> content = new TreeMap<>();
    String stage = key.startsWith("gate/") ? key.substring(5) : s.plan().placeOf(key);
    boolean looksBack =
        key.startsWith("gate/")
            || s.plan().node(key).map(Node::item).orElse(null) instanceof Item.Signoff;
    if (looksBack) {
      List<Node> nodes = s.plan().stage(stage);
      for (Node node : nodes) {
        if (node.key().equals(key)) {
          break;
        }
        content.put(node.key(), s.item(node.key()).status().name());
      }
    }
    if (key.equals("approval")) {
      content.put("build", String.valueOf(s.saved().get("build")));
    }
    return content;
  }
}
