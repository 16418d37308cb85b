/** Tests of who has which role, and which names are hidden. */
@NullMarked
package dev.holddown.domain.people;

import org.jspecify.annotations.NullMarked;
