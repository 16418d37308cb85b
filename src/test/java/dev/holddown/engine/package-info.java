/** Tests of the engine's parts; what they do together is told by the stories. */
@NullMarked
package dev.holddown.engine;

import org.jspecify.annotations.NullMarked;
