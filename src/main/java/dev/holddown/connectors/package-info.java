/** One file for each connector, and the list of them. */
@NullMarked
package dev.holddown.connectors;

import org.jspecify.annotations.NullMarked;
