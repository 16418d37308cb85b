/** What connectors share: bounded HTTP calls and processes. */
@NullMarked
package dev.holddown.connectors.support;

import org.jspecify.annotations.NullMarked;
