/** A probe over time: readings, sustained windows, levels. */
@NullMarked
package dev.holddown.domain.watch;

import org.jspecify.annotations.NullMarked;
