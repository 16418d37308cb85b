/** Access tokens. */
@NullMarked
package dev.holddown.access;

import org.jspecify.annotations.NullMarked;
