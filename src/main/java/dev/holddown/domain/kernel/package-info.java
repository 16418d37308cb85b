/** The few values that every part of the domain speaks in. */
@NullMarked
package dev.holddown.domain.kernel;

import org.jspecify.annotations.NullMarked;
