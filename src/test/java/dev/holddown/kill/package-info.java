/** The real program as processes, killed at random moments of the demo's release. */
@org.jspecify.annotations.NullMarked
package dev.holddown.kill;
