package dev.holddown.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.GovernanceEvent;
import dev.holddown.domain.run.IncidentEvent;
import dev.holddown.domain.run.PermitEvent;
import dev.holddown.domain.run.RunEvent;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every event has words. */
class EventTextTest {
  private static final Map<String, String> COVERED = Map.of("saved.digest", "D4");

  @Test
  void every_kind_of_event_has_words_of_its_own() {
    List<Class<?>> kinds = new ArrayList<>();
    for (Class<?> all :
        List.of(RunEvent.class, PermitEvent.class, GovernanceEvent.class, IncidentEvent.class)) {
      kinds.addAll(List.of(all.getPermittedSubclasses()));
    }
    kinds.remove(RunEvent.OfPermit.class);
    kinds.remove(GovernanceEvent.OfIncident.class);
    for (Class<?> kind : kinds) {
      String text = EventText.of((RunEvent) made(kind));
      assertThat(text).as(kind.getSimpleName()).isNotBlank().doesNotContain("[");
    }
  }

  @Test
  void words_say_who_what_and_why() {
    assertThat(
            EventText.of(
                new RunEvent.Signed("approval", "owner", "ann", "ab12", "fine", COVERED, "phone")))
        .isEqualTo(
            "approval signed by ann as owner by phone: fine, for saved.digest = D4, content"
                + " sha256:ab12");
    assertThat(EventText.of(new RunEvent.GateDecided("before", false, "NO-GO: 1 of 2 failed")))
        .isEqualTo("gate of before: NO-GO: 1 of 2 failed");
    assertThat(
            EventText.of(new RunEvent.SignatureVoided("approval", "ann", "owner", "a", "D3 is D4")))
        .isEqualTo("approval: the signature of ann as owner is void: D3 is D4");
    assertThat(EventText.of(new RunEvent.RollbackDecided("watch errors")))
        .isEqualTo("rollback decided: watch errors");
  }

  /** A record with some value in each component. */
  private static Object made(Class<?> type) {
    RecordComponent[] parts = type.getRecordComponents();
    try {
      return type.getDeclaredConstructor(
              Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(Arrays.stream(parts).map(part -> value(part.getType())).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(Class<?> type) {
    if (type == String.class) {
      return "word";
    }
    if (type == int.class) {
      return 1;
    }
    if (type == long.class) {
      return 1L;
    }
    if (type == double.class) {
      return 1.5;
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == java.time.Duration.class) {
      return java.time.Duration.ZERO;
    }
    if (type == Instant.class) {
      return Instant.EPOCH;
    }
    if (type == List.class) {
      return List.of();
    }
    if (type == Map.class) {
      return Map.of();
    }
    if (type == Optional.class) {
      return Optional.empty();
    }
    return type.isEnum() ? type.getEnumConstants()[0] : made(type);
  }
}
