/**
 * The engine and its rules in a simulated world: machines, clocks, disks, targets, metrics and
 * people, all of which fail. One seed is one history; {@link dev.holddown.sim.Faults} says what
 * goes wrong, {@link dev.holddown.sim.Oracles} what must never be, {@link dev.holddown.sim.Mutant}
 * which planted bugs prove that this is noticed.
 */
@NullMarked
package dev.holddown.sim;

import org.jspecify.annotations.NullMarked;
