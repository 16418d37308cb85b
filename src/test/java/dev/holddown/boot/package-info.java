/** The wiring, as a whole. */
@NullMarked
package dev.holddown.boot;

import org.jspecify.annotations.NullMarked;
