package dev.holddown.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A call whose values are all bound and encoded for their slots.
 *
 * @param args plain values: String, Long, Double, Boolean, List, Map, {@link Secret}; names and
 *     types were checked against the manual
 * @param at now, by the engine's clock; also the moment asked about
 * @param timeout the call must return within it
 */
public record Question(Map<String, Object> args, Instant at, Duration timeout) {}
