package dev.holddown.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackendsTest {
  private final Backends backends = new Backends();

  @BeforeEach
  void two_versions() {
    backends.begin("http://127.0.0.1:1", "1.4.2");
    backends.register("http://127.0.0.1:2", "1.5.0");
  }

  @Test
  void every_weight_is_exact_over_a_hundred_requests() {
    for (int weight = 0; weight <= 100; weight++) {
      backends.shift("candidate", weight);
      assertThat(dealt(100)).filteredOn("1.5.0"::equals).hasSize(weight);
    }
  }

  @Test
  void ten_percent_is_one_of_every_ten_requests_and_not_ten_in_a_row() {
    backends.shift("candidate", 10);

    List<String> dealt = dealt(100);

    for (int i = 0; i < 100; i += 10) {
      assertThat(dealt.subList(i, i + 10)).filteredOn("1.5.0"::equals).hasSize(1);
    }
  }

  @Test
  void a_registered_candidate_gets_no_traffic_before_it_is_given_some() {
    assertThat(dealt(50)).containsOnly("1.4.2");
  }

  @Test
  void a_promoted_version_is_stable_and_the_old_one_stands_by() {
    backends.shift("candidate", 100);
    backends.promote("1.5.0");

    assertThat(backends.nameOf("1.5.0")).isEqualTo("stable");
    assertThat(backends.nameOf("1.4.2")).isEqualTo("candidate");
    assertThat(dealt(50)).containsOnly("1.5.0");
  }

  @Test
  void what_would_hurt_is_refused_with_a_sentence() {
    backends.shift("candidate", 50);

    assertThatThrownBy(() -> backends.promote("1.5.0"))
        .hasMessage("1.5.0 serves 50 % and is promoted only at 100 %");
    assertThatThrownBy(() -> backends.forget("1.5.0"))
        .hasMessage("1.5.0 gets 50 % of the traffic as candidate and cannot be retired");
    assertThatThrownBy(() -> backends.forget("1.4.2"))
        .hasMessage("1.4.2 gets 50 % of the traffic as stable and cannot be retired");
    assertThatThrownBy(() -> backends.register("http://127.0.0.1:3", "1.6.0"))
        .hasMessage("the candidate is 1.5.0; retire it before 1.6.0");
    assertThatThrownBy(() -> backends.register("http://127.0.0.1:3", "1.4.2"))
        .hasMessage("1.4.2 is the stable version already");
    assertThatThrownBy(() -> backends.begin("http://127.0.0.1:3", "1.6.0"))
        .hasMessage("there is a stable version already: 1.4.2");
    assertThatThrownBy(() -> backends.shift("candidate", 101))
        .hasMessage("a weight is 0 to 100 percent, not 101");
    assertThatThrownBy(() -> backends.nameOf("1.6.0")).hasMessage("no version 1.6.0 is registered");
  }

  @Test
  void a_version_without_traffic_is_forgotten_once_and_again() {
    backends.forget("1.5.0");
    backends.forget("1.5.0");

    assertThat(backends.all()).extracting(Backends.Backend::version).containsExactly("1.4.2");
    backends.shift("candidate", 0);
    assertThatThrownBy(() -> backends.shift("candidate", 1)).hasMessage("there is no candidate");
    assertThatThrownBy(() -> backends.shift("stable", 90))
        .hasMessage("there is no candidate to take the other traffic");
  }

  private List<String> dealt(int requests) {
    List<String> versions = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      backends.next().ifPresent(backend -> versions.add(backend.version()));
    }
    assertThat(versions).hasSize(requests);
    return versions;
  }
}
