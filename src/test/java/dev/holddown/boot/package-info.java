/** Tests of whole processes of the program. */
@NullMarked
package dev.holddown.boot;

import org.jspecify.annotations.NullMarked;
