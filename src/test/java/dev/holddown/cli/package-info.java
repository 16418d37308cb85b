/** Tests of the verbs: what they print, and their exit codes. */
@NullMarked
package dev.holddown.cli;

import org.jspecify.annotations.NullMarked;
