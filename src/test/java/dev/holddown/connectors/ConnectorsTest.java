package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.spi.Acting;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Verb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorsTest {
  @TempDir Path folder;

  @Test
  void verbs_are_found_by_name_and_are_of_the_right_kind() {
    Acts acts = new Acts(folder);
    assertThat(acts.verbs)
        .containsOnlyKeys(
            "dns.lookup",
            "exec.ask",
            "exec.run",
            "exec.script",
            "freeze.active",
            "git.contains",
            "git.diff",
            "git.log",
            "git.tag",
            "graphql.call",
            "graphql.mutate",
            "haproxy.shift",
            "haproxy.state",
            "haproxy.weights",
            "http.delete",
            "http.get",
            "http.head",
            "http.post",
            "http.put",
            "incident.mode",
            "incident.start",
            "load.result",
            "load.run",
            "load.start",
            "logs.count",
            "message.file",
            "message.terminal",
            "message.webhook",
            "openmetrics.query",
            "prometheus.query",
            "proxy.deploy",
            "proxy.deployed",
            "proxy.promote",
            "proxy.retire",
            "proxy.served",
            "proxy.shift",
            "proxy.weights",
            "sql.query",
            "tcp.connect",
            "tls.certificate",
            "websocket.fanout");
    for (String asking :
        List.of("http.get", "http.head", "exec.ask", "prometheus.query", "openmetrics.query")) {
      assertThat(acts.verb(asking)).isInstanceOf(Asking.class);
    }
    for (String acting :
        List.of("http.post", "http.put", "http.delete", "exec.run", "exec.script")) {
      assertThat(acts.verb(acting)).isInstanceOf(Acting.class);
    }
  }

  @Test
  void a_verb_offered_twice_stops_the_start() {
    List<Connector> twice = new ArrayList<>(Connectors.all(new Acts(folder).setup));
    twice.add(twice.getFirst());
    assertThatThrownBy(() -> Connectors.verbs(twice))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("http.get is offered twice, by Http and by Http; Holddown does not start");
  }

  @Test
  void a_verb_outside_its_connector_stops_the_start() {
    Verb stray = new Acts(folder).verb("http.get");
    Connector other = new Other(List.of(stray));
    assertThatThrownBy(() -> Connectors.verbs(List.of(other)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the connector Other offers http.get, which does not begin with other. and one word;"
                + " Holddown does not start");
  }

  private record Other(List<Verb> verbs) implements Connector {
    @Override
    public String name() {
      return "other";
    }
  }
}
