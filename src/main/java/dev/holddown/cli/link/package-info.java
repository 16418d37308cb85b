/** How verbs reach the engine: its socket, or the same desk in this process. */
@NullMarked
package dev.holddown.cli.link;

import org.jspecify.annotations.NullMarked;
