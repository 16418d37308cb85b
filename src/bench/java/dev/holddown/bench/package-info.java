/** Measures what Holddown promises, each figure beside a named reference of the same run. */
@NullMarked
package dev.holddown.bench;

import org.jspecify.annotations.NullMarked;
