/** Tests of the socket between verbs and engine. */
@NullMarked
package dev.holddown.cli.link;

import org.jspecify.annotations.NullMarked;
