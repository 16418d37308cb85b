package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.access.Rights;
import org.junit.jupiter.api.Test;

/** Who is counted as one. */
class NetworkTest {
  private static Caller caller(String id) {
    return new Caller("ann", Rights.all(), new Caller.ByToken(id));
  }

  @Test
  void all_addresses_of_a_network_of_64_bits_are_one() {
    String one = Network.of("2001:db8:1:2:aaaa::1");
    assertThat(one).isEqualTo(Network.of("2001:db8:1:2:ffff:1:2:3")).endsWith("/64");
    assertThat(one).isNotEqualTo(Network.of("2001:db8:1:3:aaaa::1"));
    assertThat(Network.of("fe80::1%eth0")).isEqualTo(Network.of("fe80::2"));
  }

  @Test
  void an_address_of_32_bits_is_one_whatever_it_is_dressed_as() {
    assertThat(Network.of("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(Network.of("::ffff:192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(Network.of("no address")).isEqualTo("no address");
    assertThat(Network.of("example.org")).as("nothing is looked up").isEqualTo("example.org");
  }

  @Test
  void streams_have_places_for_all_and_for_each_and_say_when_there_is_none() {
    StreamSeats seats = new StreamSeats(StreamSeats.OF_CALLER_MAX + 1);
    StreamSeats.Seat first = seats.take(caller("t1"));
    for (int i = 1; i < StreamSeats.OF_CALLER_MAX; i++) {
      seats.take(caller("t1"));
    }
    assertThatThrownBy(() -> seats.take(caller("t1")))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(503);
              assertThat(((Reply.Json) problem.reply()).headers())
                  .containsEntry("Retry-After", "5");
            })
        .hasMessage(
            "ann follows events 100 times already with this token or session, which is the most;"
                + " close some of these windows or programs");
    seats.take(caller("t2"));
    assertThatThrownBy(() -> seats.take(caller("t3")))
        .hasMessage(
            "101 clients follow events on this server, which is the most; what you see stands"
                + " still until one of them leaves");
    first.close();
    first.close();
    seats.take(caller("t3"));
    assertThatThrownBy(() -> seats.take(caller("t3"))).isInstanceOf(Problem.class);
  }
}
