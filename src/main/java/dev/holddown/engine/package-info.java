/** Loads, decides, appends, and then acts; the ports to store, blobs, secrets and clock. */
@NullMarked
package dev.holddown.engine;

import org.jspecify.annotations.NullMarked;
