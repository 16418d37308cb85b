package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import java.time.Instant;

/** An event with who and when. */
public record Entry(Instant at, Actor actor, RunEvent event) {}
