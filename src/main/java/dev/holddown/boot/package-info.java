/** The only place with the system clock, random ids, and wiring. */
@NullMarked
package dev.holddown.boot;

import org.jspecify.annotations.NullMarked;
