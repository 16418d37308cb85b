/** Who has which role, and where it counts. */
@NullMarked
package dev.holddown.domain.people;

import org.jspecify.annotations.NullMarked;
