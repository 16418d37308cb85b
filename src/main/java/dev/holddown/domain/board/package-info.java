/** Boards: monitors without an end, what stands of each, and one number for all of them. */
@NullMarked
package dev.holddown.domain.board;

import org.jspecify.annotations.NullMarked;
