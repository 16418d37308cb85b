/** SQLite behind the engine's ports: events, locks, samples, blobs, codec. */
@NullMarked
package dev.holddown.store;

import org.jspecify.annotations.NullMarked;
