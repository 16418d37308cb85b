package dev.holddown.spi;

import dev.holddown.domain.kernel.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * An intended act whose intent is durable.
 *
 * @param id the same for every repeat of the same act: the target may use it to act once
 * @param token a target that has seen a higher token refuses this one
 */
public record Operation(
    String id, Token token, Map<String, Object> args, Instant at, Duration timeout) {}
