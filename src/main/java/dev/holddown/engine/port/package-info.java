/** What the engine asks of the outside: store, blobs, secrets, time, conditions, connectors. */
@NullMarked
package dev.holddown.engine.port;

import org.jspecify.annotations.NullMarked;
