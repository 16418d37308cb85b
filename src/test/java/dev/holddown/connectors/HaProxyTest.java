package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holddown.connectors.support.Egress;
import dev.holddown.connectors.support.RawServer;
import dev.holddown.connectors.support.SocketCall;
import dev.holddown.domain.kernel.Token;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Question;
import dev.holddown.testing.RealTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HaProxyTest {
  @TempDir Path folder;
  private HaProxyFake haproxy;
  private Acts acts;

  @BeforeEach
  void begin() throws IOException {
    haproxy = HaProxyFake.tcp();
    acts = new Acts(folder);
  }

  @AfterEach
  void end() throws IOException {
    haproxy.close();
  }

  private Map<String, Object> args(Object... more) {
    Map<String, Object> args = new HashMap<>();
    args.put("socket", haproxy.socket());
    args.put("backend", "shop");
    args.put("candidate", List.of("green"));
    for (int i = 0; i < more.length; i += 2) {
      args.put((String) more[i], more[i + 1]);
    }
    return args;
  }

  private Deed shift(long weight, Token token) throws InterruptedException {
    return ((Acting) acts.verb("haproxy.shift"))
        .begin(new Operation("op-" + token, token, args("weight", weight), Acts.AT, Acts.LONG));
  }

  private static String failure(Deed deed) {
    assertThat(deed).isInstanceOf(Deed.Failed.class);
    return ((Deed.Failed) deed).message();
  }

  private List<String> sets() {
    return haproxy.said.stream().filter(c -> c.startsWith("set server")).toList();
  }

  @Test
  void the_candidate_gets_its_percent_and_it_is_read_back() throws Exception {
    assertThat(shift(10, new Token(1, 1))).isInstanceOf(Deed.Landed.class);
    assertThat(sets())
        .containsExactly("set server shop/green weight 10", "set server shop/blue weight 90");
    Answer answer = acts.ask("haproxy.weights", args());
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(answer.samples()).isEqualTo(2);
    assertThat(answer.result())
        .containsEntry("value", 10.0)
        .containsEntry("candidate", 10.0)
        .containsEntry("stable", 90.0)
        .containsEntry("sessions", 2L)
        .containsEntry("token", "1.1")
        .containsEntry("down", List.of());
    assertThat(answer.proof().response()).contains("> show servers state shop; show stat shop");
  }

  @Test
  void the_same_works_over_a_unix_socket() throws Exception {
    try (HaProxyFake unix = HaProxyFake.unix(folder.resolve("admin.sock"))) {
      assertThat(acts.act("haproxy.shift", args("socket", unix.socket(), "weight", 100L)))
          .isInstanceOf(Deed.Landed.class);
      assertThat(acts.ask("haproxy.weights", args("socket", unix.socket())).result())
          .containsEntry("candidate", 100.0)
          .containsEntry("stable", 0.0);
    }
  }

  @Test
  void weights_above_nothing_come_first_so_that_never_all_are_nothing() throws Exception {
    shift(100, new Token(1, 1));
    assertThat(sets().getFirst()).isEqualTo("set server shop/green weight 100");
    haproxy.said.clear();
    shift(0, new Token(1, 2));
    assertThat(sets())
        .containsExactly("set server shop/blue weight 100", "set server shop/green weight 0");
  }

  @Test
  void a_repeat_of_the_same_act_sets_nothing_anew() throws Exception {
    shift(10, new Token(1, 1));
    haproxy.said.clear();
    assertThat(shift(10, new Token(1, 1))).isInstanceOf(Deed.Landed.class);
    assertThat(sets()).isEmpty();
  }

  @Test
  void an_older_act_is_refused_by_the_token_that_a_newer_one_left() throws Exception {
    shift(0, new Token(2, 9));
    haproxy.said.clear();
    assertThat(failure(shift(50, new Token(2, 8))))
        .startsWith(
            "refused: an act with the newer token 2.9 has changed the backend shop; this one has"
                + " 2.8")
        .endsWith("; nothing was changed");
    assertThat(sets()).isEmpty();
  }

  @Test
  void an_act_that_was_overtaken_in_between_says_so() throws Exception {
    haproxy.instead =
        command -> {
          if (command.startsWith("set server shop/blue")) {
            haproxy.token = "7.1";
          }
          return Optional.empty();
        };
    assertThat(failure(shift(50, new Token(1, 1))))
        .startsWith("overtaken: an act with the newer token 7.1 has changed the backend shop");
  }

  @Test
  void a_partial_apply_is_named_server_by_server() throws Exception {
    haproxy.instead =
        command ->
            command.startsWith("set server shop/blue")
                ? Optional.of("No such server.\n\n")
                : Optional.empty();
    assertThat(failure(shift(10, new Token(1, 1))))
        .isEqualTo(
            "partly done, green (weight 10); not changed: blue (wanted: weight 90); HAProxy said:"
                + " No such server.");
  }

  @Test
  void an_unknown_backend_is_told_with_those_there_are() throws Exception {
    String sentence =
        "HAProxy at " + haproxy.socket() + " knows no backend shpo; it has shop, static";
    assertThat(acts.ask("haproxy.weights", args("backend", "shpo")).message()).isEqualTo(sentence);
    assertThat(failure(acts.act("haproxy.shift", args("backend", "shpo", "weight", 5L))))
        .isEqualTo(sentence + "; nothing was changed");
    assertThat(sets()).isEmpty();
  }

  @Test
  void an_unknown_server_is_told_with_those_there_are() throws Exception {
    assertThat(acts.ask("haproxy.weights", args("candidate", List.of("red"))).message())
        .isEqualTo("the backend shop has no server red; it has blue, green");
  }

  @Test
  void a_name_that_could_end_the_command_is_refused_before_anything_is_sent() throws Exception {
    for (String hostile :
        List.of("shop; disable server shop/blue", "a b", "shop\nshow info", "", "shop/blue", "é")) {
      assertThat(acts.ask("haproxy.weights", args("backend", hostile)).kind())
          .isEqualTo(Answer.Kind.ERROR);
      assertThat(failure(acts.act("haproxy.shift", args("candidate", List.of(hostile)))))
          .contains("may hold letters, digits and . _ : - only; nothing was sent");
    }
    assertThat(haproxy.said).isEmpty();
  }

  @Test
  void a_server_that_is_down_gets_no_share_whatever_its_weight() throws Exception {
    shift(50, new Token(1, 1));
    haproxy.server("green").status = "DOWN";
    Answer answer = acts.ask("haproxy.weights", args());
    assertThat(answer.result())
        .containsEntry("candidate", 0.0)
        .containsEntry("stable", 100.0)
        .containsEntry("down", List.of("green"));
    Deed look =
        ((Acting) acts.verb("haproxy.shift"))
            .look(
                new Operation("op", new Token(1, 1), args("weight", 50L), Acts.AT, Acts.LONG),
                "weight");
    assertThat(((Deed.Landed) look).result()).containsEntry("weight", 0.0);
  }

  @Test
  void several_servers_on_each_side_get_whole_weights_nearest_to_the_share() throws Exception {
    haproxy.servers.put("green2", new HaProxyFake.Server(1));
    haproxy.servers.put("blue2", new HaProxyFake.Server(1));
    haproxy.servers.put("blue3", new HaProxyFake.Server(1));
    haproxy.servers.put("spare", new HaProxyFake.Server(1));
    haproxy.server("spare").backup = true;
    Map<String, Object> args = args("candidate", List.of("green", "green2"), "weight", 10L);
    assertThat(acts.act("haproxy.shift", args)).isInstanceOf(Deed.Landed.class);
    args.remove("weight");
    assertThat((Double) Acts.of(acts.ask("haproxy.weights", args).result(), "candidate"))
        .isCloseTo(10.0, within(0.01));
    assertThat(sets()).noneMatch(c -> c.contains("spare"));
    assertThat(
            failure(acts.act("haproxy.shift", args("candidate", List.of("spare"), "weight", 1L))))
        .isEqualTo(
            "spare of shop is a backup and gets no share of the traffic; nothing was changed");
  }

  @Test
  void a_share_for_servers_that_are_taken_out_is_refused() throws Exception {
    assertThat(acts.act("haproxy.state", args("servers", List.of("green"), "state", "drain")))
        .isInstanceOf(Deed.Landed.class);
    assertThat(failure(shift(10, new Token(9, 1))))
        .isEqualTo(
            "every candidate server is drained or in maintenance: green; nothing was changed");
    assertThat(acts.act("haproxy.state", args("servers", List.of("green"), "state", "ready")))
        .isInstanceOf(Deed.Landed.class);
    assertThat(shift(10, new Token(9, 1))).isInstanceOf(Deed.Landed.class);
    assertThat(
            failure(
                acts.act(
                    "haproxy.shift",
                    args("candidate", List.of("blue", "green"), "weight", 10L),
                    "op",
                    Acts.LONG)))
        .contains("refused: an act with the newer token 9.1");
  }

  @Test
  void all_servers_as_candidates_leave_nobody_for_the_rest() throws Exception {
    assertThat(
            failure(
                acts.act(
                    "haproxy.shift", args("candidate", List.of("blue", "green"), "weight", 10L))))
        .isEqualTo(
            "no other server of shop is there to take the rest: all are candidates; nothing was"
                + " changed");
  }

  @Test
  void permission_denied_tells_what_the_socket_needs() throws Exception {
    haproxy.instead =
        c -> c.startsWith("set ") ? Optional.of("Permission denied\n\n") : Optional.empty();
    assertThat(failure(shift(10, new Token(1, 1))))
        .isEqualTo(
            "HAProxy at "
                + haproxy.socket()
                + " said Permission denied; its stats socket must have `level admin`; nothing was"
                + " changed");
  }

  @Test
  void a_break_after_the_commands_were_sent_is_settled_by_reading_back_or_is_unknown()
      throws Exception {
    haproxy.instead =
        command -> {
          if (command.startsWith("set server shop/blue")) {
            throw new IllegalStateException("the connection ends here");
          }
          return Optional.empty();
        };
    assertThat(failure(shift(10, new Token(1, 1))))
        .contains("not changed: blue (wanted: weight 90");
    List<String> asked = new ArrayList<>();
    haproxy.instead =
        command -> {
          asked.add(command);
          boolean readsBack = asked.stream().filter(c -> c.startsWith("show stat")).count() > 1;
          return readsBack ? Optional.of("x".repeat(2_000_000)) : Optional.empty();
        };
    assertThat(shift(20, new Token(1, 2)))
        .isInstanceOfSatisfying(
            Deed.Unknown.class,
            unknown ->
                assertThat(unknown.message())
                    .startsWith("it could not be read back, and may have been done: ")
                    .contains("the answer was cut at 1 MiB"));
  }

  @Test
  void silence_ends_at_the_deadline_and_nothing_was_changed() throws Exception {
    try (RawServer silent = RawServer.silent()) {
      String socket = silent.url().substring("http://".length());
      long start = RealTime.nanos().getAsLong();
      Deed deed =
          acts.act(
              "haproxy.shift", args("socket", socket, "weight", 10L), "op", Duration.ofSeconds(2));
      assertThat(failure(deed))
          .isEqualTo("HAProxy at " + socket + ": no whole answer within 2s; nothing was changed");
      assertThat(RealTime.nanos().getAsLong() - start).isLessThan(20_000_000_000L);
    }
    assertThat(acts.ask("haproxy.weights", args("socket", folder + "/none.sock")).message())
        .startsWith("HAProxy at " + folder + "/none.sock: no connection to ");
  }

  @Test
  void a_server_for_other_peoples_playbooks_reaches_no_socket_of_its_own_machine()
      throws Exception {
    Asking weights =
        (Asking)
            new HaProxy(new SocketCall(RealTime.nanos(), Egress.publicOnly())).verbs().getFirst();
    for (String socket : List.of("/run/haproxy/admin.sock", haproxy.socket())) {
      Answer answer = weights.ask(new Question(args("socket", socket), Acts.AT, Acts.LONG));
      assertThat(answer.message()).endsWith(" which this server does not allow");
    }
    assertThat(haproxy.said).isEmpty();
  }
}
