/** The small real world in which everything runs without an account. */
@NullMarked
package dev.holddown.demo;

import org.jspecify.annotations.NullMarked;
