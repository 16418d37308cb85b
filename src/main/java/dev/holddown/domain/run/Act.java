package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Token;
import java.time.Instant;

/**
 * An intended change of the world.
 *
 * @param op operation id, the same for every repeat of the same act
 * @param what the action's name, such as {@code exec.run}
 * @param deadline when the caller stops waiting
 * @param landsUntil after this moment the act can no longer land
 */
public record Act(
    String op, String what, Token token, Instant deadline, Instant landsUntil, int attempt) {}
