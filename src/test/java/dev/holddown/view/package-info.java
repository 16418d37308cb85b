/** Tests of what screens show. */
@NullMarked
package dev.holddown.view;

import org.jspecify.annotations.NullMarked;
