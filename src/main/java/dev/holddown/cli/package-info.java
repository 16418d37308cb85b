/** One class for each verb of the command line. */
@NullMarked
package dev.holddown.cli;

import org.jspecify.annotations.NullMarked;
