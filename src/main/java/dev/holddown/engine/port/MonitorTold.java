package dev.holddown.engine.port;

import dev.holddown.domain.board.Told;
import java.time.Instant;

/**
 * What the newest answer of a monitor tells people, for the nodes that did not ask it themselves.
 *
 * @param board under which its samples stand, as in {@link EventStore.Sample#run}
 * @param series as in {@link EventStore.Sample#watch}
 * @param at the moment of the sample that it belongs to
 */
public record MonitorTold(String board, String series, Instant at, Told told) {}
