/** What boards decide. */
@org.jspecify.annotations.NullMarked
package dev.holddown.domain.board;
