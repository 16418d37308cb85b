/** One process, simulated: clock, store, target, metrics and people. One seed is one history. */
@NullMarked
package dev.holddown.sim;

import org.jspecify.annotations.NullMarked;
