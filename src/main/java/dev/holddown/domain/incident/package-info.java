/** What goes wrong: how bad it is, since when, who looks after it, and what is known of it. */
@NullMarked
package dev.holddown.domain.incident;

import org.jspecify.annotations.NullMarked;
