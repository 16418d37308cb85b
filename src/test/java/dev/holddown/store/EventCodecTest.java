package dev.holddown.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.run.Finding;
import dev.holddown.domain.run.GovernanceEvent;
import dev.holddown.domain.run.IncidentEvent;
import dev.holddown.domain.run.PermitEvent;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.StoreException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventCodecTest {
  private final EventCodec codec = EventCodec.current();

  @Test
  void every_kind_of_event_has_one_name_and_a_sample() {
    Set<Class<?>> permitted = new HashSet<>();
    for (Class<?> kinds :
        List.of(RunEvent.class, PermitEvent.class, GovernanceEvent.class, IncidentEvent.class)) {
      permitted.addAll(Arrays.asList(kinds.getPermittedSubclasses()));
    }
    permitted.remove(RunEvent.OfPermit.class);
    permitted.remove(GovernanceEvent.OfIncident.class);
    List<EventTypes.Type> types = EventTypes.all();

    assertThat(types.stream().map(EventTypes.Type::of).toList())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            permitted.stream()
                .<Class<? extends RunEvent>>map(c -> c.asSubclass(RunEvent.class))
                .toList());
    assertThat(types.stream().map(EventTypes.Type::name).toList())
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*"));
    assertThat(samples().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(new HashSet<>(permitted));
  }

  @Test
  void every_event_comes_back_equal() {
    samples().forEach(event -> assertThat(codec.decode(codec.encode(event))).isEqualTo(event));
  }

  private static Stream<RunEvent> samples() {
    return Stream.of(
            EventSamples.all(),
            PermitSamples.all(),
            IncidentSamples.all(),
            BoardSamples.all(),
            OwedSamples.all())
        .flatMap(List::stream);
  }

  @Test
  void a_number_comes_back_with_the_type_it_had() {
    RunEvent.WayBackFrozen event = frozen(Map.of("long", 5L, "double", 5.0, "int", 5, "f", 0.5f));

    RunEvent.WayBackFrozen back = (RunEvent.WayBackFrozen) codec.decode(codec.encode(event));

    assertThat(back.to())
        .containsOnly(
            Map.entry("long", 5L),
            Map.entry("double", 5.0),
            Map.entry("int", 5L),
            Map.entry("f", 0.5));
  }

  @Test
  void values_come_back_in_the_order_they_were_put_in() {
    RunEvent.WayBackFrozen event = frozen(EventSamples.values());

    RunEvent.WayBackFrozen back = (RunEvent.WayBackFrozen) codec.decode(codec.encode(event));

    assertThat(List.copyOf(back.to().keySet()))
        .isEqualTo(List.copyOf(EventSamples.values().keySet()));
  }

  @Test
  void half_a_surrogate_pair_at_the_end_of_cut_output_is_kept() {
    RunEvent event = new RunEvent.Held("cut off \ud83d");

    assertThat(codec.decode(codec.encode(event))).isEqualTo(event);
  }

  @Test
  void a_value_that_would_not_come_back_is_refused() {
    assertThatThrownBy(() -> codec.encode(frozen(Map.of("n", BigInteger.ONE))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "a value of type java.math.BigInteger cannot be kept in the log; use text, a number, a"
                + " boolean, a time, a duration, a list or a map");
  }

  @Test
  void a_value_nested_too_deeply_is_refused() {
    Object deep = 1L;
    for (int i = 0; i < 2_000; i++) {
      deep = List.of(deep);
    }
    RunEvent event = frozen(Map.of("deep", deep));

    assertThatThrownBy(() -> codec.encode(event))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("event way-back.frozen cannot be kept in the log: ")
        .hasMessageContaining("nesting depth");
  }

  @Test
  void an_event_over_four_mebibytes_is_refused() {
    assertThatThrownBy(() -> codec.encode(new RunEvent.Held("x".repeat(4 * 1024 * 1024))))
        .hasMessage(
            "event run.held has 4194317 bytes, an event may have 4194304; keep the bytes as"
                + " evidence and cite them");
  }

  @Test
  void an_unknown_type_says_that_a_newer_version_wrote_it() {
    assertThatThrownBy(() -> codec.decode(coded("run.teleported", 1, "{}")))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "this log was written by a newer Holddown (event type run.teleported); nothing was"
                + " changed; open it with that version or a later one");
  }

  @Test
  void an_unknown_form_says_that_a_newer_version_wrote_it() {
    assertThatThrownBy(() -> codec.decode(coded("run.held", 2, "{}")))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "this log was written by a newer Holddown (event type run.held in form 2, this one"
                + " knows forms up to 1); nothing was changed; open it with that version or a later"
                + " one");
  }

  @Test
  void an_unknown_missing_or_doubtful_field_is_never_guessed_over() {
    for (String payload :
        List.of(
            "{}",
            "{\"reason\":null}",
            "{\"reason\":\"a\",\"why\":\"b\"}",
            "{\"reason\":\"a\"} {}",
            "{\"reason\":",
            "[]",
            "")) {
      assertThatThrownBy(() -> codec.decode(coded("run.held", 1, payload)))
          .as(payload)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("a stored event of type run.held in form 1 cannot be read: ")
          .hasMessageContaining(
              "; nothing was changed; `holddown log verify` tells whether the log was damaged");
    }
  }

  @Test
  void an_old_form_is_lifted_step_by_step() {
    // As if `Held` had been {why} in form 1, {reason, shout} in form 2, and is {reason} in form 3.
    EventCodec later =
        new EventCodec(
            List.of(new EventTypes.Type("run.held", RunEvent.Held.class, 3)),
            List.of(
                new Upcaster(
                    "run.held",
                    2,
                    tree -> {
                      boolean shout = tree.remove("shout").booleanValue();
                      return tree.put("reason", tree.get("reason").asString() + (shout ? "!" : ""));
                    }),
                new Upcaster(
                    "run.held",
                    1,
                    tree -> {
                      tree.put("reason", tree.get("why").asString()).put("shout", true);
                      tree.remove("why");
                      return tree;
                    })));

    assertThat(later.decode(coded("run.held", 1, "{\"why\":\"lunch\"}")))
        .isEqualTo(new RunEvent.Held("lunch!"));
    assertThat(later.decode(coded("run.held", 2, "{\"reason\":\"lunch\",\"shout\":false}")))
        .isEqualTo(new RunEvent.Held("lunch"));
    assertThat(later.decode(coded("run.held", 3, "{\"reason\":\"lunch\"}")))
        .isEqualTo(new RunEvent.Held("lunch"));
    assertThat(later.encode(new RunEvent.Held("lunch")).codec()).isEqualTo(3);
  }

  @Test
  void a_missing_step_between_forms_is_an_error() {
    EventCodec later =
        new EventCodec(List.of(new EventTypes.Type("run.held", RunEvent.Held.class, 2)), List.of());

    assertThatThrownBy(() -> later.decode(coded("run.held", 1, "{\"reason\":\"lunch\"}")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no way from form 1 to the next");
  }

  @Test
  void every_form_there_ever_was_can_be_lifted_to_today() {
    for (EventTypes.Type type : EventTypes.all()) {
      for (int form = 1; form < type.codec(); form++) {
        int from = form;
        assertThat(EventTypes.upcasters())
            .as("%s from form %d", type.name(), from)
            .anyMatch(lift -> lift.type().equals(type.name()) && lift.from() == from);
      }
    }
  }

  @Test
  void a_finding_is_written_as_plain_json_that_a_person_can_read() {
    Finding finding =
        new Finding(Verdict.FAILED, "0.02 > 0.01", "", Map.of("v", 0.02), Optional.empty(), 60);

    assertThat(codec.encode(new RunEvent.Asked("a/b", Purpose.CHECK, 1, finding)).payload())
        .asString(UTF_8)
        .isEqualTo(
            """
            {"key":"a/b","purpose":"CHECK","attempt":1,"finding":{"verdict":"FAILED",\
            "reason":"0.02 > 0.01","heads":"","saves":{"v":0.02},"evidence":null,"samples":60}}\
            """);
  }

  private static RunEvent.WayBackFrozen frozen(Map<String, Object> values) {
    return new RunEvent.WayBackFrozen(values, "");
  }

  private static EventCodec.Coded coded(String type, int codec, String payload) {
    return new EventCodec.Coded(type, codec, payload.getBytes(UTF_8));
  }
}
