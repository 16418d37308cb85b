/** The HTTP API: one table of routes over the desk that answers the verbs too. */
@NullMarked
package dev.holddown.web;

import org.jspecify.annotations.NullMarked;
