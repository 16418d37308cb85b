/** Folds of events into what the terminal and other clients show. */
@NullMarked
package dev.holddown.view;

import org.jspecify.annotations.NullMarked;
