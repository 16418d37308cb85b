/** Stories of runs: no engine, no store, no clock; time is said. */
@NullMarked
package dev.holddown.domain.permit;

import org.jspecify.annotations.NullMarked;
