package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.connectors.support.CallRefused;
import dev.holddown.connectors.support.DnsMessage;
import dev.holddown.connectors.support.NameServer;
import dev.holddown.spi.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DnsTest {
  @TempDir Path folder;
  private NameServer server;
  private Acts acts;

  @BeforeEach
  void begin() throws Exception {
    server = new NameServer();
    acts = new Acts(folder);
  }

  @AfterEach
  void end() throws Exception {
    server.close();
  }

  private Answer lookup(String name, String type) throws InterruptedException {
    return lookup(name, type, Acts.LONG);
  }

  private Answer lookup(String name, String type, Duration timeout) throws InterruptedException {
    Map<String, Object> args = new HashMap<>();
    args.put("name", name);
    args.put("type", type);
    args.put("server", server.address());
    return acts.ask("dns.lookup", args, timeout);
  }

  private List<?> records(String name, String type) throws InterruptedException {
    Answer answer = lookup(name, type);
    assertThat(answer.kind()).as(answer.message()).isEqualTo(Answer.Kind.ANSWERED);
    return (List<?>) Acts.of(answer.result(), "records");
  }

  @Test
  void records_of_every_type_are_read() throws Exception {
    server.has("shop.example", 1, 300, new byte[] {(byte) 192, 0, 2, 7});
    server.has("shop.example", 1, 60, new byte[] {(byte) 192, 0, 2, 8});
    byte[] six = new byte[16];
    six[0] = 0x20;
    six[1] = 0x01;
    six[15] = 1;
    server.has("shop.example", 28, 60, six);
    server.has("shop.example", 15, 60, NameServer.bytes(new byte[] {0, 10}, "mail.shop.example"));
    server.has("shop.example", 16, 60, NameServer.texts("v=spf1 ", "-all"));
    server.has("shop.example", 2, 60, NameServer.bytes(new byte[0], "ns.shop.example"));
    server.has(
        "_sip._tcp.shop.example",
        33,
        60,
        NameServer.bytes(new byte[] {0, 1, 0, 2, 0x13, (byte) 0xc4}, "sip.shop.example"));
    server.has("shop.example", 257, 60, NameServer.caa("issue", "ca.example"));

    Answer a = lookup("shop.example", "A");
    assertThat(a.result())
        .containsEntry("records", List.of("192.0.2.7", "192.0.2.8"))
        .containsEntry("ttl", 60L)
        .containsEntry("status", "NOERROR")
        .containsEntry("authoritative", true)
        .containsEntry("tcp", false)
        .containsEntry("server", server.address())
        .containsEntry("value", 2L)
        .containsEntry("samples", 1L);
    assertThat(records("SHOP.example.", "AAAA").toString()).isEqualTo("[2001:0:0:0:0:0:0:1]");
    assertThat(records("shop.example", "MX").toString()).isEqualTo("[10 mail.shop.example]");
    assertThat(records("shop.example", "TXT").toString()).isEqualTo("[v=spf1 -all]");
    assertThat(records("shop.example", "ns").toString()).isEqualTo("[ns.shop.example]");
    assertThat(records("_sip._tcp.shop.example", "SRV").toString())
        .isEqualTo("[1 2 5060 sip.shop.example]");
    assertThat(records("shop.example", "CAA").toString()).isEqualTo("[0 issue ca.example]");
  }

  @Test
  void an_alias_is_followed_as_the_server_tells_it() throws Exception {
    server.has("www.example", 5, 30, NameServer.bytes(new byte[0], "shop.example"));
    assertThat(records("www.example", "CNAME").toString()).isEqualTo("[shop.example]");
    assertThat(lookup("www.example", "A").result())
        .containsEntry("records", List.of())
        .containsEntry("aliases", List.of("shop.example"));
  }

  @Test
  void no_such_name_is_an_answer_and_a_server_that_fails_is_none() throws Exception {
    Answer none = lookup("gone.example", "A");
    assertThat(none.kind()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(none.result())
        .containsEntry("status", "NXDOMAIN")
        .containsEntry("records", List.of())
        .containsEntry("ttl", 0L);
    assertThat(none.samples()).isEqualTo(1);
    server.code = 2;
    assertThat(lookup("shop.example", "A").message())
        .isEqualTo(server.address() + " answered SERVFAIL");
    server.code = 5;
    assertThat(lookup("shop.example", "A").message())
        .isEqualTo(server.address() + " answered REFUSED");
  }

  @Test
  void an_answer_too_large_for_udp_comes_over_tcp() throws Exception {
    for (int i = 0; i < 200; i++) {
      server.has("many.example", 16, 60, NameServer.texts("line " + i));
    }
    Answer answer = lookup("many.example", "TXT");
    assertThat(answer.result()).containsEntry("tcp", true).containsEntry("value", 200L);
  }

  @Test
  void a_lost_datagram_is_asked_again_and_a_strange_one_is_passed_over() throws Exception {
    server.has("shop.example", 1, 300, new byte[] {(byte) 192, 0, 2, 7});
    server.lose = 1;
    server.strangers = true;
    assertThat(records("shop.example", "A").toString()).isEqualTo("[192.0.2.7]");
  }

  @Test
  void silence_ends_at_the_deadline() throws Exception {
    server.lose = Integer.MAX_VALUE;
    assertThat(lookup("shop.example", "A", Duration.ofSeconds(1)).message())
        .isEqualTo("no answer that counts from " + server.address() + ": nothing came within 1s");
  }

  @Test
  void a_broken_message_is_refused_whole() {
    byte[] circle =
        new byte[] {0, 1, (byte) 0x84, 0, 0, 1, 0, 0, 0, 0, 0, 0, (byte) 0xc0, 12, 0, 1, 0, 1};
    assertThat(problem(circle)).isEqualTo("a name in it points in a circle");
    byte[] outside = circle.clone();
    outside[13] = 99;
    assertThat(problem(outside)).isEqualTo("it ends in the middle or points outside itself");
    assertThat(problem(new byte[5])).isEqualTo("it ends in the middle or points outside itself");
    assertThat(problem(new byte[30])).isEqualTo("it is no answer to one question");
  }

  private static String problem(byte[] bytes) {
    try {
      return DnsMessage.read(bytes).toString();
    } catch (CallRefused e) {
      return e.sentence();
    }
  }

  @Test
  void what_cannot_be_asked_is_told() throws Exception {
    assertThat(lookup("a b", "A").message()).isEqualTo("\"a b\" is no name that can be asked for");
    assertThat(lookup("a..b", "A").message()).contains("is no name that can be asked for");
    assertThat(lookup("shop.example", "ANY").message())
        .isEqualTo(
            "type of dns.lookup must be one of A, AAAA, CAA, CNAME, MX, NS, PTR, SOA, SRV, TXT, not"
                + " ANY");
    server.has("xn--kse-qla.example", 1, 300, new byte[] {1, 2, 3, 4});
    assertThat(records("käse.example", "A").toString()).isEqualTo("[1.2.3.4]");
  }
}
